// What somebody does on the duty console: chooses, opens, orders. Only here is written what state.ts holds. An order that did not
// work says why; a slip can be taken back for half a minute.
import type { ReadonlySignal, Signal } from '@preact/signals';
import type { NeedView } from '../../../contracts/incident/views.ts';
import type { LonLat } from '../../../contracts/position.ts';
import { command, type Order } from '../live/api.ts';
import { actionsDisabled, now, picture } from '../live/page.ts';
import { words } from '../words/words.ts';
import { rowIds } from './queue/rows.ts';
import {
  about,
  type ChosenHome,
  chosenHome,
  current,
  type FormName,
  form,
  held,
  helpShown,
  locked,
  mayAcknowledge,
  mayOrder,
  type PanelName,
  panel,
  proposed,
  revealed,
  seenAtOpening,
  selected,
  sought,
  trouble,
  type Undo,
  undo,
  unfolded,
} from './state.ts';

/** For everybody else they are read-only. */
function set<T>(one: ReadonlySignal<T>, value: T): void {
  (one as Signal<T>).value = value;
}

/** Opens an incident in the pane. */
export function select(id: string): void {
  set(selected, id);
  set(form, undefined);
  set(proposed, undefined);
  set(trouble, '');
}

/** To the next row, or the one before. */
export function move(by: 1 | -1): void {
  const ids = rowIds.value;
  const at = (ids as readonly (string | undefined)[]).indexOf(selected.value);
  const next = ids[Math.max(0, Math.min(ids.length - 1, at + by))];
  if (next === undefined) return;
  select(next);
  document.querySelector(`[data-incident="${next}"]`)?.scrollIntoView({ block: 'nearest' });
}

export function closePane(): void {
  set(selected, undefined);
  set(form, undefined);
}

/** Opens a form of the pane, or closes it again. */
export function toggleForm(which: FormName, need?: NeedView['need']): void {
  set(trouble, '');
  set(proposed, undefined);
  const again = form.value === which && about.value === need;
  set(about, need);
  set(form, again ? undefined : which);
  const incident = current.value;
  set(seenAtOpening, incident && { incident: incident.id, seq: incident.seq });
}

export function closeForm(): void {
  set(form, undefined);
  set(trouble, '');
}

/** Before anybody is sent their name stands on the button: undefined takes it back. */
export const propose = (responder: string | undefined): void => set(proposed, responder);

/** Somebody was dropped on an incident: sent only when it is confirmed in the pane. */
export function proposeFor(incident: string, responder: string): void {
  select(incident);
  toggleForm('assign');
  propose(responder);
}

export const complain = (why: string): void => set(trouble, why);
/** Shows what lay behind the glass. */
export const reveal = (incident: string, lines: string[]): void => set(revealed, { incident, lines });

export const openPanel = (which: PanelName): void => set(panel, which);
export const closePanel = (): void => set(panel, undefined);
/** Opens a panel, or closes it again. */
export const togglePanel = (which: PanelName): void => set(panel, panel.value === which ? undefined : which);
export const toggleHelp = (): void => set(helpShown, !helpShown.value);

/** The map shows this place. */
export const seek = (position: LonLat, name: string): void => set(sought, { position, name });
export function showHome(home: ChosenHome): void {
  set(chosenHome, home);
  openPanel('home');
}

/** One step back: what was opened last is closed first. */
export function stepBack(): void {
  if (helpShown.value) toggleHelp();
  else if (panel.value) closePanel();
  else if (form.value) set(form, undefined);
  else set(selected, undefined);
}

/** A locked console shows nothing personal besides what is open. */
export function hideWhileLocked(): void {
  closePanel();
  set(form, undefined);
  set(revealed, undefined);
  set(chosenHome, undefined);
}

/** The rows stay where they are until `releaseRows`. */
export const holdRows = (): void => set(held, held.value ?? rowIds.value);
export const releaseRows = (): void => set(held, undefined);

/** In a flood: shows all of a courtyard, or its most urgent one again. */
export function toggleCourtyard(id: string): void {
  const next = new Set(unfolded.value);
  if (!next.delete(id)) next.add(id);
  set(unfolded, next);
}

/** How long an order can be taken back (facts/console.md). */
const undoMs = 30_000;

/**
 * Gives a command; on a refusal the reason is shown and the form stays open with what was typed.
 * @param seenBefore the event number that the officer had before them when they began; now when left out
 */
export async function order(incident: string, body: Order, seenBefore?: number): Promise<boolean> {
  const may = body.command === 'acknowledge' ? mayAcknowledge.value : mayOrder.value;
  if (actionsDisabled.value || !may) {
    complain(may ? words.value.notSent : locked.value ? words.value.lock.says : words.value.lookOnly);
    return false;
  }
  complain('');
  const before = picture.value.incidents.get(incident);
  const seen = seenBefore ?? before?.seq;
  // Meanwhile nothing can be taken back: whoever has just ordered means that, and would meet the order before it.
  const earlier = undo.value;
  set(undo, undefined);
  const answer = await command(incident, seen === undefined ? body : { ...body, seen });
  if (!answer.ok) {
    set(undo, earlier);
    complain(answer.message || words.value.notSent);
    // The newest is on the screen now: the next click is given on that.
    set(seenAtOpening, undefined);
    if (answer.code === 'said_since') complain(`${answer.message} ${words.value.newSince}`);
    return false;
  }
  if (answer.value.outcome === 'stored') complain(words.value.stored);
  const back = inverse(body, before?.priority, answer.value.incident?.legs.at(-1)?.id);
  set(undo, back ? { ...back, until: now.value + undoMs, incident } : earlier);
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
  set(undo, undefined);
  if (last && (await order(last.incident, last.order))) set(undo, undefined);
}

export const acknowledge = (incident: string): Promise<boolean> => order(incident, { command: 'acknowledge' });

/** The selected one; without a selection the most urgent one is meant, which is first. */
export function acknowledgeCurrent(): void {
  const id = current.value?.id ?? rowIds.value[0];
  const one = id === undefined ? undefined : picture.value.incidents.get(id);
  if (one?.state !== 'open' || one.acknowledged) return;
  set(selected, one.id);
  void acknowledge(one.id);
}

/** Acknowledges several, one after the other: in a flood a courtyard is taken at once. */
export async function acknowledgeAll(incidents: readonly string[]): Promise<void> {
  for (const id of incidents) await acknowledge(id);
}

/** An order from a form, which closes when it was applied. Another form, opened meanwhile, stays. */
export async function orderFromForm(incident: string, body: Order): Promise<void> {
  const which = form.value;
  const opened =
    which !== undefined && seenAtOpening.value?.incident === incident ? seenAtOpening.value.seq : undefined;
  if ((await order(incident, body, opened)) && form.value === which) set(form, undefined);
}
