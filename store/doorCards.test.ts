import { expect, it } from 'vitest';
import { at } from '../contracts/ids.ts';
import { isCardNumber, printedNumber } from '../contracts/office/cardNumber.ts';
import { isCardToken } from '../contracts/office/cardToken.ts';
import { cardSaid, newDoorCard } from './doorCards.ts';

const { token, number, kept } = newDoorCard(new Set(), 1);

it('a new card has a number that checks itself, a token of 128 bits, and is kept without the token', () => {
  expect([isCardNumber(number), isCardToken(token)]).toEqual([true, true]);
  expect(JSON.stringify(kept)).not.toContain(token);
  expect(newDoorCard(new Set(), 1).token).not.toBe(token);
});

it.each([
  ['its token', token, true],
  ['its address', `https://yjt.example/c/${token}`, true],
  ['its number', number, true],
  ['its number as it is printed', printedNumber(number), true],
  ['its number in full width', number.replaceAll(/[0-9]/g, (one) => String.fromCharCode(0xff10 + Number(one))), true],
  ['its digest, which lies in the store', kept.digest, false],
  ['its token without the last character', token.slice(0, -1), false],
  ['nothing', '', false],
])('is known by %s: %s is %s', (_, said, is) => expect(cardSaid(said)({ doorCard: kept })).toBe(is));

it('is nobody’s once it has ended, nor while there is none', () => {
  const ended = { state: 'ended', at: at(1), because: 'lost' } as const;
  for (const said of [token, number]) {
    expect(cardSaid(said)({ doorCard: ended })).toBe(false);
    expect(cardSaid(said)({})).toBe(false);
  }
});

it('a number of the community’s own is known beside it', () =>
  expect(cardSaid('ab1234')({ card: 'AB-1234' })).toBe(true));
