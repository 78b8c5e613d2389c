// How long the night desk can be handed away at once. Plain, for the page counts with it too; the schema is in api.ts.

/** A desk that nobody takes back is the hall's again after this. */
export const longestNightDeskMs = 16 * 3_600_000;
