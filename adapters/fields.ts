// Where each value of a request lies, for a page on which a mapping is made by pointing.
import type { Field } from '../contracts/device/sourceTrial.ts';
import type { HttpMessage } from './adapter.ts';
import { deepest, opened, readBody } from './bodies.ts';

const mostFields = 500;
/** More of a value is not shown. */
const longestShown = 300;

/**
 * The values of a request with their paths, in the order in which they stand, each behind what holds it: the body, the query, the address after
 * the secret, the headers; at most 500.
 */
export function fieldsOf({ body, query, path, headers }: HttpMessage): Field[] {
  const found: Field[] = [];
  const read = readBody(body);
  if (read !== undefined) visit(found, read, { path: '', key: 'body', depth: 0 });
  const parts = path.split('/').filter((part) => part !== '');
  for (const [name, held] of Object.entries({ query, path: { ...parts }, header: headers }))
    if (Object.keys(held).length > 0) visit(found, held, { path: name, key: name, depth: 0 });
  return found;
}

type At = { path: string; key: string; depth: number };

function visit(found: Field[], value: unknown, at: At): void {
  const here = opened(value);
  if (found.length >= mostFields || at.depth > deepest) return;
  if (typeof here === 'object' && here !== null) {
    found.push({ ...at, ...(Array.isArray(here) ? { list: true as const } : {}) });
    for (const [key, inner] of Object.entries(here))
      visit(found, inner, { path: at.path === '' ? key : `${at.path}.${key}`, key, depth: at.depth + 1 });
  } else if (typeof here === 'string') found.push({ ...at, path: at.path || '.', value: here.slice(0, longestShown) });
  else if (typeof here === 'number' || typeof here === 'boolean' || here === null)
    found.push({ ...at, path: at.path || '.', value: here });
}
