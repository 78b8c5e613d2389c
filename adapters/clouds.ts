// The clouds that post to us, by the name that stands in the address (`/in/{vendor}/…`).
import type { HttpAdapter } from './adapter.ts';
import { aiqiangua } from './aiqiangua.ts';
import { ctwing } from './ctwing.ts';
import { iotda } from './iotda.ts';
import { oneNet } from './oneNet.ts';
import { oneNetOld } from './oneNetOld.ts';
import { tencentIot } from './tencentIot.ts';

/** By vendor. What is not here is read by a mapping (mapped.ts). */
export const clouds: Readonly<Record<string, HttpAdapter>> = Object.fromEntries(
  [ctwing, oneNet, oneNetOld, iotda, tencentIot, aiqiangua].map((adapter) => [adapter.family, adapter]),
);
