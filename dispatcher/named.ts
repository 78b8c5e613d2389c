// Commands and follow-ups may name an incident that is over; nothing else needs the store before a decision.
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { type ShardId, shardOfIncident } from '../contracts/ids.ts';
import type { Incident } from '../contracts/incident/state.ts';
import { parsed } from '../contracts/json.ts';
import type { IntakeEntry } from '../store/intake.ts';
import { readSoundStates } from '../store/log.ts';
import { replay } from './domain/incident/evolve.ts';

/** The incidents of this shard that these entries name and that are not open, by their ids. */
export async function readNamed(
  redis: Redis,
  shard: ShardId,
  entries: readonly IntakeEntry[],
  isOpen: (incident: string) => boolean,
): Promise<Map<string, Incident>> {
  const ids = entries.flatMap(({ text }) => {
    const named = namedBy(text);
    return named !== undefined && !isOpen(named) && shardOfIncident(named) === shard ? [named] : [];
  });
  if (ids.length === 0) return new Map();
  const found = await readSoundStates(redis, shard, [...new Set(ids)], { replay });
  return new Map(found.map((incident) => [incident.id, incident]));
}

const NamingInput = Compile(
  Type.Object({ kind: Type.Enum(['command', 'follow_up']), incident: Type.String({ maxLength: 64 }) }),
);

/** The incident that a stored command or follow-up names; undefined for every other input, the hot path. */
function namedBy(text: string): string | undefined {
  if (!text.includes('"kind":"command"') && !text.includes('"kind":"follow_up"')) return undefined;
  const value = parsed(text);
  return NamingInput.Check(value) ? value.incident : undefined; // damaged: set aside when it is decided
}
