// The small shapes that many schemas are made of.
import { type TProperties, type TSchema, Type } from 'typebox';

export const Instant = Type.String({ format: 'date-time', description: 'ISO 8601 with offset, server clock' });
export const Named = Type.Object({ id: Type.String(), name: Type.String() });
export const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);
/** A document of the registry, or an order: a field that nobody knows is refused. */
export const Document = <T extends TProperties>(fields: T) => Type.Object(fields, { additionalProperties: false });

/** Leaves a field out where there is no value. */
export const given = <K extends string, V>(key: K, value: V | undefined): { [P in K]?: V } =>
  (value === undefined ? {} : { [key]: value }) as { [P in K]?: V };
