// Only a human closes, knowing what the resident last said; and opens again what was closed too soon.
import { at } from '../../../contracts/ids.ts';
import { defined } from '../../../contracts/shapes.ts';
import { needContacts, tellContacts } from './contacts.ts';
import { aside, type Draft, record } from './draft.ts';
import { goes, isSent } from './leg.ts';
import { needNamed } from './needs.ts';
import { type Given, type Order, type Refusal, reviewIn } from './order.ts';
import { startOf } from './plan.ts';
import { standDown } from './standDown.ts';

/** Dispositions that say nobody needed help: somebody must have spoken with the person, stood before them, or say why. */
const withoutHelp: ReadonlySet<string> = new Set(['false_alarm', 'test', 'drill', 'device_fault']);
/** Nothing follows these. */
const withoutAftercare: ReadonlySet<string> = new Set([
  'false_alarm',
  'test',
  'drill',
  'device_fault',
  'duplicate',
  'died',
  'no_one_home',
]);
/** After a P1 somebody sees the person within a day; after a hospital, within a week, or when they are home again. */
const visitWithinMs = 24 * 3_600_000;
const homecomingWithinMs = 7 * 24 * 3_600_000;

/** Only a human closes. */
export function close(draft: Draft, { disposition, text }: Order<'close'>, { world, by }: Given): Refusal | undefined {
  const { incident } = draft;
  if (disposition === 'other' && text === undefined) return { code: 'close_needs_words' };
  const word = needNamed(incident, 'word');
  const seen = incident.legs.some((leg) => goes(leg) && (leg.arrivedSeq ?? 0) > lastPress(draft));
  const hasPerson = incident.call !== 'device_fault' && incident.call !== 'unreadable_input';
  if (withoutHelp.has(disposition) && hasPerson && text === undefined && word?.because !== 'spoke' && !seen)
    return { code: 'close_needs_word' };
  for (const leg of incident.legs.filter(isSent)) standDown(draft, leg, 'closed', world, by);
  tellContacts(draft, 'closed', world);
  const hospital = disposition === 'taken_to_hospital';
  if (hospital) needContacts(draft, 'hospital', world);
  const aftercare = hospital
    ? { what: 'homecoming' as const, by: at(draft.now + homecomingWithinMs) }
    : incident.priority === 1 && !withoutAftercare.has(disposition)
      ? { what: 'visit' as const, by: at(draft.now + visitWithinMs) }
      : undefined;
  record(draft, {
    type: 'closed',
    by,
    disposition,
    ...aside(draft, text),
    ...defined({ aftercare }),
  });
  return undefined;
}

/** The number of the event since which the resident has said nothing. */
const lastPress = ({ incident }: Draft): number => incident.pressedSeq ?? 0;

export function reopen(draft: Draft, { text }: Order<'reopen'>, { context, world, by }: Given): Refusal | undefined {
  const { incident } = draft;
  if (incident.state !== 'closed' || !incident.closed) return { code: 'not_closed' };
  if (incident.mergedInto !== undefined) return { code: 'merged_use_split' };
  if (draft.now - incident.closed.at > world.policy.reopenWithinHours * 3_600_000) return { code: 'reopen_too_late' };
  if (incident.home !== undefined && context.openAt(incident.home)) return { code: 'another_open' };
  record(draft, {
    type: 'reopened',
    by,
    why: 'officer',
    ...aside(draft, text),
    reviewAt: reviewIn(world.policy.officerAcknowledgeSeconds, draft),
    needs: startOf(draft.incident, draft.incident.home, world, draft.now).needs,
  });
  tellContacts(draft, 'opened', world);
  return undefined;
}
