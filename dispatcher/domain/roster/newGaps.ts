// What a change of the roster does to its gaps.
import type { Gap } from './gaps.ts';
import { without } from './stretch.ts';

const placeOf = (gap: Gap): string =>
  `${gap.plan}/${gap.tier}/${gap.grid}/${gap.reason === 'no_channel' ? gap.responder : ''}`;

/** The parts of these gaps that are in none of those: what a change opens (after, before) or closes (before, after). */
export function gapsOnlyIn(these: readonly Gap[], those: readonly Gap[]): Gap[] {
  const known = new Map<string, Gap[]>();
  for (const gap of those) known.set(placeOf(gap), [...(known.get(placeOf(gap)) ?? []), gap]);
  return these.flatMap((gap) => without([gap], known.get(placeOf(gap)) ?? []).map((part) => ({ ...gap, ...part })));
}
