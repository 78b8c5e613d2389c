// A right value for a schema of our API's description: what a well-behaved sender would say, before it is made strange.
import { type Chance, pick } from '../chance.ts';

export type Schema = {
  type?: string;
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema | Schema[];
  minItems?: number;
  minimum?: number;
  maximum?: number;
  pattern?: string;
};
type Known = Readonly<Record<string, readonly string[]>>;

/** @param name of the field, which says what kind of id is meant */
export function rightValue(random: Chance, schema: Schema, known: Known, name = ''): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return pick(random, schema.enum);
  if (schema.anyOf) return rightValue(random, pick(random, schema.anyOf), known, name);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((one) => rightValue(random, one, known, name)));
  switch (schema.type) {
    case 'object':
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([field]) => schema.required?.includes(field) || random(2) === 0)
          .map(([field, part]) => [field, rightValue(random, part, known, field)]),
      );
    case 'array': {
      const { items = {}, minItems = 0 } = schema;
      if (Array.isArray(items)) return items.map((one) => rightValue(random, one, known, name));
      return Array.from({ length: Math.max(minItems, random(3)) }, () => rightValue(random, items, known, name));
    }
    case 'number':
    case 'integer': {
      const { minimum = 0, maximum = minimum + 100 } = schema;
      return minimum + random(Math.max(1, Math.min(2 ** 31, Math.floor(maximum - minimum) + 1)));
    }
    case 'boolean':
      return random(2) === 0;
    default:
      return rightText(random, known, name);
  }
}

/** An id that exists where the field's name means one, else words. */
export function rightText(random: Chance, known: Known, name: string): string {
  const ids = known[name === 'into' ? 'incident' : name];
  if (ids && ids.length > 0 && random(8) > 0) return pick(random, ids);
  if (/^(at|until|from|before|after|since)$/i.test(name))
    return new Date(1_793_000_000_000 + random(1e9)).toISOString();
  return pick(random, ['x', `i${random(1_000_000)}`, '王协管员', 'abc-1', '12345678']);
}
