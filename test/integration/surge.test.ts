// An earthquake in a community of 200 homes: every button presses within a few seconds. Real Redis, real broker, a socket each.
import { afterEach, describe, expect, it } from 'vitest';
import { filled } from '../../bench/presses.ts';
import type { Dispatch } from '../../contracts/incident/messages.ts';
import type { Incident, Leg } from '../../contracts/incident/state.ts';
import { until } from '../system.ts';
import { type Person, Town } from '../town.ts';

const homes = 200;
/** One in so many asks for a service. */
const serviceEvery = 4;

let town: Town;
afterEach(async () => {
  await town.stop();
});

const devices = Array.from({ length: homes }, (_, i) => `btn-${i}`);
const isReceived = (leg: Leg): boolean => leg.receipted >= leg.revision;
const groupsOf = (person: Person): Dispatch[] => person.inbox.filter(({ group }) => group !== undefined);

async function allPress(): Promise<void> {
  const buttons = await town.crowd(devices);
  for (const [i, button] of buttons.entries()) button.press(i % serviceEvery === 0 ? 'service' : 'sos');
  await until(() => expect(buttons.filter(({ acknowledgedAt }) => acknowledgedAt === undefined)).toEqual([]));
}

/** Every incident has somebody who has received its offer. */
async function allOffered(): Promise<Incident[]> {
  await until(async () => expect(await town.open()).toHaveLength(homes), 60);
  town.pass(31); // the less urgent wait so long after those who may die
  return until(async () => {
    const open = await town.open();
    expect(open).toHaveLength(homes);
    expect(open.filter(({ legs }) => !legs.some(({ receipted }) => receipted > 0)).map(({ id }) => id)).toEqual([]);
    return open;
  }, 90);
}

describe('when everybody presses at once', () => {
  it('each press is in exactly one incident, P1 is offered first, by courtyard, and nobody is called a hundred times', async () => {
    town = await Town.start((bundle) => filled(bundle, homes));
    const people = await town.everybody();
    await allPress();
    const open = await allOffered();
    expect(open.flatMap(({ presses }) => presses.map(({ id }) => id)).sort()).toEqual(
      devices.map((id) => `surge-${id}`).sort(),
    );
    const surge = open.filter((one) => one.surge);
    expect(surge.length).toBeGreaterThan(homes - 50);
    const offered = (urgent: boolean) =>
      surge.filter(({ priority }) => (priority === 1) === urgent).map(({ legs }) => legs[0]?.offeredAt ?? 0);
    expect(Math.max(...offered(true))).toBeLessThan(Math.min(...offered(false)));
    expect(surge.flatMap(({ legs }) => legs.filter(({ group }) => group === undefined))).toEqual([]);
    for (const [id, person] of people) expect([id, person.inbox.length >= 100]).toEqual([id, false]);
    const told = [...people.values()].flatMap(groupsOf);
    expect(told.some(({ group }) => (group?.count ?? 0) > 5)).toBe(true);
    for (const { group } of told) {
      expect(group?.calls.length).toBeLessThanOrEqual(20);
      // those at the greatest risk first
      const priorities = group?.calls.map(({ priority }) => priority) ?? [];
      expect(priorities).toEqual([...priorities].sort());
    }
  }, 120_000);

  it('a yes to the courtyard is a yes to each of its calls; another dispatcher goes on where one stopped', async () => {
    town = await Town.start((bundle) => filled(bundle, homes));
    const people = await town.everybody();
    await allPress();
    await town.rest();
    town.resume();
    const open = await allOffered();
    const grid = open.flatMap(({ legs }) => legs.filter(({ track, group }) => track === 'grid' && group));
    const who = grid[0]?.responder ?? '';
    await until(async () => {
      const legs = (await town.open()).flatMap((one) => one.legs.filter(({ responder }) => responder === who));
      expect(legs.filter((leg) => leg.group === grid[0]?.group && !isReceived(leg))).toEqual([]);
    }, 60);
    const message = groupsOf(people.get(who) as Person).findLast(({ group }) => group?.id === grid[0]?.group);
    if (!message) throw new Error(`${who} has heard of no courtyard`);
    await people.get(who)?.answers(message, 'accept');
    await until(async () => {
      const legs = (await town.open()).flatMap((one) => one.legs.filter(({ responder }) => responder === who));
      const states = new Set(legs.filter(({ group }) => group === grid[0]?.group).map(({ state }) => state));
      expect([...states]).toEqual(['accepted']);
    }, 60);
  }, 120_000);

  it('afterwards a call is a call again', async () => {
    town = await Town.start((bundle) => filled(bundle, homes));
    const buttons = await town.crowd(devices.slice(0, 60));
    for (const button of buttons.slice(0, 50)) button.press('sos');
    await until(async () => expect(await town.open()).toHaveLength(50));
    expect((await town.incident(50)).surge).toBe(true);
    town.pass(301);
    buttons[55]?.press('sos');
    await town.becomes((one) => expect(one.number).toBe(51));
    const after = await town.incident(51);
    expect(after.surge).toBeUndefined();
    expect(after.legs.some(({ group }) => group !== undefined)).toBe(false);
    expect(after.legs.length).toBeGreaterThan(0);
  }, 60_000);
});
