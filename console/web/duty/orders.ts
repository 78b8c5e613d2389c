// What the officer orders, and what is said when it did not work. A slip can be taken back for half a minute.
import { signal } from '@preact/signals';
import { command, type Order } from '../live/api.ts';
import { actionsDisabled, now, picture } from '../live/page.ts';
import { words } from '../words/words.ts';
import { form, locked, mayAcknowledge, mayOrder, seenAtOpening, trouble } from './state.ts';

/** How long an order can be taken back (facts/console.md). */
const undoMs = 30_000;

export type Undo = { says: string; until: number; incident: string; order: Order };
export const undo = signal<Undo | undefined>(undefined);

/**
 * Gives a command; on a refusal the reason is shown and the form stays open with what was typed.
 * @param seenBefore the event number that the officer had before them when they began; now when left out
 */
export async function order(incident: string, body: Order, seenBefore?: number): Promise<boolean> {
  const may = body.command === 'acknowledge' ? mayAcknowledge.value : mayOrder.value;
  if (actionsDisabled.value || !may) {
    trouble.value = may ? words.value.notSent : locked.value ? words.value.lock.says : words.value.lookOnly;
    return false;
  }
  trouble.value = '';
  const before = picture.value.incidents.get(incident);
  const seen = seenBefore ?? before?.seq;
  const answer = await command(incident, seen === undefined ? body : { ...body, seen });
  if (!answer.ok) {
    trouble.value = answer.status === 0 ? words.value.notSent : answer.message;
    // The newest is on the screen now: the next click is given on that.
    seenAtOpening.value = undefined;
    if (answer.code === 'said_since') trouble.value = `${answer.message} ${words.value.newSince}`;
    return false;
  }
  if (answer.value.outcome === 'stored') trouble.value = words.value.stored;
  const back = inverse(body, before?.priority, answer.value.incident?.legs.at(-1)?.id);
  if (back) undo.value = { ...back, until: now.value + undoMs, incident };
  return true;
}

/** The order that takes this one back, where there is one. */
function inverse(
  given: Order,
  priority: 1 | 2 | 3 | undefined,
  newLeg: string | undefined,
): Pick<Undo, 'says' | 'order'> | undefined {
  const { undone, slip } = words.value;
  switch (given.command) {
    case 'close':
      return { says: undone.close, order: { command: 'reopen', text: slip } };
    case 'assign':
      return newLeg === undefined ? undefined : { says: undone.assign, order: { command: 'withdraw', leg: newLeg } };
    case 'priority':
      return priority === undefined
        ? undefined
        : { says: undone.priority, order: { command: 'priority', priority, text: slip } };
    default:
      return undefined;
  }
}

export async function takeBack(): Promise<void> {
  const last = undo.value;
  undo.value = undefined;
  if (last && (await order(last.incident, last.order))) undo.value = undefined;
}

export const acknowledge = (incident: string): Promise<boolean> => order(incident, { command: 'acknowledge' });

/** Acknowledges several, one after the other: in a flood a courtyard is taken at once. */
export async function acknowledgeAll(incidents: readonly string[]): Promise<void> {
  for (const id of incidents) await acknowledge(id);
}

/** An order from a form, which closes when it was applied. Another form, opened meanwhile, stays. */
export async function orderFromForm(incident: string, body: Order): Promise<void> {
  const which = form.value;
  const opened =
    which !== undefined && seenAtOpening.value?.incident === incident ? seenAtOpening.value.seq : undefined;
  if ((await order(incident, body, opened)) && form.value === which) form.value = undefined;
}
