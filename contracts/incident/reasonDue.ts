/** An incident that nobody acknowledged for so long needs a written reason (docs/decisions/040). */
export const reasonDueSeconds = 180;
