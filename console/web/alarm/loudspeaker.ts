// The one way to the loudspeaker, for every page. Whether it can be heard is asked of the browser before each tone and never
// remembered: sleep, a telephone call or a device that was pulled out suspends or closes the sound without telling anybody.
import { signal } from '@preact/signals';

/** A browser that does not allow sound lets `resume` wait for ever. */
const resumeWithinMs = 1_000;
/** A silent page looks so often whether it is back. */
const againMs = 10_000;

/** `untouched`: no sound yet. `silent`: it was heard and cannot be any more, which the page must say. */
export const loudspeaker = signal<'untouched' | 'heard' | 'silent'>('untouched');

let context: AudioContext | undefined;
/** How far the device's time was at the last tone: one that stands still plays nothing, whatever it says of itself. */
let last: { context: AudioContext; played: number; at: number } | undefined;
let waking: Promise<void> | undefined;

/** Opens it; the first time it must be called from a touch. @returns whether it can be heard */
export async function openLoudspeaker(): Promise<boolean> {
  void context?.resume().catch(() => {}); // within the touch, where only that counts
  await wake();
  return loudspeaker.value === 'heard';
}

/** Plays now, or as soon as the sound is back; that it does not come back is shown. Before the first touch it does nothing. */
export function play(draw: (on: AudioContext) => void): void {
  if (loudspeaker.value === 'untouched') return;
  if (context && isRunning(context)) drawOn(context, draw);
  else void wake().then(() => context && isRunning(context) && drawOn(context, draw));
}

function drawOn(on: AudioContext, draw: (on: AudioContext) => void): void {
  last = { context: on, played: on.currentTime, at: performance.now() };
  draw(on);
}

function isRunning(one: AudioContext): boolean {
  const stands =
    last?.context === one && performance.now() - last.at > resumeWithinMs && one.currentTime <= last.played;
  return one.state === 'running' && !stands;
}

/** Resumes what there is; where that fails, opens another. */
function wake(): Promise<void> {
  waking ??= tryAll().finally(() => {
    waking = undefined;
  });
  return waking;
}

async function tryAll(): Promise<void> {
  if (context && (await runs(context))) return tell(true);
  const another = openAnother();
  if (another && (await runs(another))) {
    const old = context;
    take(another);
    if (old && old.state !== 'closed') void old.close().catch(() => {}); // it plays nothing anyway
    return tell(true);
  }
  if (context && context.state !== 'closed')
    void another?.close().catch(() => {}); // else they would heap up
  else if (another) take(another);
  tell(false);
}

function take(one: AudioContext): void {
  context = one;
  one.onstatechange = () => {
    if (one === context && one.state !== 'running') void wake();
    else if (one === context && isRunning(one)) tell(true);
  };
}

function openAnother(): AudioContext | undefined {
  try {
    return new AudioContext();
  } catch {
    return undefined; // no device: the page says that it is silent
  }
}

async function runs(one: AudioContext): Promise<boolean> {
  if (one.state !== 'closed' && one.state !== 'running')
    await Promise.race([one.resume().catch(() => {}), new Promise((over) => setTimeout(over, resumeWithinMs))]);
  return isRunning(one);
}

let again: ReturnType<typeof setTimeout> | undefined;
function tell(heard: boolean): void {
  clearTimeout(again);
  if (heard) loudspeaker.value = 'heard';
  else if (loudspeaker.value !== 'untouched') {
    loudspeaker.value = 'silent';
    again = setTimeout(() => void wake(), againMs);
  }
}
