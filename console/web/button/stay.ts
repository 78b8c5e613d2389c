// The page cannot be left by accident: full screen, awake, no back, no menu, no zoom.
export function stayHere(): void {
  history.pushState(null, '');
  addEventListener('popstate', () => history.pushState(null, ''));
  addEventListener('contextmenu', (event) => event.preventDefault());
  addEventListener('dragstart', (event) => event.preventDefault());
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void stayAwake();
  });
  void stayAwake();
}

/** Call it from a touch. Refused where the system does not have it: the page fills the window then. */
export async function fillScreen(): Promise<void> {
  if (!document.fullscreenElement) await document.documentElement.requestFullscreen?.().catch(() => undefined);
}

async function stayAwake(): Promise<void> {
  await navigator.wakeLock?.request('screen').catch(() => undefined); // a mains-fed tablet is set to stay on anyway
}
