// What every database takes as text.

/** Halves of characters and noughts are no text: PostgreSQL refuses them, and two halves are one and the same to SQLite. */
export const writable = (text: string): string => text.replace(/\p{Surrogate}/gu, '\ufffd').replaceAll('\0', '');
