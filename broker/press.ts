// From the bytes on a press topic to an input. There is no third way out: what cannot be read is still a press, for
// somebody may be lying on the floor beside a button with a broken memory.
import { Compile } from 'typebox/compile';
import { ulid } from 'ulid';
import { SenderId } from '../contracts/ids.ts';
import type { PressInput, UnreadablePressInput } from '../contracts/inputs.ts';
import { Press, PressKind } from '../contracts/messages.ts';

/** So much of an unreadable body is kept: enough to see what the device meant. */
export const bodyKeptBytes = 2_048;

const PressCheck = Compile(Press);
const KindCheck = Compile(PressKind);
const IdCheck = Compile(SenderId);

/** The input that a payload on a device's press topic asks for. Never fails; a missing id is made here. */
export function readPress(
  payload: Buffer,
  from: { device: string; district: string },
): PressInput | UnreadablePressInput {
  const value = parse(payload);
  if (!('json' in value)) return unreadable(payload, from, value.why, ulid());
  if (!PressCheck.Check(value.json)) return unreadable(payload, from, whyNoPress(value.json), idIn(value.json));
  const { id, kind, at, battery, location } = value.json;
  return {
    v: 1,
    kind: 'press',
    ...from,
    id: id ?? ulid(),
    press: kind,
    ...(at === undefined ? {} : { deviceTime: at }),
    ...(battery === undefined ? {} : { battery }),
    ...(location === undefined ? {} : { location }),
  };
}

function parse(payload: Buffer): { json: unknown } | { why: string } {
  if (payload.length === 0) return { why: 'empty' };
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true }).decode(payload);
  } catch {
    return { why: 'not_utf8' };
  }
  try {
    return { json: JSON.parse(text) };
  } catch {
    return { why: 'not_json' };
  }
}

function whyNoPress(json: unknown): string {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return 'not_an_object';
  return 'kind' in json && KindCheck.Check(json.kind) ? 'wrong_fields' : 'unknown_kind';
}

function idIn(json: unknown): string {
  const claimed = typeof json === 'object' && json !== null && 'id' in json ? json.id : undefined;
  return IdCheck.Check(claimed) ? claimed : ulid();
}

function unreadable(
  payload: Buffer,
  from: { device: string; district: string },
  why: string,
  id: string,
): UnreadablePressInput {
  const body = payload.subarray(0, bodyKeptBytes).toString('base64');
  return { v: 1, kind: 'unreadable_press', ...from, id, body, why };
}
