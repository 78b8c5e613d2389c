// What stands on a resident's card: a number that finds its own slips, and a random token in an address (docs/decisions/044). Nothing of
// either says whose card it is. Without schemas: pages read it too.
import { plainText } from '../asWritten.ts';

/** Random digits of a number; two check digits follow. */
export const cardDigits = 8;
/** Of a token, as it stands in an address: 128 bits. */
export const cardTokenBytes = 16;

/**
 * The two check digits of ISO/IEC 7064 MOD 97-10: with them the whole number leaves 1 when divided by 97.
 * @param digits decimal digits, at most 13, so that the sum stays exact
 */
export const checkDigitsOf = (digits: string): string => String(98 - (Number(`${digits}00`) % 97)).padStart(2, '0');

/** Ten digits, the last two of which fit the others. Blanks and hyphens between do not matter. */
export function isCardNumber(text: string): boolean {
  const digits = plainNumber(text);
  return new RegExp(`^[0-9]{${cardDigits + 2}}$`).test(digits) && Number(digits) % 97 === 1;
}

/** As it is compared: digits alone, in the usual width. */
export const plainNumber = (text: string): string => plainText(text).replaceAll(/\p{Pd}/gu, '');

/** As it is printed: `0412 3456 78`. */
export const printedNumber = (number: string): string => number.replace(/^(.{4})(.{4})/, '$1 $2 ');

/** Does it look like ten digits in which one was mistaken? Numbers that a community has made itself may be of any form. */
export const looksMistyped = (text: string): boolean => /^[0-9]{10}$/.test(plainNumber(text)) && !isCardNumber(text);
