// How a vendor makes its signature, found by trying the usual ways over messages that it sent: nobody needs to read its manual for it.
import type { FoundProof } from '../contracts/device/sourceTrial.ts';
import type { MappedCheck } from '../contracts/office/mapping.ts';
import { textOf } from './besides.ts';
import { fieldsOf } from './fields.ts';
import { isProved } from './mappedCheck.ts';
import { fieldAt, type Request } from './requestField.ts';
import { longestSignature } from './vendorSignature.ts';

type Hashed = Exclude<MappedCheck, { by: 'none' | 'token' }>;

/** So many values of a message are tried as parts of what is signed, and so many messages must agree. */
const partsAtMost = 7;
const agreeAtMost = 10;
const longestPart = 80;

/** By how long the signature is, in hex and in base64 without its end. */
const byLength: Readonly<Record<number, readonly [Hashed['by'][], Hashed['encoding']]>> = {
  32: [['md5'], 'hex'],
  40: [['sha1', 'hmac-sha1'], 'hex'],
  64: [['sha256', 'hmac-sha256'], 'hex'],
  22: [['md5'], 'base64'],
  27: [['sha1', 'hmac-sha1'], 'base64'],
  43: [['sha256', 'hmac-sha256'], 'base64'],
};

/**
 * @param at where the signature stands
 * @returns the first way that fits all of them that have one; undefined: none of the usual ways
 */
export function findProof(requests: readonly Request[], at: string): FoundProof | undefined {
  const signed = requests.flatMap((request) => {
    const said = textOf(fieldAt(at, request))?.replace(/^(?:md5|sha1|sha256)=/i, '');
    return said === undefined ? [] : [{ request, said }];
  });
  const [first, ...others] = signed.slice(0, agreeAtMost);
  if (!first || first.request.secret === undefined || first.said.length > longestSignature) return undefined;
  const fits = (check: MappedCheck): boolean => [first, ...others].every(({ request }) => isProved(check, request));
  if (fits({ by: 'token', at })) return { by: 'token', over: '', encoding: 'hex' };
  const [algorithms, encoding] = byLength[first.said.replace(/=+$/, '').length] ?? [[], 'hex' as const];
  for (const by of algorithms)
    for (const over of templates(first.request, at, by.startsWith('hmac-')))
      if (fits({ by, over, encoding, at })) return { by, over, encoding };
  return undefined;
}

/** What might be hashed. Of a mere hash the secret is a part; of an HMAC it is the key. */
function* templates(request: Request, at: string, keyed: boolean): Generator<string> {
  const parts = partsIn(request, at);
  for (const whole of ['{raw}', '{pairs}']) yield* keyed ? [whole] : withSecret(whole);
  for (const part of parts)
    for (const joint of joints)
      for (const text of [`${part}${joint}{raw}`, `{raw}${joint}${part}`])
        yield* keyed ? [text] : [`${text}${joint}{secret}`, `{secret}${joint}${text}`];
  const all = keyed ? parts : ['{secret}', ...parts];
  for (const chosen of arranged(all, keyed ? 3 : 4)) {
    if (!keyed && !chosen.includes('{secret}')) continue;
    for (const joint of joints) yield chosen.join(joint);
  }
  for (const chosen of chosenFrom(all, 4))
    if (keyed || chosen.includes('{secret}')) yield `{sorted:${chosen.map((one) => one.slice(1, -1)).join(',')}}`;
  for (const part of parts) for (const time of ['{unix/10}', '{unix}']) yield `${part}{secret}${time}`;
}

const joints = ['', '&', ':', '.', '|', ',', '\n'];
const withSecret = (whole: string): string[] => [
  `${whole}{secret}`,
  `{secret}${whole}`,
  `{secret}${whole}{secret}`,
  `${whole}&key={secret}`,
  `${whole}&secret={secret}`,
  `${whole}&{secret}`,
];

/** What a vendor signs besides: short values, those first that are called like a time, a number that is used once or an id. */
function partsIn({ message }: Request, at: string): string[] {
  const short = fieldsOf(message).flatMap(({ path, value, depth }) => {
    const said = textOf(value);
    const named = depth > 3 || said === undefined || said.length > longestPart || /[{},]/.test(path);
    return named || path === at || path === at.replace(/^body\./, '') ? [] : [pathOf(path)];
  });
  const called = (path: string): number =>
    /time|ts$|stamp|nonce|rand|salt|once/i.test(path) ? 0 : /id$|key|sn$|imei|app/i.test(path) ? 1 : 2;
  return short
    .sort((a, b) => called(a) - called(b))
    .slice(0, partsAtMost)
    .map((path) => `{${path}}`);
}
const pathOf = (path: string): string => (/^(?:query|header|path)\b/.test(path) ? path : `body.${path}`);

/** Every order of one to `most` of them. */
function* arranged(all: readonly string[], most: number): Generator<string[]> {
  for (const one of all) {
    yield [one];
    if (most > 1)
      for (const rest of arranged(
        all.filter((other) => other !== one),
        most - 1,
      ))
        yield [one, ...rest];
  }
}

/** Every choice of two to `most` of them, in their order. */
function* chosenFrom(all: readonly string[], most: number, begun: readonly string[] = []): Generator<string[]> {
  if (begun.length >= 2) yield [...begun];
  if (begun.length >= most) return;
  for (const [i, one] of all.entries()) yield* chosenFrom(all.slice(i + 1), most, [...begun, one]);
}
