// What the tablet does and shows. A press is repeated with the same id until the server has it on disk.
import { signal } from '@preact/signals';
import type { DeviceState } from '../../../contracts/incident/messages.ts';
import type { PressAnswer } from '../../../contracts/incident/views.ts';
import type { PressKind } from '../../../contracts/terms.ts';
import { call, newId } from '../live/api.ts';
import { drop, keepValue, keptValue } from '../live/memory.ts';
import { connect } from '../live/page.ts';
import { theyRead, watchLanguage } from './language.ts';

const againMs = 1_500;
/** After so many tries the person is told to use a telephone too. */
const triesBeforeWords = 2;
const heartbeatMs = 60_000;
/** "All done" is shown for so long, then the button alone. */
const closedShownMs = 60_000;

export type Sending = { kind: PressKind; tries: number };
export const told = signal<DeviceState | undefined>(undefined);
export const demo = signal(false);
export const sending = signal<Sending | undefined>(undefined);
export const tested = signal<'no' | 'trying' | 'well' | 'failed'>('no');
/** Tells the screen when an old "all done" has been shown long enough. */
export const closedOver = signal(false);
/** For a test too, and for whoever looks from afar: what the screen shows. */
export function shownState(): string {
  if (sending.value) return 'sending';
  const state = told.value;
  return !state || (state.state === 'closed' && closedOver.value) ? 'idle' : (state.step ?? state.state);
}
/** What a touch of each button does. */
export type Touch = (kind: 'sos' | 'cancel' | 'test') => () => void;
export const late = (): boolean => (sending.value?.tries ?? 0) >= triesBeforeWords;

const place = 'yjt-press';
type Kept = { id: string; kind: PressKind; at: string };

/** Calls for help, says that it was a mistake, or tries the button. */
export function press(kind: PressKind): void {
  const made: Kept = { id: newId(), kind, at: new Date().toISOString() };
  void send(made);
  // A power cut between the touch and the answer must not swallow it. Second, because it may not work.
  if (kind !== 'test') keepValue(place, made);
}

async function send(made: Kept): Promise<void> {
  const { kind } = made;
  if (kind === 'test') tested.value = 'trying';
  else sending.value = { kind, tries: 0 };
  for (let tries = 0; ; tries++) {
    if (kind !== 'test') sending.value = { kind, tries };
    const answer = await call<PressAnswer>('/api/v1/my/press', made);
    if (answer.ok) break;
    // Refused for good: the login has ended. A person must look; the words say so meanwhile.
    if (kind === 'test') {
      tested.value = 'failed';
      return;
    }
    await new Promise((again) => setTimeout(again, againMs));
  }
  if (kind === 'test') tested.value = 'well';
  else {
    drop(place);
    sending.value = undefined;
  }
}

export function start(): void {
  watchLanguage();
  connect((frame) => {
    if (frame.type !== 'button') return;
    demo.value = frame.demo;
    theyRead(frame.language);
    remember(frame.state);
  });
  const left = keptValue(place) as Kept | null;
  if (left?.id && left.kind) void send(left); // written by us, before the power went
  void beat();
  setInterval(() => void beat(), heartbeatMs);
}

let closedTimer: ReturnType<typeof setTimeout> | undefined;
function remember(state: DeviceState | undefined): void {
  const before = told.value;
  if (state?.incident === before?.incident && state?.revision === before?.revision) return;
  told.value = state;
  clearTimeout(closedTimer);
  closedOver.value = before === undefined && state?.state === 'closed'; // old news after a restart
  if (state?.state === 'closed')
    closedTimer = setTimeout(() => {
      closedOver.value = true;
    }, closedShownMs);
}

type Battery = { level: number };
/** That the tablet is alive, and how full it is: readiness rests on it. */
async function beat(): Promise<void> {
  const battery = await (navigator as { getBattery?: () => Promise<Battery> }).getBattery?.().catch(() => undefined);
  await call('/api/v1/my/health', battery ? { battery: Math.round(battery.level * 100) } : {});
}
