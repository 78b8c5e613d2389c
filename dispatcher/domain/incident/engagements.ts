// Who is asked for what and on the way where, over all open incidents. Counted as it changes: in a surge somebody is asked for
// hundreds, and each press weighs everybody.
import type { Incident } from '../../../contracts/incident/state.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { Priority } from '../../../contracts/terms.ts';
import type { Elsewhere, Engagement } from '../world.ts';
import { isSent, isTaken } from './leg.ts';

/** `single`: calls that were offered one by one, by priority. */
type Person = {
  on: Map<string, Engagement>;
  single: Map<Priority, number>;
  groups: Map<string, number>;
  /** `on` and the priorities of `single` as lists, made when they are asked for. */
  list?: readonly Engagement[];
  priorities?: readonly Priority[];
};

const nothing: Elsewhere = { single: [], groups: 0 };

export class Engagements {
  readonly #people = new Map<string, Person>();

  /** The open incidents that somebody is asked for, on the way to or at. */
  of(responder: string): readonly Engagement[] {
    const person = this.#people.get(responder);
    if (!person) return [];
    person.list ??= [...person.on.values()];
    return person.list;
  }

  /** What somebody is on besides this incident and this group. */
  elsewhere(responder: string, than: { incident: string; group: string }): Elsewhere {
    const person = this.#people.get(responder);
    if (!person) return nothing;
    const here = person.on.get(than.incident);
    const own = here?.group === undefined ? here?.priority : undefined;
    person.priorities ??= [...person.single.keys()];
    const onlyHere = own !== undefined && person.single.get(own) === 1;
    const single = onlyHere ? person.priorities.filter((priority) => priority !== own) : person.priorities;
    const { size } = person.groups;
    return { single, groups: person.groups.has(than.group) ? size - 1 : size };
  }

  change(before: Incident | undefined, after: Incident): void {
    if (before) for (const leg of before.legs) this.#forget(leg.responder, after.id);
    if (after.state === 'closed') return;
    const { id, priority } = after;
    for (const leg of after.legs) {
      if (!isSent(leg) || leg.state === 'timed_out') continue;
      const known = this.#forget(leg.responder, id);
      const grouped = known === undefined || known.group !== undefined;
      this.#remember(leg.responder, {
        incident: id,
        priority,
        taken: isTaken(leg) || (known?.taken ?? false),
        ...defined({ home: after.home, group: grouped ? leg.group : undefined }),
      });
    }
  }

  #forget(responder: string, incident: string): Engagement | undefined {
    const person = this.#people.get(responder);
    const known = person?.on.get(incident);
    if (!person || !known) return undefined;
    person.on.delete(incident);
    changed(person);
    if (known.group === undefined) count(person.single, known.priority, -1);
    else count(person.groups, known.group, -1);
    return known;
  }

  #remember(responder: string, engagement: Engagement): void {
    const person = this.#people.get(responder) ?? { on: new Map(), single: new Map(), groups: new Map() };
    this.#people.set(responder, person);
    person.on.set(engagement.incident, engagement);
    changed(person);
    if (engagement.group === undefined) count(person.single, engagement.priority, 1);
    else count(person.groups, engagement.group, 1);
  }
}

function changed(person: Person): void {
  delete person.list;
  delete person.priorities;
}

function count<K>(counts: Map<K, number>, key: K, by: number): void {
  const now = (counts.get(key) ?? 0) + by;
  if (now > 0) counts.set(key, now);
  else counts.delete(key);
}
