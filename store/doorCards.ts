// What is secret of a card: made of random bits, kept as a digest, compared with what somebody at a door has read (docs/decisions/044).
import { createHash, randomBytes, randomInt } from 'node:crypto';
import { isSameCode } from '../contracts/asWritten.ts';
import { cardDigits, cardTokenBytes, checkDigitsOf } from '../contracts/office/cardNumber.ts';
import { tokenInCard } from '../contracts/office/cardToken.ts';
import type { Resident } from '../contracts/office/community.ts';
import type { DoorCard } from '../contracts/office/doorCard.ts';

const digestOf = (token: string): string => createHash('sha256').update(`card:${token}`).digest('hex');

/** @param taken numbers of the district @returns what is printed, and what is kept */
export function newDoorCard(
  taken: ReadonlySet<string>,
  at: number,
): { token: string; number: string; kept: DoorCard & { state: 'issued' } } {
  const token = randomBytes(cardTokenBytes).toString('base64url');
  let number = '';
  do {
    const digits = String(randomInt(10 ** cardDigits)).padStart(cardDigits, '0');
    number = digits + checkDigitsOf(digits);
  } while (taken.has(number));
  return { token, number, kept: { state: 'issued', number, digest: digestOf(token), at: at as DoorCard['at'] } };
}

/** Reads once what somebody has said of a card; then tells of each resident whether it is theirs: its token, its number, or a number of the community's own. */
export function cardSaid(said: string): (resident: Pick<Resident, 'card' | 'doorCard'>) => boolean {
  const token = tokenInCard(said);
  const digest = token === undefined ? undefined : digestOf(token);
  return ({ card, doorCard }) => {
    if (doorCard?.state === 'issued' && (doorCard.digest === digest || isSameCode(doorCard.number, said))) return true;
    return doorCard === undefined && card !== undefined && isSameCode(card, said);
  };
}
