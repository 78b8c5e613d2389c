// The way of one canary press through the whole path, and whether it came back.
import { type Static, Type } from 'typebox';
import { EpochMsSchema } from '../ids.ts';

/**
 * Epoch ms, each by the clock of whoever did it: the auditor pressed, the broker heard it, the store's clock when it was
 * stored, the dispatcher decided, the broker sent the answer, the auditor had it. `why`: what was missing when it did not
 * come back; then the later hops are absent.
 */
export const CanaryTrace = Type.Object({
  district: Type.String(),
  id: Type.String(),
  pressedAt: EpochMsSchema,
  heardAt: Type.Optional(EpochMsSchema),
  storedAt: Type.Optional(EpochMsSchema),
  decidedAt: Type.Optional(EpochMsSchema),
  sentAt: Type.Optional(EpochMsSchema),
  backAt: Type.Optional(EpochMsSchema),
  why: Type.Optional(Type.Enum(['not_connected', 'not_acknowledged', 'not_answered'])),
});
export type CanaryTrace = Static<typeof CanaryTrace>;

/** The stretches that are measured, from one instant to the next. */
export const canaryHops = [
  ['received', 'pressedAt', 'heardAt'],
  ['stored', 'heardAt', 'storedAt'],
  ['decided', 'storedAt', 'decidedAt'],
  ['sent', 'decidedAt', 'sentAt'],
  ['receipt', 'sentAt', 'backAt'],
] as const satisfies readonly (readonly [string, keyof CanaryTrace, keyof CanaryTrace])[];
