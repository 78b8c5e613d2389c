// Apart from positions: pages need this figure and no schema.

/** A longer way is told to nobody as a time: whoever says three hours within a district is not where we think. Seconds. */
export const tellableSeconds = 2 * 3600;
