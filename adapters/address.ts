// How a device is named where its address is not said plainly.
import type { Identity } from '../contracts/device/reading.ts';
import { addressForm } from '../contracts/office/address.ts';

/** By a friendly name, until a `name` reading says whose it is. */
export const byName = (name: string): Identity => `name:${name}`;

/** The address at the end of a name that the vendor gave (`shellyplusi4-a8032ab636ec`); undefined where there is none. */
export function addressIn(name: string): Identity | undefined {
  const [, address] = /-([0-9a-f]{12})$/i.exec(name) ?? [];
  return address === undefined ? undefined : addressForm(address);
}
