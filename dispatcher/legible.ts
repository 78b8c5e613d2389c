// What can still be read from stored bytes that no schema takes: half an input, a state of another version. Enough to say who
// pressed, where they live, and whom it concerns.
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { RegistryId, SenderId } from '../contracts/ids.ts';
import type { UnreadablePressInput } from '../contracts/incident/inputs.ts';
import { parsed } from '../contracts/json.ts';

/** So much of an undecidable body is kept, as the door keeps of one that it cannot read (store/readPress.ts). */
export const bodyKeptBytes = 2_048;
/** So much of what was set aside lies in the side record: more than any door lets in. */
const rawKeptBytes = 16_384;

const ObjectCheck = Compile(Type.Record(Type.String(), Type.Unknown()));
const DistrictCheck = Compile(RegistryId);
const WordCheck = Compile(SenderId);
/** An officer goes by their name. */
const NameCheck = Compile(Type.String({ minLength: 1, maxLength: 64 }));

/** What our own bytes name: ids of the registry, the sender's id, words of ours. */
export type Legible = Partial<
  Record<'kind' | 'district' | 'device' | 'home' | 'id' | 'incident' | 'responder' | 'by', string>
>;

/** Reads the names in a stored text, also in one that breaks off in the middle. Never throws. */
export function legible(text: string): Legible {
  const value = parsed(text); // it may break off: its beginning names somebody all the same
  const top = ObjectCheck.Check(value) ? value : {};
  const nameOf = (field: keyof Legible): Legible => {
    const written = top[field] ?? new RegExp(`"${field}"\\s*:\\s*"([^"\\\\]{1,64})"`).exec(text)?.[1];
    const isOurs = field === 'by' ? NameCheck.Check(written) : WordCheck.Check(written);
    return isOurs ? { [field]: written } : {};
  };
  const { district, ...named } = {
    ...nameOf('kind'),
    ...nameOf('district'),
    ...nameOf('device'),
    ...nameOf('home'),
    ...nameOf('id'),
    ...nameOf('incident'),
    ...nameOf('responder'),
    ...nameOf('by'),
  };
  return DistrictCheck.Check(district) ? { ...named, district } : named;
}

/** Kinds of input that name a device or a home and are no press. A kind that we do not know may be one. */
const noPress: ReadonlySet<string | undefined> = new Set([
  'canary',
  'reply',
  'command',
  'raise',
  'duty',
  'check_in',
  'follow_up',
  'damaged_incident',
]);

/** Do these bytes name a device that may have been pressed? */
export function isPress(text: string): boolean {
  const { device, kind } = legible(text);
  return device !== undefined && !noPress.has(kind);
}

/**
 * The press that these bytes are, as far as they name a device: like one that the door could not read.
 * @returns undefined when they name none, or are no press
 */
export function asUnreadablePress(
  text: string,
  { entry, why, district }: { entry: string; why: string; district: string },
): UnreadablePressInput | undefined {
  const names = legible(text);
  if (names.device === undefined || noPress.has(names.kind)) return undefined;
  const body = Buffer.from(text).subarray(0, bodyKeptBytes).toString('base64');
  const { device, id = entry } = names;
  return { v: 1, kind: 'unreadable_press', district: names.district ?? district, device, id, body, why };
}

/** Side records of what was set aside: its bytes, and who sent it about what. */
export function asideOf(text: string): Record<string, string> {
  const { kind, device, home, responder, by, incident } = legible(text);
  const raw = Buffer.from(text).subarray(0, rawKeptBytes).toString('base64');
  const told = { raw, device, home, by: kind === 'reply' ? responder : by, incident };
  return Object.fromEntries(
    Object.entries(told).flatMap(([name, said]) =>
      said === undefined ? [] : [[name, JSON.stringify({ text: said })]],
    ),
  );
}
