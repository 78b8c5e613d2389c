// The alarm sound follows what asks for attention, never the refresh: it goes on until somebody has acted.
// Rates and tones as in IEC 60601-1-8 (facts/console.md): P1 ten pulses every 8 s, P2 three every 25 s, P3 once.
import { effect, signal } from '@preact/signals';
import { ticked } from '../live/page.ts';
import { openLoudspeaker, play } from './loudspeaker.ts';

const everyMs = { 1: 8_000, 2: 25_000 } as const;
const pauseMs = 120_000;
/** So long a burst of ten lasts: a new alarm is heard at once, but not over another. */
const burstMs = 4_000;

/** `off`: no gesture yet, or the browser refuses: shown as a fault. */
export const sound = signal<'off' | 'on' | 'paused'>('off');
/** By the page's own time, as everything here: the machine's clock may be put right in the middle of an alarm. */
export const pausedUntil = signal(0);
/** How many bursts were played: lets a test hear it. */
export const bursts = signal(0);

/** Something that asks for attention. */
export type Alarm = { id: string; priority: 1 | 2 | 3 };

let asking: () => readonly Alarm[] = () => [];
let lastBurst = Number.NEGATIVE_INFINITY;
let lastPriority: number | undefined;
let paused1: ReadonlySet<string> = new Set();
let heard1: ReadonlySet<string> = new Set();
const heard3 = new Set<string>();

/** Starts the shift with a test tone. Must be called from a click. */
export async function startSound(): Promise<void> {
  if (!(await openLoudspeaker())) return; // stays off or silent, and is shown so
  sound.value = 'on';
  burst(3);
}

export function pauseSound(): void {
  if (sound.value !== 'on') return;
  paused1 = new Set(unacknowledged(1)); // before the state: what follows it looks at once
  pausedUntil.value = ticked.value + pauseMs;
  sound.value = 'paused';
}

export function resumeSound(): void {
  if (sound.value === 'paused') sound.value = 'on';
}

/** Sounds from now on whenever it must. @param alarms reads the signals that it follows */
export function watchSound(alarms: () => readonly Alarm[]): void {
  asking = alarms;
  effect(() => {
    const at = ticked.value;
    const urgent = unacknowledged(1);
    // A new P1 breaks through a pause.
    if (sound.value === 'paused' && (at >= pausedUntil.value || urgent.some((id) => !paused1.has(id))))
      sound.value = 'on';
    if (sound.value !== 'on') return;
    const priority = urgent.length > 0 ? 1 : unacknowledged(2).length > 0 ? 2 : undefined;
    const another = urgent.some((id) => !heard1.has(id)) && at - lastBurst >= burstMs;
    const due = priority !== undefined && (priority !== lastPriority || at - lastBurst >= everyMs[priority] || another);
    lastPriority = priority;
    const new3 = unacknowledged(3).filter((id) => !heard3.has(id));
    for (const id of new3) heard3.add(id);
    if (due) {
      lastBurst = at;
      heard1 = new Set(urgent);
      burst(priority === 1 ? 10 : 3);
    } else if (priority === undefined && new3.length > 0) burst(1);
  });
}

const unacknowledged = (priority: Alarm['priority']): string[] =>
  asking()
    .filter((one) => one.priority === priority)
    .map(({ id }) => id);

function burst(pulses: number): void {
  bursts.value++;
  play((on) => {
    const wave = on.createPeriodicWave(
      new Float32Array([0, 0, 0, 0, 0, 0]),
      new Float32Array([0, 1, 0.6, 0.4, 0.3, 0.2]),
    );
    for (let i = 0; i < pulses; i++) {
      const from = on.currentTime + i * 0.25 + Math.floor(i / 5) * 0.4;
      const tone = on.createOscillator();
      const volume = on.createGain();
      tone.setPeriodicWave(wave);
      tone.frequency.value = i % 5 < 3 ? 523 : 659;
      volume.gain.setValueAtTime(0, from);
      volume.gain.linearRampToValueAtTime(0.3, from + 0.02);
      volume.gain.setValueAtTime(0.3, from + 0.13);
      volume.gain.linearRampToValueAtTime(0, from + 0.16);
      tone.connect(volume).connect(on.destination);
      tone.start(from);
      tone.stop(from + 0.2);
    }
  });
}
