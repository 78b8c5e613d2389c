// Outside numbers that a human calls. `asks` of a message names the one that its reader is asked to call. Plain, for the phone's
// page is small; the schema is in terms.ts.
export const asksKnown = ['call_120', 'call_119', 'call_110'] as const;
export type Asks = (typeof asksKnown)[number];

/** The call that serves a need (terms.ts NeedKind): for a silent health centre the ambulance. */
export const asksFor = (need: string): Asks => asksKnown.find((one) => one === need) ?? 'call_120';

/** `call_119` → `119`. */
export const numberOf = (asks: Asks): string => asks.slice('call_'.length);
