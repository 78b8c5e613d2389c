// From the bytes on a press topic, or from a tablet, to an input. There is no third way out: what cannot be read is still a press, for
// somebody may be lying on the floor beside a button with a broken memory. The kind alone decides: any other field that cannot
// be read counts as unknown.
import { Compile } from 'typebox/compile';
import { SenderId } from '../contracts/ids.ts';
import type { PressInput, UnreadablePressInput } from '../contracts/incident/inputs.ts';
import { Press } from '../contracts/incident/messages.ts';
import { defined } from '../contracts/shapes.ts';
import { PressKind } from '../contracts/terms.ts';
import { lenientReader, parseLeniently, type Read } from './leniency.ts';

/** So much of an unreadable body is kept: enough to see what the device meant. */
export const bodyKeptBytes = 2_048;

/** Never without a value: that is what an unreadable press is for. */
export type ReadPress = Read<PressInput | UnreadablePressInput>;

const readFields = lenientReader(Press);
const KindCheck = Compile(PressKind);
const IdCheck = Compile(SenderId);

/** What is believed only if the message came whole: half a message that says "test" may have been anything. */
const quiet: ReadonlySet<PressKind> = new Set(['test', 'checkin', 'cancel']);

/**
 * The input that a payload on a device's press topic asks for. Never fails.
 * @param makeId for a message that has none
 */
export function readPress(
  payload: Buffer,
  from: { device: string; district: string },
  makeId: () => string,
): ReadPress {
  const parsed = parseLeniently(payload);
  if (!parsed) return unreadable(payload, from, payload.length === 0 ? 'empty' : 'not_json', makeId());
  const { json, how } = parsed;
  if (typeof json !== 'object' || json === null || Array.isArray(json))
    return unreadable(payload, from, 'not_an_object', makeId());
  const said = { ...json, ...spelt(json) };
  const read = readFields(said);
  if (!read) return unreadable(payload, from, 'unknown_kind', idIn(said) ?? makeId());
  const { id, kind, at, battery, location } = read.value;
  if (how === 'cut' && quiet.has(kind)) return unreadable(payload, from, 'cut_off', idIn(said) ?? makeId());
  return {
    value: {
      v: 1,
      kind: 'press',
      ...from,
      id: id ?? makeId(),
      ...(id === undefined ? { idMade: true as const } : {}),
      press: kind,
      ...defined({ deviceTime: at, battery, location }),
    },
    odd: how === 'exact' ? read.odd : [...read.odd, 'json'],
  };
}

/** A kind in capitals is that kind; a counter is an id. */
function spelt(json: object): { kind?: string; id?: string } {
  const kind =
    'kind' in json && typeof json.kind === 'string'
      ? json.kind
          .replaceAll(/\p{Cc}/gu, '')
          .trim()
          .toLowerCase()
      : undefined;
  const id = 'id' in json && Number.isSafeInteger(json.id) ? String(json.id) : undefined;
  return { ...(KindCheck.Check(kind) ? { kind } : {}), ...defined({ id }) };
}

const idIn = ({ id }: { id?: unknown }): string | undefined => (IdCheck.Check(id) ? id : undefined);

function unreadable(payload: Buffer, from: { device: string; district: string }, why: string, id: string): ReadPress {
  const body = payload.subarray(0, bodyKeptBytes).toString('base64');
  return { value: { v: 1, kind: 'unreadable_press', ...from, id, body, why }, odd: [] };
}
