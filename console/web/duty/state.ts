// What the duty console shows besides the live picture: which incident, which form, which panel. Everybody reads it; actions.ts
// alone writes it, and a test holds that.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { IncidentView, NeedView } from '../../../contracts/incident/views.ts';
import type { LonLat } from '../../../contracts/position.ts';
import { alarmOf } from '../alarm/attention.ts';
import type { Alarm } from '../alarm/sound.ts';
import type { Order } from '../live/api.ts';
import { now, picture } from '../live/page.ts';

const shown = <T>(first: T): ReadonlySignal<T> => signal(first);

export const selected = shown<string | undefined>(undefined);

/** What can be open in the pane: the map must not move under a form. */
export type FormName =
  | 'assign'
  | 'note'
  | 'close'
  | 'priority'
  | 'ambulance'
  | 'merge'
  | 'reopen'
  | 'advise'
  | 'more'
  | 'call_back'
  | 'outside_call'
  | 'end_need'
  | 'wait'
  | 'place'
  | 'hand_over'
  | 'reason'
  | 'ambulance_hand_over'
  | 'aftercare';
export const form = shown<FormName | undefined>(undefined);
/** The need that the open form is about. */
export const about = shown<NeedView['need'] | undefined>(undefined);
/** What the officer saw when the form was opened, by the number of its last event: the order rests on that. */
export const seenAtOpening = shown<{ incident: string; seq: number } | undefined>(undefined);
/** Whom the officer is about to send, before it is confirmed. */
export const proposed = shown<string | undefined>(undefined);
/** What could not be done, said where it was tried. */
export const trouble = shown('');
/** The last order, while it can be taken back. */
export type Undo = { says: string; until: number; incident: string; order: Order };
export const undo = shown<Undo | undefined>(undefined);
/** Conditions that were shown after a reason was given. */
export const revealed = shown<{ incident: string; lines: string[] } | undefined>(undefined);

/** A panel over the map. */
export type PanelName =
  | 'sessions'
  | 'readiness'
  | 'handover'
  | 'home'
  | 'system'
  | 'history'
  | 'nightDesk'
  | 'aftercare'
  | 'reasons';
export const panel = shown<PanelName | undefined>(undefined);
/** The list of keys is shown. */
export const helpShown = shown(false);
/** The home that a search has found. */
export type ChosenHome = { home: string; resident: string; name: string; says: string };
export const chosenHome = shown<ChosenHome | undefined>(undefined);
/** A place that the map should show, from a search or a panel. */
export const sought = shown<{ position: LonLat; name: string } | undefined>(undefined);

/** Rows keep their places while the pointer or the focus is on the queue. */
export const held = shown<readonly string[] | undefined>(undefined);
/** Courtyards whose incidents are all shown during a flood. */
export const unfolded = shown<ReadonlySet<string>>(new Set());

/** The one in the pane; undefined also when it is no longer known. */
export const current = computed<IncidentView | undefined>(() =>
  selected.value === undefined ? undefined : picture.value.incidents.get(selected.value),
);
/** Nobody has touched this page for a while: it shows and does what helps now, and nothing else. */
export const locked = computed(() => picture.value.me?.locked === true);
/** Only whoever is on duty orders; the community looks on. */
export const mayAcknowledge = computed(() => picture.value.me?.role !== 'community');
export const mayOrder = computed(() => mayAcknowledge.value && !locked.value);

/** What rings now. */
export const alarms = (): Alarm[] =>
  [...picture.value.incidents.values()].flatMap((one) => alarmOf(one, now.value) ?? []);
