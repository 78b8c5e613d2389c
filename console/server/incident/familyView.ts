// What a contact sees of a resident: how a call stands in five words, how it ended as far as a page may say it, whether the button is
// alive. Pure. What is not said here is not sent (docs/decisions/037).
import type { ButtonView, FamilyCall, FamilyOutcome, FamilyStep } from '../../../contracts/incident/family.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import { iso } from '../../../contracts/iso.ts';
import type { Resident } from '../../../contracts/office/community.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { Disposition } from '../../../contracts/terms.ts';
import { type DeviceFacts, isAlive, isLow, type Limits } from '../../../dispatcher/domain/device/judge.ts';
import { type Told, told } from '../../../dispatcher/domain/incident/pending.ts';
import type { DistrictRegistry } from '../../../store/district.ts';

/** How a call has ended is shown for so long. */
export const endedShownMs = 24 * 3_600_000;

/** Is this a call at the resident's home, and not of what somebody else there carries? One that was merged is told by the other. */
export function isOf(resident: Resident, incident: Incident, district: DistrictRegistry): boolean {
  if (incident.mergedInto !== undefined) return false;
  const { home } = resident;
  if (incident.home !== home && !incident.absorbed?.some((one) => one.home === home)) return false;
  const carriers = incident.presses.map(({ device }) => district.devices.get(device)?.resident);
  return carriers.length === 0 || carriers.some((one) => one === undefined || one === resident.id);
}

/** The one that is open; else the last one of a day. */
export function callOf(incidents: readonly Incident[], now: number): FamilyCall | undefined {
  const latest = (some: readonly Incident[]): Incident | undefined =>
    some.toSorted((a, b) => b.receivedAt - a.receivedAt)[0];
  const open = latest(incidents.filter(({ state }) => state === 'open'));
  const one = open ?? latest(incidents.filter(({ closed }) => closed !== undefined && now - closed.at < endedShownMs));
  if (one === undefined) return undefined;
  const { id, receivedAt, closed } = one;
  return {
    id,
    since: iso(receivedAt),
    step: steps[told(one).state],
    ...(closed && { outcome: outcomes[closed.disposition], endedAt: iso(closed.at) }),
  };
}

const steps: Readonly<Record<Told['state'], FamilyStep>> = {
  received: 'received',
  coming: 'coming',
  arrived: 'there',
  left: 'left',
  closed: 'ended',
};

/** An illness and a death are for a human to say. */
const outcomes: Readonly<Record<Disposition, FamilyOutcome>> = {
  helped: 'helped',
  false_alarm: 'by_mistake',
  test: 'by_mistake',
  drill: 'by_mistake',
  device_fault: 'device',
  no_one_home: 'nobody_home',
  taken_to_hospital: 'ask',
  duplicate: 'ask',
  died: 'ask',
  other: 'ask',
};

/** A button, and from when on it is given up. */
export type WatchedButton = { facts: DeviceFacts; limits: Limits };

export function buttonView(devices: readonly WatchedButton[], now: number): ButtonView {
  const [last] = devices.toSorted(
    ({ facts: a }, { facts: b }) => Number(b.connected) - Number(a.connected) || (b.heardAt ?? 0) - (a.heardAt ?? 0),
  );
  if (last === undefined) return { state: 'none' };
  const { heardAt, battery } = last.facts;
  return {
    state: isAlive(last.facts, last.limits, now) ? 'alive' : 'silent',
    ...defined({
      heardAt: heardAt === undefined ? undefined : iso(heardAt),
      battery: battery === undefined ? undefined : Math.round(battery),
    }),
    ...(isLow(last.facts, last.limits) ? { batteryLow: true as const } : {}),
  };
}
