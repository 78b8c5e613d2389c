// What was decided, as it is written: the texts of one commit.
import type { EpochMs } from '../contracts/ids.ts';
import type { Result } from '../contracts/incident/result.ts';
import type { Incident } from '../contracts/incident/state.ts';
import { defined } from '../contracts/shapes.ts';
import type { Decision, InboxChange } from '../store/commit.ts';
import type { FeedEntry } from '../store/feed.ts';
import { isGroupBox } from '../store/inbox.ts';
import { type Told, toldAs } from './buttons.ts';
import type { Decided } from './domain/incident/decide.ts';
import { deadline } from './domain/incident/pending.ts';

/** A decision with all that follows from it. `after`: the incident, if anything has happened to it. */
export type Outcome = {
  before: Incident | undefined;
  after: Incident | undefined;
  due: EpochMs | undefined;
  decided: Decided;
  /** the intake entry; undefined where a deadline had passed */
  entry: string | undefined;
  /** under what its result is remembered */
  key: string | undefined;
  inboxes: readonly InboxChange[];
  told: readonly Told[];
  /** the command as it is kept beside the log, whatever became of it */
  order: Readonly<Record<string, string>>;
};

export function written({ before, after, due, decided, entry, key, inboxes, told, order }: Outcome): Decision {
  const { events, result, side, followUps } = decided;
  const input = key !== undefined && result !== undefined ? { key, result: JSON.stringify(result) } : undefined;
  const refusedFor = before && Object.keys(order).length > 0 ? unchanged(before, order) : undefined;
  const recipients = new Set(inboxes.map(({ recipient }) => recipient));
  return {
    entry,
    input,
    incident: after
      ? {
          ...incidentAs(after, due),
          lastSeq: before?.seq ?? 0,
          events: events.map((event) => JSON.stringify(event)),
          numbered: before === undefined ? { district: after.district, number: after.number } : undefined,
          side: { ...side, ...order },
        }
      : refusedFor,
    followUps: followUps.map((one) => JSON.stringify(one)),
    inboxes: [...inboxes],
    deviceStates: told.map(toldAs),
    feed: feedOf({
      events,
      ...defined({ incident: (after ?? refusedFor)?.id }),
      inboxes: [...recipients].filter((recipient) => !isGroupBox(recipient)),
      devices: told.map(({ device }) => device),
      ...defined({ input }),
    }),
  };
}

/** Writes a state that was made again from its log as it is. */
export const rewritten = (incident: Incident): Decision => ({
  ...nothing,
  entry: undefined,
  incident: unchanged(incident, {}),
  feed: feedOf({ incident: incident.id, events: [], inboxes: [], devices: [] }),
});

/** Decided already: the recorded result stands, and who asks again hears it again. */
export const repeated = (entry: string, key: string, earlier: Result): Decision => ({
  ...nothing,
  entry,
  feed: feedOf({ events: [], inboxes: [], devices: [], input: { key, result: JSON.stringify(earlier) } }),
});

const nothing = { input: undefined, incident: undefined, followUps: [], inboxes: [], deviceStates: [] };

/** As it stands, with something beside its log. */
const unchanged = (incident: Incident, side: Readonly<Record<string, string>>): NonNullable<Decision['incident']> => ({
  ...incidentAs(incident, deadline(incident)),
  lastSeq: incident.seq,
  events: [],
  numbered: undefined,
  side,
});

const incidentAs = (incident: Incident, due: EpochMs | undefined) => ({
  id: incident.id,
  state: JSON.stringify(incident),
  deadline: due,
  closedAt: incident.closed?.at,
});

const feedOf = (entry: FeedEntry): string => JSON.stringify(entry);
