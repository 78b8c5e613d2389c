// What the responder did, kept on the phone until the server has it: with its own time and id, sent in order, and shown as
// waiting meanwhile. A tunnel loses nothing, and sending twice is harmless.
import { computed, signal } from '@preact/signals';
import type { MyAnswer } from '../../../contracts/api.ts';
import type { DutySwitch, Reply } from '../../../contracts/messages.ts';
import { call, newId } from '../live/api.ts';

export type Action = { kind: 'reply'; body: Reply } | { kind: 'duty'; body: DutySwitch & { id: string; at: string } };
/** An action that no longer applied when it arrived. */
export type Conflict = { id: string; reply: string; code: string | undefined };

const place = 'yjt-outbox';
const againMs = 3_000;
/** Answers of the server after which sending again cannot help. */
const hopeless = (status: number): boolean =>
  status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429;

export const outbox = signal<readonly Action[]>(read());
export const conflicts = signal<readonly Conflict[]>([]);
/** Actions that the person should know are waiting; receipts are the phone's own. */
export const waiting = computed(() =>
  outbox.value.filter((one) => one.kind === 'duty' || one.body.reply !== 'receipt'),
);

let sending = false;
let timer: ReturnType<typeof setTimeout> | undefined;

type NewReply = Omit<Reply, 'id' | 'at'>;

/** Keeps a reply and sends it as soon as it can be. @param at the phone's own clock */
export function answer(reply: NewReply): void {
  add({ kind: 'reply', body: { ...reply, id: newId(), at: new Date().toISOString() } });
}

/** Keeps a turn of the duty switch; an earlier one that was not sent yet is overtaken. */
export function switchDuty(onDuty: boolean): void {
  keep(outbox.value.filter(({ kind }) => kind !== 'duty'));
  add({ kind: 'duty', body: { id: newId(), onDuty, at: new Date().toISOString() } });
}

function add(action: Action): void {
  keep([...outbox.value, action]);
  void send();
}

/** Sends what waits, oldest first. */
export async function send(): Promise<void> {
  if (sending) return;
  sending = true;
  clearTimeout(timer);
  try {
    for (let [next] = outbox.value; next; [next] = outbox.value) {
      const sent = await sendOne(next);
      if (!sent) break;
      const { id } = next.body;
      keep(outbox.value.filter((one) => one.body.id !== id));
    }
  } finally {
    sending = false;
  }
  if (outbox.value.length > 0) timer = setTimeout(() => void send(), againMs);
}

/** @returns true when the server has it, or never will */
async function sendOne(action: Action): Promise<boolean> {
  if (action.kind === 'duty') {
    const { id, onDuty } = action.body;
    const answered = await call('/api/v1/my/duty', { id, onDuty });
    return answered.ok || hopeless(answered.status);
  }
  const answered = await call<MyAnswer>('/api/v1/my/replies', action.body);
  const { id, reply } = action.body;
  if (!answered.ok) {
    if (!hopeless(answered.status)) return false;
    conflicts.value = [...conflicts.value, { id, reply, code: answered.code }];
    return true;
  }
  if (answered.value.outcome === 'refused' && reply !== 'receipt') {
    conflicts.value = [...conflicts.value, { id, reply, code: answered.value.code }];
    // What was done on the strength of it falls with it, and is explained once.
    const { incident, leg } = action.body;
    keep(outbox.value.filter((one) => one.kind === 'duty' || one.body.incident !== incident || one.body.leg !== leg));
  }
  return true;
}

export function dismiss(id: string): void {
  conflicts.value = conflicts.value.filter((one) => one.id !== id);
}

function keep(actions: readonly Action[]): void {
  outbox.value = actions;
  try {
    localStorage.setItem(place, JSON.stringify(actions));
  } catch {
    // The storage is full or forbidden: what waits is kept in memory, and sent all the same.
  }
}

/** What an earlier visit left behind; something else's leftovers are none. */
function read(): Action[] {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(place) ?? '[]');
    return Array.isArray(value) ? (value as Action[]) : [];
  } catch {
    return [];
  }
}
