// How a vendor proves by a mapping who it is: a token, or a hash over a text that the mapping puts together.

import type { MappedCheck } from '../contracts/office/mapping.ts';
import { textOf, timeOf } from './besides.ts';
import { asJson, objectOf } from './bodies.ts';
import { fieldAt, type Request } from './requestField.ts';
import { sameSignature, sameText, signed, sortedTogether } from './vendorSignature.ts';

/**
 * Whether the request is the vendor's. A check without a secret here to check with proves nothing, so it refuses: an installation that means
 * to go by the path alone says `none`.
 */
export function isProved(check: MappedCheck | undefined, request: Request): boolean {
  if (check === undefined || check.by === 'none') return true;
  if (request.secret === undefined) return false;
  const said = textOf(fieldAt(check.at, request))?.replace(/^(?:md5|sha1|sha256)=/i, ''); // `sha256=…`
  if (check.by === 'token') return said !== undefined && sameText(said.replace(/^Bearer\s+/i, ''), request.secret);
  if (said === undefined || !isFresh(check, request)) return false;
  const { by, over, encoding } = check;
  // its clock and ours may stand on two sides of a full second or ten
  const steps = over.includes('{unix') ? [0, -1, 1] : [0];
  return steps
    .map((step) =>
      sameSignature(said, signed(by, filled(over, request, check.at, step), encoding, request.secret), encoding),
    )
    .includes(true);
}

function isFresh(check: Exclude<MappedCheck, { by: 'none' | 'token' }>, request: Request): boolean {
  if (check.time === undefined || check.withinSeconds === undefined) return true;
  const at = timeOf(fieldAt(check.time, request));
  return at !== undefined && Math.abs(request.now - at) <= check.withinSeconds * 1000;
}

function filled(template: string, request: Request, signatureAt: string, step: number): string {
  const seconds = Math.floor(request.now / 1000);
  return template.replaceAll(/\{([^{}]+)\}/g, (_, name: string) => {
    if (name === 'secret') return request.secret ?? '';
    if (name === 'unix') return String(seconds + step);
    if (name === 'unixMs') return String(request.now + step * 1000);
    if (name === 'unix/10') return String(Math.floor(seconds / 10) + step);
    if (name === 'raw') return request.raw;
    if (name === 'pairs') return pairs(request, signatureAt);
    if (name.startsWith('sorted:'))
      return sortedTogether(
        name
          .slice(7)
          .split(',')
          .map((one) =>
            one.trim() === 'secret' ? (request.secret ?? '') : (textOf(fieldAt(one.trim(), request)) ?? ''),
          ),
      );
    return textOf(fieldAt(name, request)) ?? '';
  });
}

/** `a=1&b=2`: the fields of the body or the query in their order by name, what is signed and what is empty left out. */
function pairs({ body, message }: Request, signatureAt: string): string {
  const fields = objectOf(body) ?? message.query;
  const signature = signatureAt.slice(signatureAt.lastIndexOf('.') + 1);
  return Object.keys(fields)
    .filter((name) => name !== signature)
    .sort()
    .flatMap((name) => {
      const value = fields[name];
      const text = typeof value === 'object' && value !== null ? asJson(value) : textOf(value);
      return text === undefined ? [] : [`${name}=${text}`];
    })
    .join('&');
}
