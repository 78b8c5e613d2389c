// Whose a telephone number is. Numbers lie sealed in the store and in no table of the books; they are open here, so here they are compared: the office is told
// ids alone (docs/decisions/040).
import type { DistrictRegistry } from '../../../store/district.ts';

/** The shortest that is a whole number: a telephone of a town. Shorter ones are numbers of incidents. */
const digitsAtLeast = 7;
const china = '86';
/** The country, a town, and its seven digits. */
const withCountryAtLeast = 12;

/** Residents who have a number that stands in what was typed, themselves or by a contact; whole numbers only. */
export function residentsCalled(q: string, district: DistrictRegistry): string[] {
  const wanted = new Set(numbersIn(q.normalize('NFKC')));
  if (wanted.size === 0) return [];
  const has = (phone: string | undefined): boolean => phone !== undefined && wanted.has(plain(phone));
  return district.bundle.residents
    .filter(({ phone, contacts }) => has(phone) || contacts.some((one) => has(one.phone)))
    .map(({ id }) => id);
}

/** Words of a search may be numbers by themselves, or be one together: 138 0000 0000. */
const numbersIn = (q: string): string[] =>
  [...q.split(/[\s，,]+/u), q]
    .filter((one) => /^[+\d\s()-]+$/.test(one))
    .flatMap((one) => {
      const digits = plain(one);
      return digits.length >= digitsAtLeast ? [digits] : [];
    });

/** Digits alone, without the country and the nought of the town: however it is dialled, it is one number. */
function plain(phone: string): string {
  const digits = phone.normalize('NFKC').replace(/\D/g, '').replace(/^00/, '');
  const here = digits.startsWith(china) && digits.length >= withCountryAtLeast ? digits.slice(china.length) : digits;
  return here.replace(/^0/, '');
}
