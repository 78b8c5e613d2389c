// Rings and vibrates until answered. Browsers allow sound only after a touch, so duty begins with one; that it is off is shown.
import { computed, effect, signal } from '@preact/signals';
import { loudspeaker, openLoudspeaker, play } from '../alarm/loudspeaker.ts';
import { ringing } from './state.ts';

/** `off`: no touch yet, refused, or silent since. */
export const ringer = computed(() => (loudspeaker.value === 'heard' ? 'on' : 'off'));
/** How many times it rang: lets a test hear it. */
export const rings = signal(0);
const everyMs = 2_500;

let timer: ReturnType<typeof setInterval> | undefined;

/** Call it from a touch. */
export async function switchOnRinger(): Promise<void> {
  if (await openLoudspeaker()) ring();
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
  play((on) => {
    for (let i = 0; i < 4; i++) {
      const from = on.currentTime + i * 0.4;
      const tone = on.createOscillator();
      const volume = on.createGain();
      tone.type = 'square'; // many harmonics: heard on a small loudspeaker in a street
      tone.frequency.value = i % 2 ? 880 : 660;
      volume.gain.setValueAtTime(0.25, from);
      volume.gain.setValueAtTime(0, from + 0.3);
      tone.connect(volume).connect(on.destination);
      tone.start(from);
      tone.stop(from + 0.32);
    }
  });
}
