// What is set aside for the duty officer: nobody can decide it, but its bytes are kept and whom they name is shown.
import type { EpochMs } from '../contracts/ids.ts';
import type { Result } from '../contracts/incident/result.ts';
import type { Context } from './domain/incident/context.ts';
import { type Decided, type StaticOffer, setAside } from './domain/incident/decide.ts';
import { replay } from './domain/incident/evolve.ts';
import type { World } from './domain/world.ts';
import { asideOf, isPress, type Legible, legible } from './legible.ts';

/** What of these bytes names the home that the incident is about; what somebody said about another incident names none. */
function aboutOf(text: string): Pick<Legible, 'device' | 'home'> {
  const { kind, device, home } = legible(text);
  if (kind === 'reply' || kind === 'command' || kind === 'follow_up' || kind === 'duty') return {};
  return { ...(device === undefined ? {} : { device }), ...(home === undefined ? {} : { home }) };
}

/** Whoever ordered or answered something must not hear that it was done. */
function answerOf(text: string, at: EpochMs): Result | undefined {
  const { kind } = legible(text);
  return kind === 'reply' || kind === 'command' || kind === 'duty'
    ? { outcome: 'refused', code: 'set_aside', at }
    : undefined;
}

/** Who is told of a press that nothing can be decided about: those who answer for the district, and the health centre's desk. */
export const staticOffers = (world: World): StaticOffer[] =>
  [...new Map(world.policy.whenSpent.roles.flatMap((role) => world.holders(role)).map((one) => [one.id, one])).values()]
    .map(({ id }): StaticOffer => ({ responder: id, need: 'door' }))
    .concat(world.holders('health_desk').map(({ id }): StaticOffer => ({ responder: id, need: 'health' })));

/**
 * Opens the incident of an input that cannot be decided.
 * @param homeOf where a device is, as far as that can be known; undefined otherwise
 */
export function setAsideNamed(
  { text, district, why, offers }: { text: string; district: string; why: string; offers: readonly StaticOffer[] },
  homeOf: (device: string) => string | undefined,
  context: Context,
  now: EpochMs,
): Decided {
  const decided = setAside({ kind: 'unreadable_input', district, why }, context, now, isPress(text) ? offers : []);
  const about = aboutOf(text);
  const home = about.home ?? (about.device === undefined ? undefined : homeOf(about.device));
  const side = { ...decided.side, ...asideOf(text) };
  const result = answerOf(text, now) ?? decided.result;
  const [opened, ...rest] = decided.events;
  if (opened?.type !== 'opened') return { ...decided, side, result };
  const events = [{ ...opened, ...about, ...(home === undefined ? {} : { home }) }, ...rest];
  return { ...decided, incident: replay(events) ?? decided.incident, events, side, result };
}
