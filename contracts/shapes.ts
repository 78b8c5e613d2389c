// The small shapes that many schemas are made of.
import { type TSchema, Type } from 'typebox';

export const Instant = Type.String({ format: 'date-time', description: 'ISO 8601 with offset, server clock' });
export const Named = Type.Object({ id: Type.String(), name: Type.String() });
export const optional = <T extends TSchema>(schema: T) => Type.Optional(schema);
