// How people write one thing in two ways: full-width figures from an input method, a dot in a name or none, blanks, brackets around
// an area code. What is looked for, and what proves that somebody stands inside a door, is compared without them.

/** Of a text what is compared: in the usual width, small letters, without blanks, dots and apostrophes. */
export const plainText = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll('ü', 'v') // as input methods write it
    .replaceAll(/[\s\p{Cf}'’.·•‧∙⋅・。]/gu, '');

/** Do two codes say the same, as they are read off a card or a sign and typed on a phone? */
export const isSameCode = (one: string, other: string): boolean => plainCode(one) === plainCode(other);

const plainCode = (code: string): string => plainText(code).replaceAll(/\p{Pd}/gu, '');

/** Fewer digits are no telephone number; the longest one of the world has fifteen. */
const [digitsAtLeast, digitsAtMost] = [3, 15];

/** A telephone number in our one form: digits in groups, with one blank or hyphen between; undefined when it is none, or two. */
export function phoneForm(text: string): string | undefined {
  const plain = text
    .normalize('NFKC')
    .replaceAll(/\p{Pd}|−/gu, '-')
    .replace(/^(\s*\+[^(]*)\(0\)/, '$1 ') // +86 (0)28: not dialled from abroad
    .replaceAll(/[\s().·•・]+/g, ' ')
    .replaceAll(/ *- *-*/g, '-')
    .replaceAll(/^[ -]+|[ -]+$/g, '')
    .replace(/^\+ /, '+');
  const digits = plain.replaceAll(/[^0-9]/g, '').length;
  return /^\+?[0-9][0-9 -]*$/.test(plain) && digits >= digitsAtLeast && digits <= digitsAtMost ? plain : undefined;
}

/** A document with its telephone numbers in our form; what is none stays, for the schema to refuse. */
export function withPlainPhones(document: unknown): unknown {
  const one = withPlainPhone(document);
  return isObject(one) && Array.isArray(one.contacts) ? { ...one, contacts: one.contacts.map(withPlainPhone) } : one;
}

const withPlainPhone = (one: unknown): unknown =>
  isObject(one) && typeof one.phone === 'string' ? { ...one, phone: phoneForm(one.phone) ?? one.phone } : one;

/** The same of a whole district. */
export function withPlainPhonesIn(bundle: unknown): unknown {
  if (!isObject(bundle)) return bundle;
  const plain = (documents: unknown): unknown =>
    Array.isArray(documents) ? documents.map(withPlainPhones) : documents;
  const { residents, responders, gateHouses } = bundle;
  return {
    ...bundle,
    ...(residents === undefined ? {} : { residents: plain(residents) }),
    ...(responders === undefined ? {} : { responders: plain(responders) }),
    ...(gateHouses === undefined ? {} : { gateHouses: plain(gateHouses) }),
  };
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
