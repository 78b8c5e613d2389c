import { defined } from '../../../contracts/shapes.ts';
import { aside, type Draft, record } from './draft.ts';
import { isPlanned, needNamed } from './needs.ts';
import type { Given, Order, Refusal } from './order.ts';
import { startOf } from './plan.ts';
import { renew, tellWhoComes } from './renew.ts';

/** Help must go elsewhere: everything is ranked again from there, and who is on the way hears it. */
export function correctPlace(
  draft: Draft,
  { home, position, text }: Order<'place'>,
  given: Given,
): Refusal | undefined {
  const { context, world, by } = given;
  if (home === undefined && position === undefined) return { code: 'place_needed' };
  if (home !== undefined && !world.place(home)) return { code: 'unknown_home' };
  const other = home === undefined ? undefined : context.openAt(home);
  if (other && other.id !== draft.incident.id) return { code: 'another_open' };
  if (position !== undefined) {
    draft.side.spot = JSON.stringify(position);
    draft.fix = position;
  }
  record(draft, {
    type: 'place_corrected',
    by,
    ...defined({ home }),
    ...(position === undefined ? {} : { spot: 'fix' }),
    ...aside(draft, text),
  });
  const { call, beside, home: now } = draft.incident;
  const { needs } = startOf({ call, ...defined({ beside }) }, now, world, draft.now);
  const placed = needs.filter(({ need }) => isPlanned(need) || (need === 'word' && !needNamed(draft.incident, 'word')));
  renew(draft, placed, 'place_changed', by);
  tellWhoComes(draft, 'place_changed');
  return undefined;
}
