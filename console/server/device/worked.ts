// What the books say of devices: when each last worked, and which seem to press by themselves.
import type { FastifyRequest } from 'fastify';
import { Compile } from 'typebox/compile';
import { DevicesWorked } from '../../../contracts/device/upkeep.ts';
import { askOffice, type OfficeSocket } from '../office/askOffice.ts';
import type { RegistryParts } from '../parts.ts';
import { Refused } from '../refusal.ts';

const WorkedCheck = Compile(DevicesWorked);

/** By id. `at`: ms. `suspects`: how many of its calls were a false alarm. */
export type Worked = { at: ReadonlyMap<string, number>; suspects: ReadonlyMap<string, number> };

/** Undefined while the books are away: the rest is told all the same. */
export async function workedIn(
  parts: RegistryParts & OfficeSocket,
  request: FastifyRequest,
): Promise<Worked | undefined> {
  try {
    const { body } = await askOffice(parts, request, '/devices/worked');
    const { worked, suspects = {} } = WorkedCheck.Parse(JSON.parse(body.toString('utf8')));
    return { at: new Map(Object.entries(worked)), suspects: new Map(Object.entries(suspects)) };
  } catch (error) {
    if (error instanceof Refused) return undefined; // the lists that need them are absent then, and the page says so
    throw error;
  }
}
