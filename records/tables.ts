// What is kept, table by table. Instants are epoch milliseconds; ids are those of the life line. No table has a resident's name, and none but `erased` their id.
import type { Kysely } from 'kysely';

/** One row an incident. `received_at`: when its press was stored. `accepted_at`, `on_scene_at`: of somebody who comes to the door. */
export type IncidentTable = {
  id: string;
  district: string;
  number: number;
  /** number of its last event: a row of an older state is told by it */
  seq: number;
  state: 'open' | 'closed' | 'merged';
  call: string;
  priority: number;
  received_at: number;
  opened_at: number;
  acknowledged_at: number | null;
  accepted_at: number | null;
  on_scene_at: number | null;
  closed_at: number | null;
  disposition: string | null;
  home: string | null;
  device: string | null;
  merged_into: string | null;
  presses: number;
  /** the text that says why nobody acknowledged it in time */
  reason: string | null;
};

export type PressTable = {
  incident: string;
  press: string;
  /** counts from 0 in the order in which they came */
  n: number;
  device: string;
  kind: string;
  received_at: number;
  times: number;
};

/** `answer`: what became of being asked; `silent`: it timed out. `asked`: how often they were. */
export type LegTable = {
  incident: string;
  leg: string;
  track: string;
  tier: number;
  responder: string;
  need: string | null;
  purpose: string | null;
  by_hand: number;
  comes: number;
  asked: number;
  offered_at: number;
  received_at: number | null;
  accepted_at: number | null;
  en_route_at: number | null;
  on_scene_at: number | null;
  done_at: number | null;
  declined_at: number | null;
  ended_at: number | null;
  answer: 'accepted' | 'declined' | 'silent' | 'stood_down' | 'waiting';
};

/** What an event said lies in the log; here is that it was, and by whom. */
export type EventTable = { incident: string; seq: number; at: number; type: string; by: string; leg: string | null };

export type HopTable = { incident: string; hop: string; at: number };

/** Free text of an incident; it goes when it goes from the life line. */
export type TextTable = { incident: string; text_id: string; text: string };

/** Pairs of characters that stand in an incident's texts (incident/grams.ts). */
export type GramTable = { gram: string; incident: string };

/** Where homes lie now. */
export type PlaceTable = { district: string; home: string; courtyard: string; grid: string };

/** Alarms of the system as they were raised and cleared; `entry` of the record that they were read from. */
export type AlarmTable = {
  entry: string;
  at: number;
  change: 'raised' | 'cleared';
  code: string;
  subject: string;
  since: number;
};

/** Up to where something was read. */
export type CursorTable = { name: string; value: string };

/** Who was erased, as far as the books know: what is new here sends them through all texts. */
export type ErasedTable = { district: string; resident: string; at: number };

export type Tables = {
  incidents: IncidentTable;
  presses: PressTable;
  legs: LegTable;
  events: EventTable;
  hops: HopTable;
  texts: TextTable;
  grams: GramTable;
  places: PlaceTable;
  alarms: AlarmTable;
  cursors: CursorTable;
  erased: ErasedTable;
};

export type Db = Kysely<Tables>;

/** What is made from logs and archive of the life line, and can be made again; the record of alarms reaches back further than the store's. */
export const projection = [
  'incidents',
  'presses',
  'legs',
  'events',
  'hops',
  'texts',
  'grams',
  'places',
  'erased',
] as const satisfies readonly (keyof Tables)[];
