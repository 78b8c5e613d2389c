// An order as it is kept beside the log of its incident: who gave it, when, and what became of it, also where it was refused and the log has nothing of it. Ids
// and codes only: its words are texts of their own, where they can be erased.
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import type { ErrorCode } from '../errors.ts';
import { EpochMsSchema } from '../ids.ts';
import { readAs } from '../json.ts';
import { byFamily, byOfficer } from './actor.ts';
import type { CommandInput } from './inputs.ts';
import type { Result } from './result.ts';

export const KeptOrder = Type.Object({
  command: Type.String(),
  by: Type.String({ description: 'officer/… or family/…' }),
  actor: Type.Optional(Type.String({ description: 'which login or token that was: two may have one name' })),
  at: EpochMsSchema,
  outcome: Type.Enum(['applied', 'refused']),
  code: Type.Optional(Type.Unsafe<ErrorCode>(Type.String())),
});
export type KeptOrder = Static<typeof KeptOrder>;
const Check = Compile(KeptOrder);

const prefix = 'order/';
/** Is this field of an incident's side record an order? It stays when a person is erased. */
export const isOrder = (field: string): boolean => field.startsWith(prefix);
/** What an order is called among those of its incident: the same id from two hands is two orders. */
export const orderIn = (field: string): string => field.slice(prefix.length);

/** A decided command as a field of the side record; nothing where it was neither applied nor refused. */
export function keptOrder(input: CommandInput, result: Result | undefined): Record<string, string> {
  if (result?.outcome !== 'applied' && result?.outcome !== 'refused') return {};
  const { by, actor, family, command } = input;
  const order: KeptOrder = {
    command: command.command,
    by: family === undefined ? byOfficer(by) : byFamily(family),
    ...(actor === undefined ? {} : { actor }),
    at: result.at,
    outcome: result.outcome,
    ...(result.outcome === 'refused' ? { code: result.code } : {}),
  };
  return { [`${prefix}${actor ?? by}/${command.id}`]: JSON.stringify(order) };
}

/** @returns undefined for one that is damaged */
export const readOrder = (text: string): KeptOrder | undefined => readAs(Check, text);
