// Who asks, as the console says it: it has looked up their session and asked whether they may. Nobody else reaches this socket: it lies in a
// folder that only this user enters.
import type { FastifyReply, FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { callerHeader, shownHeader } from '../contracts/office/asked.ts';
import { type RightsArea as Area, RightsArea } from '../contracts/session/area.ts';
import { everybody } from '../contracts/session/audit.ts';
import type { DistrictRegistry } from '../store/district.ts';
import { districtWithin } from '../store/districtWithin.ts';
import type { Registry } from '../store/registry.ts';

const Check = Compile(
  Type.Object({
    district: Type.String(),
    language: Type.Enum(['zh', 'en']),
    area: Type.Optional(RightsArea),
    called: Type.Optional(Type.Array(Type.String())),
  }),
);

/** @throws when the console did not say: our mistake */
export function askedBy(request: FastifyRequest): {
  district: string;
  language: 'zh' | 'en';
  area?: Area;
  called?: string[];
} {
  const header = request.headers[callerHeader];
  return Check.Parse(JSON.parse(typeof header === 'string' ? header : 'null'));
}

/** The district that they ask about as far as their rights reach, and the language of files. @throws when it is not there any more */
export function whoseDistrict(
  { registry }: { registry: Registry },
  request: FastifyRequest,
): { district: DistrictRegistry; language: 'zh' | 'en'; called: readonly string[] } {
  const { district: id, language, area, called = [] } = askedBy(request);
  const whole = registry.district(id);
  if (!whole) throw new Error(`no district ${id}`);
  return { district: area === undefined ? whole : districtWithin(whole, area), language, called };
}

/** A header has room for so much; beyond, everybody counts as shown. */
const shownLetters = 8_000;

/** Says which residents the answer shows, for the console to write down. */
export function tellShown(reply: FastifyReply, residents: readonly string[]): void {
  const named = residents.join(',');
  reply.header(shownHeader, named.length > shownLetters ? everybody : named);
}
