// The protocols that devices speak to us over TCP, each on a port of its own.
import type { TcpAdapter } from './adapter.ts';
import { jt808 } from './jt808.ts';
import { watch } from './watch.ts';

/** By family. */
export const wires: Readonly<Record<string, TcpAdapter>> = Object.fromEntries(
  [watch, jt808].map((adapter) => [adapter.family, adapter]),
);
