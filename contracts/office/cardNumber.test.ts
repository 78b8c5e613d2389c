import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigitsOf, isCardNumber, looksMistyped, printedNumber } from './cardNumber.ts';
import { tokenInCard } from './cardToken.ts';

const numbers = fc.stringMatching(/^[0-9]{8}$/).map((digits) => digits + checkDigitsOf(digits));

describe('the number of a card', () => {
  it('has the check digits that the standard gives for its own example', () => {
    expect(checkDigitsOf('794')).toBe('44'); // ISO/IEC 7064, MOD 97-10
  });

  it('is known as it is printed, and in full width', () => {
    fc.assert(
      fc.property(numbers, (number) => {
        expect(isCardNumber(number)).toBe(true);
        expect(isCardNumber(printedNumber(number))).toBe(true);
        expect(isCardNumber(number.replaceAll(/[0-9]/g, (digit) => String.fromCharCode(0xff10 + Number(digit))))).toBe(
          true,
        );
      }),
    );
  });

  it('finds each single digit that was mistaken', () => {
    fc.assert(
      fc.property(numbers, fc.nat(9), fc.integer({ min: 1, max: 9 }), (number, at, by) => {
        const other = String((Number(number[at]) + by) % 10);
        const wrong = number.slice(0, at) + other + number.slice(at + 1);
        expect(isCardNumber(wrong)).toBe(false);
        expect(looksMistyped(wrong)).toBe(true);
      }),
    );
  });

  it('finds two neighbours that changed places', () => {
    fc.assert(
      fc.property(numbers, fc.nat(8), (number, at) => {
        const [one = '', two = ''] = number.slice(at, at + 2);
        fc.pre(one !== two);
        expect(isCardNumber(number.slice(0, at) + two + one + number.slice(at + 2))).toBe(false);
      }),
    );
  });

  it('of a community’s own making is no slip', () => {
    for (const own of ['AB-1234', '0412', '041234567890']) expect(looksMistyped(own)).toBe(false);
  });
});

describe('the address on a card', () => {
  const token = 'AAECAwQFBgcICQoLDA0ODw';
  it.each([
    [`https://yjt.example/c/${token}`, token],
    [` https://old.example:8443/c/${token}\n`, token],
    [token, token],
    [`https://yjt.example/c/${token}x`, undefined],
    ['https://yjt.example/c/', undefined],
    ['https://evil.example/?q=1', undefined],
    ['0412345678', undefined],
    ['', undefined],
  ])('of %s is %s', (text, is) => expect(tokenInCard(text)).toBe(is));
});
