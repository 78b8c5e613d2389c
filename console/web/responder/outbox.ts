// What the responder did, kept on the phone until the server has it: with its own time and id, sent in order, and shown as
// waiting meanwhile. A tunnel loses nothing, and sending twice is harmless. What somebody did is theirs: if they sign out before it
// was sent it is kept until they sign in again, and never sent as whoever comes next.
import { computed, signal } from '@preact/signals';
import type { Reply } from '../../../contracts/incident/messages.ts';
import type { MyAnswer } from '../../../contracts/incident/myLegs.ts';
import type { DutySwitch } from '../../../contracts/office/dutySwitch.ts';
import type { MyShifts } from '../../../contracts/office/responders.ts';
import type { Me } from '../../../contracts/session/session.ts';
import { call, newId } from '../live/api.ts';
import { keepValue, keptValue } from '../live/memory.ts';
import { keepShifts } from './shifts.ts';

export type Action = { kind: 'reply'; body: Reply } | { kind: 'duty'; body: DutySwitch & { id: string; at: string } };
/** An action that no longer applied when it arrived. */
export type Conflict = { id: string; reply: string; code: string | undefined };

/** As it lies on the phone. `of`: whose it is. */
type Kept = Action & { of?: string };

const place = 'yjt-outbox';
const againMs = 3_000;
/** Answers of the server after which sending again cannot help. */
const hopeless = (status: number): boolean =>
  status >= 400 && status < 500 && status !== 401 && status !== 408 && status !== 429;

const stored = signal<readonly Kept[]>(read());
const owner = signal<string | undefined>(undefined);
/** Of whoever is signed in. */
export const outbox = computed<readonly Action[]>(() => stored.value.filter(({ of }) => of === owner.value));
/** What the server has taken and has not told of yet: the last that it told is from before. */
const taken = signal<readonly Action[]>([]);
/** What the person has done since the server last told, oldest first: taken by it, or waiting. */
export const acted = computed<readonly Action[]>(() => [...taken.value, ...outbox.value]);

/** It has told how things stand: what it took is in that. */
export function serverTold(): void {
  if (taken.value.length > 0) taken.value = [];
}

/** Who is signed in here now; undefined: nobody is, and nothing is sent. What was done before that was known is theirs. */
export function belongTo(me: Me | undefined): void {
  const of = me && `${me.district}/${me.responder ?? ''}`;
  if (of === owner.value) return;
  owner.value = of;
  serverTold();
  if (of !== undefined && stored.value.some((one) => one.of === undefined))
    write(stored.value.map((one) => (one.of === undefined ? { ...one, of } : one)));
  void send();
}
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

/** Sends what waits, oldest first. What the server wants later lets the rest by: an answer must not wait behind notes. */
export async function send(): Promise<void> {
  if (sending || owner.value === undefined) return;
  sending = true;
  clearTimeout(timer);
  try {
    const later = new Set<string>();
    const first = (): Action | undefined => outbox.value.find((one) => !later.has(one.body.id));
    for (let next = first(); next; next = first()) {
      const { id } = next.body;
      const of: string = owner.value ?? '';
      const sent = await sendOne(next, of);
      if (owner.value !== of) break; // somebody else has signed in since: it stays theirs, and the server knows it by its id
      if (sent === 'away') break;
      if (sent === 'taken') taken.value = [...taken.value, next];
      if (sent === 'later') later.add(id);
      else keep(outbox.value.filter((one) => one.body.id !== id));
    }
  } finally {
    sending = false;
  }
  if (outbox.value.length > 0) timer = setTimeout(() => void send(), againMs);
}

/** `over`: it never will be taken. `later`: the server takes no more notes now. `away`: nothing comes through. */
type Sent = 'taken' | 'over' | 'later' | 'away';

/** In another tab somebody else may have signed in since: the server takes it as whose it is, or not at all. */
async function sendOne(action: Action, of: string): Promise<Sent> {
  const as = { 'x-yjt-as': of };
  if (action.kind === 'duty') {
    const { id, onDuty } = action.body;
    const answered = await call<MyShifts>('/api/v1/my/duty', { id, onDuty }, 'POST', as);
    if (answered.ok) keepShifts(answered.value);
    return answered.ok ? 'taken' : hopeless(answered.status) ? 'over' : 'away';
  }
  const answered = await call<MyAnswer>('/api/v1/my/replies', action.body, 'POST', as);
  const { id, reply } = action.body;
  if (!answered.ok) {
    if (answered.code === 'too_many_notes') return 'later';
    if (!hopeless(answered.status)) return 'away';
    conflicts.value = [...conflicts.value, { id, reply, code: answered.code }];
    return 'over';
  }
  if (answered.value.outcome === 'refused' && reply !== 'receipt') {
    conflicts.value = [...conflicts.value, { id, reply, code: answered.value.code }];
    // What was done on the strength of it falls with it, and is explained once.
    const { incident, leg } = action.body;
    keep(outbox.value.filter((one) => one.kind === 'duty' || one.body.incident !== incident || one.body.leg !== leg));
    return 'over';
  }
  return 'taken';
}

export function dismiss(id: string): void {
  conflicts.value = conflicts.value.filter((one) => one.id !== id);
}

/** @param actions of whoever is signed in; the others' stay */
function keep(actions: readonly Action[]): void {
  const of = owner.value;
  const own = actions.map((one): Kept => (of === undefined ? one : { ...one, of }));
  write([...stored.value.filter((one) => one.of !== of), ...own]);
}

function write(actions: readonly Kept[]): void {
  stored.value = actions;
  keepValue(place, actions);
}

/** What an earlier visit left behind; something else's leftovers are none. */
function read(): Kept[] {
  const value = keptValue(place);
  return Array.isArray(value) ? (value as Kept[]) : [];
}
