// In which incidents something is written about somebody: those at their homes while they lived there, and those that such a call was merged
// into. What was said from then on lies in the other one, also after a split, when only its log still names their home. Whose an
// incident is, for the copy that they are given: stays.ts.
import type { Redis } from 'ioredis';
import type { IncidentId, ShardId } from '../contracts/ids.ts';
import type { IncidentEvent } from '../contracts/incident/events.ts';
import type { Incident } from '../contracts/incident/state.ts';
import { parsed } from '../contracts/json.ts';
import { directoryKeys, shardKeys } from './keys.ts';
import { readLog } from './log.ts';
import { type Happened, happenedTo, type Stay } from './stays.ts';

/** Homes of one district are no other's, also in the shard that they share. */
export type Lived = { district: string; shard: ShardId; stays: readonly Stay[] };
/** As much of an incident as could be read. */
export type Written = { state: Partial<Incident>; events: readonly IncidentEvent[] };

/** Rather too much than too little: what was said of two homes in one incident cannot be told apart. */
export const isWrittenOf = (stays: readonly Stay[], written: Written): boolean =>
  placesOf(written).some((one) => happenedTo(stays, one));

/** Calls that name no home and were merged into this one: of whoever lives here, as far as anybody knows. */
export const homelessIn = ({ absorbed = [] }: Partial<Incident>): IncidentId[] =>
  absorbed.flatMap(({ incident, home }) => (home === undefined ? [incident] : []));

/** Every home that it was ever about, with when. */
function placesOf({ state, events }: Written): Happened[] {
  return [
    state,
    ...(state.absorbed ?? []).map(({ home }) => ({ ...state, home })),
    ...events.flatMap((event): Happened[] => {
      switch (event.type) {
        case 'opened':
        case 'place_corrected':
          return [{ home: event.home, openedAt: event.at }];
        case 'absorbed':
          return [event, ...(event.also ?? [])].map(({ home }) => ({
            home,
            openedAt: event.at,
            presses: event.presses,
          }));
        default:
          return [];
      }
    }),
  ];
}

/** By id, in Redis; the state is undefined where nobody can read it. */
export type Found = Map<IncidentId, Partial<Incident> | undefined>;

/** The incidents in Redis that something is written in about them, and any open one at their home. */
export async function findWritten(redis: Redis, { district, shard, stays }: Lived): Promise<Found> {
  const texts = new Map(Object.entries(await redis.hgetall(shardKeys(shard).states)) as [IncidentId, string][]);
  const found: Found = new Map();
  const looked = new Set<IncidentId>();
  const look = async (id: IncidentId, isTheirs: boolean): Promise<void> => {
    const text = texts.get(id);
    if (text === undefined || looked.has(id)) return; // archived by now
    looked.add(id);
    const state = stateIn(text);
    if (state === undefined) return void found.set(id, undefined);
    if ((state.district ?? district) !== district) return;
    const written = { state, events: await readLog(redis, shard, id) };
    if (!isTheirs && !isWrittenOf(stays, written) && !isOpenAt(stays, written)) return;
    found.set(id, state);
    if (happenedTo(stays, state)) for (const one of homelessIn(state)) await look(one, true);
    for (const event of written.events) if (event.type === 'merged') await look(event.into, false);
  };
  for (const [id, text] of texts) if (namesOne(text, stays)) await look(id, false);
  return found;
}

/** Whoever has moved in while it was open is not forgotten either. */
const isOpenAt = (stays: readonly Stay[], written: Written): boolean =>
  written.state.state !== 'closed' &&
  placesOf(written).some((one) => stays.some(({ home, until }) => home === one.home && until === undefined));

/**
 * What of theirs is not over: incidents, and what is stored about them and not decided yet (`open`). An open one that nobody can read counts
 * where it names such a home.
 * @returns `found`: all that is written in about them
 */
export async function openOf(
  redis: Redis,
  lived: Lived & { resident: string },
): Promise<{ open: string[]; found: Found }> {
  const { shard, stays } = lived;
  // In this order: what is decided between the two is in the states by then.
  const undecided = await readUndecided(redis, shard);
  const found = await findWritten(redis, lived);
  const due = new Set(await redis.zrange(shardKeys(shard).deadlines, '0', '-1'));
  const isOpen = (id: string, state?: Partial<Incident>): boolean =>
    state?.state === 'open' || (state?.state !== 'closed' && due.has(id));
  const open: string[] = [...found].flatMap(([id, state]) => (isOpen(id, state) ? [id] : []));
  if (undecided.length === 0) return { open, found };
  const devices = await devicesOf(redis, lived);
  const names = [...devices, ...found.keys(), ...stays.map(({ home }) => home)].map((name) => JSON.stringify(name));
  const coming = undecided.flatMap(([id, text]) => (names.some((name) => text.includes(name)) ? [id] : []));
  return { open: [...open, ...coming], found };
}

async function readUndecided(redis: Redis, shard: ShardId): Promise<[string, string][]> {
  const { intake, sequence } = shardKeys(shard);
  const cursor = (await redis.hget(sequence, 'cursor')) ?? '0-0';
  return (await redis.xrange(intake, `(${cursor}`, '+')).map(([id, fields]) => [id, fields[1] ?? '']);
}

/** Buttons in their homes, and those that they carry. */
async function devicesOf(redis: Redis, { district, stays, resident }: Lived & { resident: string }): Promise<string[]> {
  const names = [...stays.map(({ home }) => home), resident].map((name) => JSON.stringify(name));
  const documents = Object.entries(await redis.hgetall(directoryKeys.documents(district)));
  return documents.flatMap(([field, text]) =>
    field.startsWith('devices/') && names.some((name) => text.includes(name)) ? [field.slice('devices/'.length)] : [],
  );
}

const namesOne = (text: string, stays: readonly Stay[]): boolean =>
  stays.some(({ home }) => text.includes(JSON.stringify(home)));

/** As much of a state as is asked here; undefined for one that nobody can read. */
function stateIn(text: string): Partial<Incident> | undefined {
  const value = parsed(text);
  return typeof value === 'object' && value !== null ? value : undefined;
}
