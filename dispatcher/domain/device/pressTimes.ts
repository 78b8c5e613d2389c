// How two messages of a device are told apart, and how far its own time is believed.

/** A device that sends no ids: the same body within this long is one message that came twice. */
export const sameBodyWithinMs = 2_000;
/** A device's own time further back than this marks the press late (facts/devices.md, rule 11). */
export const lateAfterMs = 60_000;
