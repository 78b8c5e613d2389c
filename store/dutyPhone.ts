// Who has the duty phone, and to whom it is being handed: it is theirs once they have said yes. No decision rests on it.
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readAs } from '../contracts/json.ts';
import { PhoneEnd } from '../contracts/office/dutyPhone.ts';
import { directoryKeys } from './keys.ts';
import { swapField } from './swapField.ts';

/** Ids of responders, epoch ms; `by` as whoever wrote it down is named. */
const Move = Type.Object({
  id: Type.String(),
  from: Type.Optional(Type.String()),
  to: Type.String(),
  by: Type.String(),
  at: Type.Integer(),
  end: Type.Optional(PhoneEnd),
  endAt: Type.Optional(Type.Integer()),
});
export type Move = Static<typeof Move>;
export const KeptPhone = Type.Object({
  holder: Type.Optional(Type.Object({ id: Type.String(), since: Type.Integer() })),
  offer: Type.Optional(Move),
  moves: Type.Array(Move),
});
export type KeptPhone = Static<typeof KeptPhone>;
const Check = Compile(KeptPhone);

/** A shift, and the way to it: an offer that nobody has answered by then is over. */
export const phoneAnsweredWithinMs = 12 * 3_600_000;
const movesAtMost = 50;
const field = 'duty';

/** What is kept, with an offer that has grown too old among what is over. `text`: as it lies there. */
export async function readDutyPhone(
  redis: Redis,
  district: string,
  now: number,
): Promise<{ phone: KeptPhone; text: string | null }> {
  const text = await redis.hget(directoryKeys.dutyPhone(district), field);
  const phone = readAs(Check, text) ?? { moves: [] };
  const { offer } = phone;
  const isOver = offer !== undefined && now >= offer.at + phoneAnsweredWithinMs;
  return { phone: isOver ? ended(phone, 'expired', offer.at + phoneAnsweredWithinMs) : phone, text };
}

/** The offer is over; whoever took it has it. */
export function ended({ offer, ...phone }: KeptPhone, end: PhoneEnd, at: number): KeptPhone {
  if (!offer) return phone;
  const moves = [{ ...offer, end, endAt: at }, ...phone.moves].slice(0, movesAtMost);
  return { ...phone, moves, ...(end === 'taken' && { holder: { id: offer.to, since: at } }) };
}

/** @param was as it was read @returns false when somebody else has changed it since */
export async function keepDutyPhone(
  redis: Redis,
  district: string,
  { was, is }: { was: string | null; is: KeptPhone },
): Promise<boolean> {
  const key = directoryKeys.dutyPhone(district);
  const text = JSON.stringify(is);
  if (was === null) return (await redis.hsetnx(key, field, text)) === 1;
  return (await swapField(redis, key, { field, was, is: text })) === 1;
}
