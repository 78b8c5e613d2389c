// The resident's own contacts are told what the resident has agreed to, when the policy says so for this kind of call. The
// machine asks for it; the officer's telephone, or a gateway, tells them.
import type { Moment } from '../../contracts/policy.ts';
import { type Draft, record } from './draft.ts';
import { startOf } from './plan.ts';
import type { World } from './world.ts';

/** Records whom to tell at this step. Nobody is listed twice for the same one. */
export function tellContacts(draft: Draft, moment: Moment, world: World): void {
  const { incident } = draft;
  if (incident.home === undefined || !startOf(incident.call, world, draft.now).tells.includes(moment)) return;
  for (const { resident, contact, agreed } of world.contacts(incident.home)) {
    if (!agreed.includes(moment)) continue;
    const due = incident.contactsDue?.find((one) => one.resident === resident && one.contact === contact);
    if (due?.moment !== moment) record(draft, { type: 'contact_due', by: 'policy', resident, contact, moment });
  }
}
