// The small shapes that many schemas are made of.
import { type TProperties, type TSchema, Type } from 'typebox';

export const Instant = Type.String({ format: 'date-time', description: 'ISO 8601 with offset, server clock' });
export const Named = Type.Object({ id: Type.String(), name: Type.String() });
export const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);
/** A document of the registry, or an order: a field that nobody knows is refused. */
export const Document = <T extends TProperties>(fields: T) => Type.Object(fields, { additionalProperties: false });

/** Fields that may have no value, without those that have none: an absent field is not one that is undefined. */
export function defined<T extends object>(fields: T): Defined<T> {
  const kept: Partial<T> = {};
  for (const key in fields) if (fields[key] !== undefined) kept[key] = fields[key];
  return kept as Defined<T>;
}
type MayLack<T> = { [K in keyof T]-?: undefined extends T[K] ? K : never }[keyof T];
type Defined<T> = Omit<T, MayLack<T>> & { [K in MayLack<T>]?: Exclude<T[K], undefined> };
