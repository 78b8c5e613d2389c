// One subscriber that does not read stalls everybody and in the end the process (facts: 2,077 of 73,180 delivered, then a
// stack overflow). Cure: no shared queue between clients, and who does not drain in time is dropped.

/** A client that takes nothing for this long is dropped. */
export const drainTimeoutMs = 3_000;
/** Options of aedes that keep a frozen client from holding up the others. */
export const againstFrozen = { concurrency: 0, drainTimeout: drainTimeoutMs } as const;
