// Who asks, as the console says it: it has looked up their session and asked whether they may. Nobody else reaches this socket: it lies in a
// folder that only this user enters.
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { callerHeader } from '../contracts/office/asked.ts';

const Check = Compile(Type.Object({ district: Type.String(), language: Type.Enum(['zh', 'en']) }));

/** @throws when the console did not say: our mistake */
export function askedBy(request: FastifyRequest): { district: string; language: 'zh' | 'en' } {
  const header = request.headers[callerHeader];
  return Check.Parse(JSON.parse(typeof header === 'string' ? header : 'null'));
}
