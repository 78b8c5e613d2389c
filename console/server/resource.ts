// What each resource is added to: a server that knows its requests by the schema of their route; and how a route says what it is.
import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifySchema,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Right } from '../../contracts/session/rights.ts';

export type App = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** A route that gives and takes of somebody bound to an area only what lies within (docs/decisions/041); any other refuses them. */
export const narrowed = <R extends { config: { right: Right } }>(asks: R) => ({
  ...asks,
  config: { ...asks.config, narrows: true },
});

/**
 * What a route says of itself.
 * @param right what whoever comes must be allowed
 * @param summary its line in the description of the interface
 */
export const route = <S extends FastifySchema>(right: Right, summary: string, schema: S) => ({
  config: { right },
  schema: { summary, ...schema },
});
