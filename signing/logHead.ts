// One hash for a whole log: whoever has it on paper can tell later whether a single event was changed, left out or put in.
import { chainStart, hashOf } from './chain.ts';

/**
 * The end of a chain over events in their order: SHA-256 of the hash before, a line feed, and the event as JSON with its fields in alphabetical order at every
 * depth, so that whoever reads it from another door comes to the same.
 */
export const logHead = (events: readonly unknown[]): string =>
  events.reduce<string>((before, event) => hashOf(`${before}\n${canonical(event)}`), chainStart);

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null';
  const fields = Object.entries(value).filter(([, one]) => one !== undefined);
  fields.sort(([a], [b]) => (a < b ? -1 : 1));
  return `{${fields.map(([name, one]) => `${JSON.stringify(name)}:${canonical(one)}`).join(',')}}`;
}
