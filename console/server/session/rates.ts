// What one person may send over HTTP (store/personRates.ts): too fast waits, far too fast is refused with 429 and a time to come back.
import type { FastifyReply } from 'fastify';
import type { ErrorCode } from '../../../contracts/errors.ts';
import type { Me } from '../../../contracts/session/session.ts';
import { noteKey, type PersonRates } from '../../../store/personRates.ts';
import { Refused } from '../refusal.ts';

/** Two sessions of one person are one person. */
export const personOf = ({ role, account, responder, device, contact, name }: Me): string =>
  `${role}/${account ?? responder ?? device ?? contact ?? name}`;

/** @throws Refused when very many of theirs wait already */
export async function awaitTurn({ actions }: PersonRates, me: Me): Promise<void> {
  const turn = actions.take(personOf(me));
  if (!turn) throw new Refused('too_fast');
  await turn.come;
}

/** @throws Refused when this person has written too much about this incident; the answer says when to come back */
export function admitNote({ notes }: PersonRates, me: Me, incident: string, reply: FastifyReply): void {
  admit(notes.takeNow(noteKey(personOf(me), incident)), 'too_many_notes', reply);
}

/** @throws Refused when this contact has said too often that the resident is away, or home; the answer says when to come back */
export function admitAway({ aways }: PersonRates, me: Me, reply: FastifyReply): void {
  admit(aways.takeNow(personOf(me)), 'too_fast', reply);
}

function admit(waitMs: number, otherwise: ErrorCode, reply: FastifyReply): void {
  if (waitMs === 0) return;
  reply.header('retry-after', Math.ceil(waitMs / 1000));
  throw new Refused(otherwise);
}
