/** Too many wait already. */
export class Busy extends Error {}
