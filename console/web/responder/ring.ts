// Rings and vibrates until answered. Browsers allow sound only after a touch, so duty begins with one; that it is off is shown.
import { effect, signal } from '@preact/signals';
import { ringing } from './state.ts';

/** `off`: no touch yet, or refused. */
export const ringer = signal<'off' | 'on'>('off');
/** How many times it rang: lets a test hear it. */
export const rings = signal(0);
const everyMs = 2_500;

let context: AudioContext | undefined;
let timer: ReturnType<typeof setInterval> | undefined;

/** Call it from a touch. */
export async function switchOnRinger(): Promise<void> {
  context ??= new AudioContext();
  await context.resume();
  ringer.value = context.state === 'running' ? 'on' : 'off';
  if (ringer.value === 'on') ring();
}

export function watchRinger(): void {
  effect(() => {
    const must = ringing.value.length > 0;
    if (must && timer === undefined) {
      ring();
      timer = setInterval(ring, everyMs);
    }
    if (!must && timer !== undefined) {
      clearInterval(timer);
      timer = undefined;
      navigator.vibrate?.(0);
    }
  });
}

function ring(): void {
  rings.value++;
  document.documentElement.dataset.rings = String(rings.value);
  navigator.vibrate?.([700, 300, 700, 300]);
  if (!context) return;
  for (let i = 0; i < 4; i++) {
    const from = context.currentTime + i * 0.4;
    const tone = context.createOscillator();
    const volume = context.createGain();
    tone.type = 'square'; // many harmonics: heard on a small loudspeaker in a street
    tone.frequency.value = i % 2 ? 880 : 660;
    volume.gain.setValueAtTime(0.25, from);
    volume.gain.setValueAtTime(0, from + 0.3);
    tone.connect(volume).connect(context.destination);
    tone.start(from);
    tone.stop(from + 0.32);
  }
}
