// Reads something while it is shown: at once, each minute, and when the phone is looked at again.
import { useEffect } from 'preact/hooks';

const everyMs = 60_000;

export function useEachMinute(read: () => Promise<void>): void {
  useEffect(() => {
    const again = (): void => void (document.visibilityState === 'visible' && read());
    again();
    const timer = setInterval(again, everyMs);
    document.addEventListener('visibilitychange', again);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', again);
    };
  }, []);
}
