// One closed incident as a line of an archive file: JSON Lines, UTF-8, one file a month. An open format, so that the years can
// be read by any program without us. Events and state are as they were stored; a later version reads them through upcasters.
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { IncidentIdSchema } from '../../contracts/ids.ts';
import { IncidentEvent, upcast } from '../../contracts/incident/events.ts';
import { Incident } from '../../contracts/incident/state.ts';

/** `side`: texts and positions that the events refer to by id; erasing them leaves the rest readable. `hops`: store/hops.ts. */
export const ArchiveRecord = Type.Object({
  v: Type.Literal(1),
  id: IncidentIdSchema,
  district: Type.String(),
  closedAt: Type.Integer(),
  state: Incident,
  events: Type.Array(IncidentEvent),
  side: Type.Record(Type.String(), Type.Unknown()),
  hops: Type.Record(Type.String(), Type.Number()),
});
export type ArchiveRecord = Static<typeof ArchiveRecord>;
const RecordCheck = Compile(ArchiveRecord);

/** What the store holds of an incident, as JSON texts. */
export type Stored = {
  state: string;
  events: readonly string[];
  side: Readonly<Record<string, string>>;
  hops: Readonly<Record<string, string>>;
};

/** What an index needs of a line. It stands first in each line, so that the rest need not be parsed for it. */
export type Head = { id: string; district: string; closedAt: number };
const headPattern = /^\{"v":1,"id":"([^"\\]+)","district":("(?:[^"\\]|\\.)*"),"closedAt":(\d+),/;
/** A head is no longer than this: ids are bounded. */
export const headAtMostBytes = 512;

/**
 * The line of an incident, without its newline.
 * @returns undefined when what is stored is damaged or not closed: it stays where it is
 */
export function lineOf({ state, events, side, hops }: Stored): (Head & { line: string }) | undefined {
  try {
    const { id, district, closed } = JSON.parse(state) as Incident;
    const object = (entries: Readonly<Record<string, string>>): string =>
      `{${Object.entries(entries)
        .map(([key, text]) => `${JSON.stringify(key)}:${text}`)
        .join(',')}}`;
    const head = `{"v":1,"id":${JSON.stringify(id)},"district":${JSON.stringify(district)},"closedAt":${closed?.at}`;
    const line = `${head},"state":${state},"events":[${events.join(',')}],"side":${object(side)},"hops":${object(hops)}}`;
    const value: unknown = JSON.parse(line);
    if (line.includes('\n') || !RecordCheck.Check(value)) return undefined;
    return { id, district, closedAt: value.closedAt, line };
  } catch {
    return undefined; // the caller says so
  }
}

/** @returns undefined for a line that was cut off by a crash; the incident was still in the store then and has a later line */
export function readHead(line: string): Head | undefined {
  const [, id, district, closedAt] = headPattern.exec(line) ?? [];
  if (id === undefined || district === undefined) return undefined;
  try {
    return { id, district: JSON.parse(district) as string, closedAt: Number(closedAt) };
  } catch {
    return undefined; // damaged within the name
  }
}

/** Reads a whole line. Throws on one that is not ours. */
export function readLine(line: string): ArchiveRecord {
  const record = RecordCheck.Parse(JSON.parse(line));
  return { ...record, events: record.events.map(upcast) };
}
