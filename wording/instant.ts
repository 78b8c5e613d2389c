/** An instant as everything on the wire is written: Beijing time with its offset. */
export const iso = (ms: number): string => `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, -1)}+08:00`;
