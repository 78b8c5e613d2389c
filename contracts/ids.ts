// Ids and instants: what they look like and how the sortable ones are made. A brand is given only where data enters.
import { Type } from 'typebox';

/** Milliseconds since 1970 on the server's clock (Redis's TIME, see DESIGN "Time"). */
export type EpochMs = number & { readonly brand: 'EpochMs' };
/** Marks a number as an instant, at the border where it enters. */
export const at = (milliseconds: number): EpochMs => milliseconds as EpochMs;
/** An instant in a stored document. */
export const EpochMsSchema = Type.Unsafe<EpochMs>(Type.Integer({ minimum: 0, description: 'epoch milliseconds' }));

/** `s00` … `s15`: the unit of ordering. */
export type ShardId = string & { readonly brand: 'ShardId' };
/** A district lives in one shard; the number of shards is fixed for the life of an installation. */
export const shardCount = 16;
/** All shards, in order. */
export const shards: readonly ShardId[] = Array.from(
  { length: shardCount },
  (_, i) => `s${String(i).padStart(2, '0')}` as ShardId,
);

/** `{press's intake time}-{sequence}-{shard}` in Crockford base 32: sorts by time, names its shard, and is the same when an input is decided again after a crash. */
export type IncidentId = string & { readonly brand: 'IncidentId' };
const incidentPattern = '^[0-9A-HJKMNP-TV-Z]{10}-[0-9a-z]{1,10}-s(0[0-9]|1[0-5])$';
/** Schema of an incident id as it arrives from outside. */
export const IncidentIdSchema = Type.Unsafe<IncidentId>(Type.String({ pattern: incidentPattern, maxLength: 40 }));

const crockford = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
/** The incident that an intake entry opens. `entry` is the Redis stream id `ms-sequence`. */
export function incidentIdOf(entry: string, shard: ShardId): IncidentId {
  const [milliseconds = '0', sequence = '0'] = entry.split('-');
  return `${timeIn(Number(milliseconds))}-${Number(sequence).toString(36)}-${shard}` as IncidentId;
}
/** What the ids of incidents of an instant begin with: those of before sort before it. @param milliseconds of the press's intake */
export function timeIn(milliseconds: number): string {
  let rest = Math.max(0, Math.floor(milliseconds));
  let time = '';
  for (let i = 0; i < 10; i++) {
    time = (crockford[rest % 32] ?? '0') + time;
    rest = Math.floor(rest / 32);
  }
  return time;
}
/** The shard that an incident id names; undefined when the text is no incident id. */
export function shardOfIncident(id: string): ShardId | undefined {
  return new RegExp(incidentPattern).test(id) ? (id.slice(-3) as ShardId) : undefined;
}

/** An id chosen by a sender: bounded, printable, safe in a topic and a key. */
export const SenderId = Type.String({ minLength: 1, maxLength: 64, pattern: '^[A-Za-z0-9._:-]+$' });
/** A registry id: lower case, safe as an MQTT user name and topic level. */
export const RegistryId = Type.String({ minLength: 1, maxLength: 64, pattern: '^[a-z0-9][a-z0-9-]{0,63}$' });
