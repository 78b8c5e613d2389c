// Who acts from a phone.
import type { FastifyRequest } from 'fastify';
import type { Registry } from '../../../store/registry.ts';
import { Refused } from '../refusal.ts';
import { whoAsksHere } from '../session/doors.ts';

/**
 * @throws Refused unless whoever asks is somebody who can be sent; and, where a phone says whose action it sends, is that one: it may
 * have waited there while somebody else signed in
 */
export function asResponder(parts: { registry: Registry }, request: FastifyRequest) {
  const { me, held, district } = whoAsksHere(parts, request);
  if (me.responder === undefined) throw new Refused('responder_needed');
  const of = request.headers['x-yjt-as'];
  if (of !== undefined && of !== `${me.district}/${me.responder}`) throw new Refused('not_signed_in');
  return { me, held, responder: me.responder, district };
}
