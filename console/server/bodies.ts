// Bodies of tablets, phones and gateways, read from their bytes as the broker reads its messages: one odd field never costs the rest.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Read } from '../../store/leniency.ts';
import { Refused } from './refusal.ts';

/** In this scope a body comes as it was sent; schemas only describe it. */
export function takeBytes(scope: FastifyInstance): void {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  scope.setValidatorCompiler(() => () => true);
}

/** The bytes of a body; none where there was none. */
export const bytesOf = ({ body }: FastifyRequest): Buffer => (Buffer.isBuffer(body) ? body : Buffer.alloc(0));

/** @throws Refused when what it cannot do without is not readable */
export function readBody<T>(request: FastifyRequest, reader: (bytes: Buffer) => Read<T> | undefined): T {
  const read = reader(bytesOf(request));
  if (!read) throw new Refused('bad_request', 'body');
  return known(request, read);
}

/** What could be read; the rest counts as unknown, and is named in the log. */
export function known<T>(request: FastifyRequest, { value, odd }: Read<T>): T {
  if (odd.length > 0)
    request.log.warn(
      { login: request.me?.device ?? request.me?.responder, fields: odd },
      'console: fields that are not readable count as unknown',
    );
  return value;
}
