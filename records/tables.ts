// What is kept, table by table. Instants are epoch milliseconds; ids are those of the life line. No table has a resident's name, and none but `erased` and `shown` their id.
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
  /** 1: such a text was written, even where it has been erased since */
  reasoned: number;
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

/** What somebody ordered, and what became of it. `order_id`: of whom and under which id, once in an incident. `code`: why it was refused. */
export type CommandTable = {
  incident: string;
  order_id: string;
  at: number;
  command: string;
  by: string;
  actor: string | null;
  outcome: 'applied' | 'refused';
  code: string | null;
};

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

/**
 * Somebody was shown residents: an entry of the audit (`entry`: records/session/readings.ts placeOfEntry). `at`: when it was shown. `actor`: a login, or the id of a
 * token or responder. What was said in words lies aside of the entry alone, where it can be erased.
 */
export type ReadingTable = {
  district: string;
  entry: string;
  at: number;
  actor: string;
  role: string;
  what: string;
  purpose: string | null;
  reason: string | null;
  incident: string | null;
};

/** Whom a reading showed, by id; `*`: everybody. */
export type ShownTable = { district: string; resident: string; at: number; entry: string };

/** What an actor was called last. Staff, not residents; it goes with the last that they did. */
export type ReaderTable = { district: string; actor: string; name: string };

/** Somebody's duty was switched, by themselves or by another. `change`: null where only the words said it, and they are erased. */
export type DutyChangeTable = {
  district: string;
  entry: string;
  at: number;
  responder: string;
  change: 'on' | 'off' | null;
  actor: string;
  role: string;
};

/** A key of a home went out or came back. Which one, who and why lies aside of the entry alone. */
export type KeyMoveTable = {
  district: string;
  entry: string;
  at: number;
  home: string;
  change: 'out' | 'in';
  actor: string;
  role: string;
};

/** When a device's button was last tried, by a test or a check-in: the latest alone. */
export type DeviceTestTable = { district: string; device: string; at: number };

/** Somebody listened to how an incident was handled. `verdict`: a code; what they wrote lies aside of the entry alone. */
export type ReviewTable = {
  district: string;
  entry: string;
  at: number;
  incident: string;
  verdict: string;
  actor: string;
  role: string;
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
  commands: CommandTable;
  texts: TextTable;
  grams: GramTable;
  places: PlaceTable;
  alarms: AlarmTable;
  readings: ReadingTable;
  shown: ShownTable;
  readers: ReaderTable;
  duty_changes: DutyChangeTable;
  key_moves: KeyMoveTable;
  device_tests: DeviceTestTable;
  reviews: ReviewTable;
  cursors: CursorTable;
  erased: ErasedTable;
};

export type Db = Kysely<Tables>;

/**
 * What is made from logs and archive of the life line, and can be made again; the record of alarms reaches back further than the store's, and so does when a button was tried.
 * What was read of the audit stays as well: its files are the operator's to remove.
 */
export const projection = [
  'incidents',
  'presses',
  'legs',
  'events',
  'hops',
  'commands',
  'texts',
  'grams',
  'places',
  'erased',
] as const satisfies readonly (keyof Tables)[];
