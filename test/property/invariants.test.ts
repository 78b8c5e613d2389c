// The six invariants of DESIGN, over whatever may happen in whatever order. `npm run test:deep` does it 100,000 times; the
// name of the test has the seed, and YJT_PROPERTY_SEED repeats it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Incident } from '../../contracts/incident.ts';
import { replay } from '../../dispatcher/domain/evolve.ts';
import { isSent, isUntold, needsSomebody } from '../../dispatcher/domain/leg.ts';
import { deadline, pending } from '../../dispatcher/domain/pending.ts';
import { District } from '../district.ts';
import { actions, type Model } from './actions.ts';

const runs = Number(process.env.YJT_PROPERTY_RUNS ?? 2_000);
const seed = Number(process.env.YJT_PROPERTY_SEED ?? Math.floor(Math.random() * 2 ** 31));

function holds(d: District): void {
  for (const incident of [...d.open.all(), ...d.over.values()]) {
    const events = d.log.get(incident.id) ?? [];
    // 5: gapless, and replaying gives the state (through JSON, as it is stored)
    expect(replay(JSON.parse(JSON.stringify(events)))).toEqual(JSON.parse(JSON.stringify(incident)));
    // 4: only a human closes
    for (const event of events)
      if (event.type === 'closed' || event.type === 'merged') expect(event.by).toMatch(/^officer\//);
    if (incident.state === 'open') isLookedAfter(d, incident);
    else isOverForEverybody(d, incident);
  }
}

/**
 * 2: every open incident has a deadline ahead, and no track ends in silence: somebody is being asked, can be relied on or has
 * finished there, or the track itself asks again.
 */
function isLookedAfter(d: District, incident: Incident): void {
  expect(deadline(incident)).toBeDefined();
  expect(incident.reviewAt - d.now).toBeLessThanOrEqual(600_000);
  for (const { track, dueAt } of incident.tracks) {
    const finished = incident.legs.some(
      (leg) =>
        leg.track === track &&
        // whoever promised to call 120 is asked every minute whether they have
        (leg.state === 'done' || (leg.asks !== undefined && leg.state === 'accepted' && leg.dueAt !== undefined)),
    );
    if (needsSomebody(incident, track) && !finished)
      expect({ track, dueAt }).toEqual({ track, dueAt: expect.any(Number) });
  }
}

/** 3: nobody counts on a closed incident, and it leaves only when all have been told. */
function isOverForEverybody(d: District, incident: Incident): void {
  expect(incident.legs.filter(isSent)).toEqual([]);
  if (d.over.has(incident.id)) expect(pending(incident)).toEqual([]);
  else if (pending(incident).length > 0) expect(deadline(incident)).toBeDefined();
}

/** A person is at one place: never on the way to two P1, unless an officer sent them or they said yes twice. */
function asksNobodyTwiceAtOnce(d: District): void {
  for (const incident of d.open.all()) {
    const waiting = incident.legs.filter((leg) => leg.state === 'offered' || leg.state === 'received');
    expect(new Set(waiting.map((leg) => `${leg.responder} ${leg.asks}`)).size).toBe(waiting.length);
  }
}

/** What is told of groups is what the states say: nobody untold is forgotten, nobody told is rung for nothing. */
function tellsGroups(d: District): void {
  const book = [...d.open.groups.all()].flatMap(({ responder, id, members }) =>
    [...members].flatMap(([key, { since }]) => (since === undefined ? [] : [`${responder} ${id} ${key}`])),
  );
  const states = [...d.open.all()].flatMap((incident) =>
    incident.legs.flatMap((leg) =>
      leg.group !== undefined && isUntold(leg) ? [`${leg.responder} ${leg.group} ${incident.id}/${leg.id}`] : [],
    ),
  );
  expect(book.sort()).toEqual(states.sort());
}

describe('whatever happens, in whatever order', () => {
  it(`the six invariants hold (${runs} runs, seed ${seed})`, () => {
    fc.assert(
      fc.property(fc.commands(actions, { maxCommands: 40 }), (commands) => {
        const d = new District();
        // 6: nothing throws out of decide; 1: each command looks at the result of its own input
        fc.modelRun((): { model: Model; real: District } => ({ model: { open: new Map() }, real: d }), commands);
        holds(d);
        asksNobodyTwiceAtOnce(d);
        tellsGroups(d);
      }),
      { numRuns: runs, seed },
    );
  }, 3_600_000);
});
