// A shift made, moved or lengthened by dragging: what it would be while the pointer is down, and what it is to be once it is up.
import { useRef, useState } from 'preact/hooks';
import { dragged, type Grab, instantAt, type Stretch, snapped } from './place.ts';

/** Less than this is a click. */
const leastPx = 5;

/** `key`: of the occurrence that is dragged; absent: a new one is made. `person`: in whose row it lies now. */
export type Dragging = Stretch & { key: string | undefined; person: string };

type Begun = { grab: Grab; was: Dragging; x: number; at: number; track: HTMLElement; moved: boolean };

export function useDrag(week: Stretch, drop: (to: Dragging, was: Dragging) => void) {
  const begun = useRef<Begun | undefined>(undefined);
  const [now, setNow] = useState<Dragging>();

  const down = (event: PointerEvent, grab: Grab, of: Omit<Dragging, 'from' | 'to'> & Partial<Stretch>): void => {
    const track = (event.currentTarget as Element).closest<HTMLElement>('[data-person]');
    if (event.button !== 0 || event.pointerType === 'touch' || !track) return; // a finger scrolls
    event.stopPropagation();
    const at = instantAt(week, event.clientX, track.getBoundingClientRect());
    const from = of.from ?? snapped(at);
    begun.current = {
      grab,
      was: { key: of.key, person: of.person, from, to: of.to ?? from },
      x: event.clientX,
      at,
      track,
      moved: false,
    };
  };
  const move = (event: PointerEvent): void => {
    const one = begun.current;
    if (!one) return;
    const row = document.elementFromPoint(event.clientX, event.clientY)?.closest<HTMLElement>('[data-person]');
    const person = (one.grab === 'move' && row?.dataset.person) || one.was.person;
    if (!one.moved && Math.abs(event.clientX - one.x) < leastPx && person === one.was.person) return;
    if (!one.moved) one.track.setPointerCapture(event.pointerId); // not before: a click would be the row's, and not the bar's
    one.moved = true;
    const at = instantAt(week, event.clientX, one.track.getBoundingClientRect());
    setNow({ ...one.was, person, ...dragged(one.grab, one.was, at - one.at) });
  };
  const up = (): void => {
    const one = begun.current;
    begun.current = undefined;
    setNow(undefined);
    if (one?.moved && now) drop(now, one.was);
  };
  const cancel = (): void => {
    begun.current = undefined;
    setNow(undefined);
  };
  return { now, down, move, up, cancel };
}
