// What is wrong with a device, or with what devices hang on, from when it is found until a human says what became of it.
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readAs } from '../json.ts';

/** `at_risk`: quiet for longer than usual. `silent`: nobody can count on it. `gateway_down`: none behind it can call. */
export const FaultKind = Type.Enum(['silent', 'at_risk', 'battery_low', 'tamper', 'gateway_down']);
export type FaultKind = Static<typeof FaultKind>;

/** How a human closed it. `tested`: a good press since it was mended. */
export const FaultEnd = Type.Enum(['tested', 'replaced', 'removed']);
export type FaultEnd = Static<typeof FaultEnd>;

/**
 * A fault as it stands, ms. `goodSince`: nothing is wrong now, and it is not believed yet. `over`: it was good for long enough; it waits for
 * somebody to say what was done.
 */
export const Fault = Type.Object({
  kind: FaultKind,
  since: Type.Integer(),
  goodSince: Type.Optional(Type.Integer()),
  over: Type.Optional(Type.Integer()),
});
export type Fault = Static<typeof Fault>;

/** `of`: whose it is, a device or `source/gateway`. `known`: it stood before, so that what a human has closed meanwhile does not come back. */
export type FaultChange = { of: string; kind: FaultKind } & (
  | { change: 'put'; fault: Fault; known: boolean }
  | { change: 'drop' }
);

const FaultCheck = Compile(Fault);
/** Undefined for what is none: the next round finds it again. */
export const readFault = (text: string): Fault | undefined => readAs(FaultCheck, text);
