// What names an incident: the most serious word so far. Smoke stands beside any other call, with people of its own.

import type { Incident } from '../../../contracts/incident/state.ts';
import type { CallKind } from '../../../contracts/terms.ts';

/** Most serious first (DESIGN, "again, from the same home"). */
const bySeriousness: readonly CallKind[] = [
  'smoke',
  'fall',
  'sos',
  'unknown_device',
  'unreadable',
  'missed_checkin',
  'service',
  'device_fault',
  'unreadable_input',
];
const rank = (call: CallKind): number => bySeriousness.indexOf(call);
export const isMoreSerious = (one: CallKind, than: CallKind): boolean => rank(one) < rank(than);

/** What an incident is called, and what else was called for where smoke names it. */
export type Calls = { call: CallKind; beside?: CallKind };

/** The calls of an incident once another word has come. @returns undefined when the word adds nothing */
export function withWord({ call, beside }: Pick<Incident, 'call' | 'beside'>, word: CallKind): Calls | undefined {
  if (word === 'smoke') return call === 'smoke' ? undefined : { call: 'smoke', beside: call };
  if (call === 'smoke') return beside === undefined || isMoreSerious(word, beside) ? { call, beside: word } : undefined;
  return isMoreSerious(word, call) ? { call: word } : undefined;
}
