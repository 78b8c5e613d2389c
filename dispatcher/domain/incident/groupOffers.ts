// What each person is told of each group: made of the states of the incidents alone, so that a new owner makes it again. A leg
// knows the revision of the group's message that told of it; a receipt of a revision covers what it told of, and no more.

import { gridGroup, placeless } from '../../../contracts/incident/groups.ts';
import type { Incident, Leg } from '../../../contracts/incident/state.ts';
import type { Responder } from '../../../contracts/office/community.ts';
import type { Priority } from '../../../contracts/terms.ts';
import type { Place, World } from '../world.ts';
import type { Draft } from './draft.ts';
import { isAsked, isSent, isTaken, isUntold } from './leg.ts';

/** A leg in a group. `since`: the revision that told of it; undefined once it is receipted. */
export type Member = {
  incident: Incident['id'];
  leg: string;
  revision: number;
  priority: Priority;
  standing: 'asked' | 'taken' | 'over';
  since: number | undefined;
};

/** All that one person is told of one group. `channels`: ways to them besides the app. */
export type GroupOffer = {
  readonly responder: string;
  readonly id: string;
  revision: number;
  readonly members: Map<string, Member>;
  readonly channels: Set<string>;
  asked: number;
  taken: number;
  urgent: number;
  untold: number;
};

/** What one change of an incident did to a group: the legs of it that stand differently now. */
export type GroupChange = { offer: GroupOffer; legs: Leg[] };

/**
 * The group in which somebody would be offered an incident: its courtyard; its grid for a desk and for whoever belongs to no
 * grid, for they would be told of every courtyard. Who is to call 120 is told apart.
 */
export function groupFor(
  place: Place | undefined,
  responder: Pick<Responder, 'means' | 'grid' | 'courtyard'>,
  asks?: Leg['asks'],
): string {
  const wide = responder.means === 'desk' || asks !== undefined || (!responder.grid && !responder.courtyard);
  const group = place === undefined ? placeless : wide ? gridGroup(place.grid) : place.courtyard;
  return asks === undefined ? group : `${group}+120`;
}

/** An incident of a surge is told of by group for life; any other while there is a surge. */
export const isGrouped = ({ incident, now }: Pick<Draft, 'incident' | 'now'>, world: Pick<World, 'isSurge'>): boolean =>
  incident.surge === true || world.isSurge(now);

export class GroupOffers {
  readonly #offers = new Map<string, GroupOffer>();
  #revision = 0;
  /** While the incidents of an earlier owner are taken in: the revisions that its messages had. */
  #told: ReadonlyMap<string, number> | undefined;

  /**
   * Takes over from an earlier owner; `begun` ends it.
   * @param above higher than any revision so far
   * @param told revision of the stored message, by `responder/group`
   */
  begin(above: number, told: ReadonlyMap<string, number>): void {
    this.#revision = above;
    this.#told = told;
  }

  begun(): void {
    this.#told = undefined;
  }

  /** The legs of somebody in a group, in the order in which they were offered. */
  members(responder: string, group: string): Member[] {
    return [...(this.#offers.get(`${responder}/${group}`)?.members.values() ?? [])];
  }

  all(): Iterable<GroupOffer> {
    return this.#offers.values();
  }

  /** An incident has changed. @returns the groups in which something stands differently now */
  change(before: Incident | undefined, after: Incident): GroupChange[] {
    const known = new Map(before?.legs.map((leg) => [leg.id, leg]));
    const samePriority = before?.priority === after.priority;
    const touched = new Map<string, GroupChange>();
    let fresh: number | undefined;
    const nextRevision = (): number => {
      fresh ??= ++this.#revision;
      return fresh;
    };
    for (const leg of after.legs) {
      if (leg.group === undefined || (samePriority && known.get(leg.id) === leg)) continue;
      const offer = this.#offerOf(leg.responder, leg.group);
      if (!this.#file(offer, after, leg, nextRevision)) {
        if (offer.members.size === 0) this.#offers.delete(`${leg.responder}/${leg.group}`);
        continue;
      }
      const change = touched.get(`${leg.responder}/${leg.group}`);
      if (change) change.legs.push(leg);
      else touched.set(`${leg.responder}/${leg.group}`, { offer, legs: [leg] });
    }
    for (const [key, { offer }] of touched) if (offer.members.size === 0) this.#offers.delete(key);
    return [...touched.values()];
  }

  #offerOf(responder: string, id: string): GroupOffer {
    const key = `${responder}/${id}`;
    const known = this.#offers.get(key);
    if (known) return known;
    const counts = { asked: 0, taken: 0, urgent: 0, untold: 0 };
    const offer: GroupOffer = { responder, id, revision: 0, members: new Map(), channels: new Set(), ...counts };
    this.#offers.set(key, offer);
    return offer;
  }

  /** @returns false when this leg stands as before */
  #file(offer: GroupOffer, incident: Incident, leg: Leg, nextRevision: () => number): boolean {
    const key = `${incident.id}/${leg.id}`;
    const before = offer.members.get(key);
    const standing = isTaken(leg) ? 'taken' : isAsked(leg) ? 'asked' : 'over';
    let since: number | undefined;
    if (isUntold(leg)) {
      const known = before?.since !== undefined && before.revision === leg.revision;
      since = known ? before.since : (this.#told?.get(`${offer.responder}/${offer.id}`) ?? nextRevision());
      offer.revision = Math.max(offer.revision, since ?? 0);
    }
    const { id, priority } = incident;
    const member: Member = { incident: id, leg: leg.id, revision: leg.revision, priority, standing, since };
    // A stand-down is chased by a further channel: that is news for the group, though the leg stands as before.
    const reached = offer.channels.size;
    const told = isSent(leg) || since !== undefined;
    if (told) for (const channel of leg.channels ?? []) offer.channels.add(channel);
    if (before && same(before, member) && offer.channels.size === reached) return false;
    if (before) weigh(offer, before, -1);
    else if (standing === 'over' && since === undefined) return false;
    weigh(offer, member, 1);
    if (told) offer.members.set(key, member);
    else offer.members.delete(key);
    return true;
  }
}

const same = (a: Member, b: Member): boolean =>
  a.revision === b.revision && a.priority === b.priority && a.standing === b.standing && a.since === b.since;

function weigh(offer: GroupOffer, { standing, priority, since }: Member, by: 1 | -1): void {
  if (standing !== 'over') {
    offer[standing] += by;
    if (priority === 1) offer.urgent += by;
  }
  if (since !== undefined) offer.untold += by;
}
