// The resident's own contacts are told what the resident has agreed to, when the policy says so for this kind of call. The
// machine asks for it; the officer's telephone, or a gateway, tells them.
import type { Moment } from '../../../contracts/terms.ts';
import type { World } from '../world.ts';
import { type Draft, record } from './draft.ts';
import { startOf } from './plan.ts';

/** Records whom to tell at this step. Nobody is listed twice for the same one. */
export function tellContacts(draft: Draft, moment: Moment, world: World): void {
  const { incident } = draft;
  if (!startOf(incident, incident.home, world, draft.now).tells.includes(moment)) return;
  listContacts(draft, moment, world, (agreed) => agreed.includes(moment));
}

/**
 * Contacts are needed, whatever the policy says of this kind of call: nobody opens, the person is far away, or in hospital. Only
 * those who are told something at all.
 */
export function needContacts(draft: Draft, why: string, world: World): void {
  listContacts(draft, why, world, (agreed) => agreed.length > 0);
}

function listContacts(draft: Draft, moment: string, world: World, may: (agreed: readonly Moment[]) => boolean): void {
  const { incident } = draft;
  const homes = [incident, ...(incident.absorbed ?? [])].flatMap(({ home }) => (home === undefined ? [] : [home]));
  for (const { resident, contact, agreed } of [...new Set(homes)].flatMap((home) => world.contacts(home))) {
    if (!may(agreed)) continue;
    const due = incident.contactsDue?.find((one) => one.resident === resident && one.contact === contact);
    if (due?.moment !== moment) record(draft, { type: 'contact_due', by: 'policy', resident, contact, moment });
  }
}
