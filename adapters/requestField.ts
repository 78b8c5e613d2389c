// A value of a request, by the paths that a mapping has.
import type { HttpMessage } from './adapter.ts';
import { type openedOnce, valueAt } from './bodies.ts';

/** What came, with the body and each text within it read once, and what is known of the vendor. `now`: epoch ms. */
export type Request = {
  message: HttpMessage;
  body: unknown;
  raw: string;
  secret: string | undefined;
  now: number;
  open: ReturnType<typeof openedOnce>;
};

/** `query.x`, `header.x`, `path` (the address after the secret), `path.0`, `path.last`, `body.x`; anything else in the body. */
export function fieldAt(path: string, { message, body, open }: Request): unknown {
  const dot = path.indexOf('.');
  const [place, rest] = dot < 0 ? [path, ''] : [path.slice(0, dot), path.slice(dot + 1)];
  if (place === 'path') {
    const parts = message.path.split('/').filter((part) => part !== '');
    return rest === '' ? parts.join('/') : rest === 'last' ? parts.at(-1) : parts[Number(rest)];
  }
  if (rest !== '' && place === 'query') return valueAt(message.query, rest, open);
  if (rest !== '' && place === 'header') return valueAt(message.headers, rest.toLowerCase(), open);
  const inBody = place === 'body' && rest !== '' ? valueAt(body, rest, open) : undefined;
  return inBody ?? valueAt(body, path, open);
}
