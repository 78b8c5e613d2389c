// The invariants of DESIGN over whatever may happen in whatever order, each judged after every decision and in every silence
// (judge/). `npm run test:deep` does it 100,000 times; the name of the test has the seed, and YJT_PROPERTY_SEED repeats it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { replay } from '../../dispatcher/domain/incident/evolve.ts';
import type { District } from '../district.ts';
import { actions, change, type Model, policyOfRun } from './actions.ts';
import { stateBytes } from './judge/bounds.ts';
import { isToBeTold } from './judge/closing.ts';
import { mayAnswer } from './judge/history.ts';
import { type Fault, JudgedDistrict } from './judge/judgedDistrict.ts';

/** The same in each run of the suite, so that it says the same; more of them look for what is new. */
const everyRun = 2_000;
const runs = Number(process.env.YJT_PROPERTY_RUNS ?? everyRun);
const seed = Number(
  process.env.YJT_PROPERTY_SEED ?? (runs > everyRun ? Math.floor(Math.random() * 2 ** 31) : 20_261_128),
);
/** After everything else nobody says anything any more. */
const silenceSeconds = 3_600;

/** 5: the log is gapless, and replaying it gives the state (through JSON, as it is stored). */
function replaysAsItIs(d: District): void {
  for (const incident of [...d.open.all(), ...d.over.values()])
    expect(replay(JSON.parse(JSON.stringify(d.log.get(incident.id) ?? [])))).toEqual(
      JSON.parse(JSON.stringify(incident)),
    );
}

/** Nobody has two offers of one incident for the same thing. */
function asksNobodyTwiceAtOnce(d: District): void {
  for (const incident of d.open.all()) {
    const waiting = incident.legs
      .filter(mayAnswer)
      .map(({ responder, need, purpose }) => `${responder} ${need} ${purpose}`);
    expect(new Set(waiting).size, JSON.stringify(incident.legs)).toBe(waiting.length);
  }
}

/** What is told of groups is what the states say: nobody untold is forgotten, nobody told is rung for nothing. */
function tellsGroups(d: District): void {
  const book = [...d.open.groups.all()].flatMap(({ responder, id, members }) =>
    [...members].flatMap(([key, { since }]) => (since === undefined ? [] : [`${responder} ${id} ${key}`])),
  );
  const states = [...d.open.all()].flatMap((incident) =>
    incident.legs.flatMap((leg) =>
      leg.group !== undefined && isToBeTold(leg) ? [`${leg.responder} ${leg.group} ${incident.id}/${leg.id}`] : [],
    ),
  );
  expect(book.sort()).toEqual(states.sort());
}

/** 7: what an incident keeps is bounded (events and messages an hour: judge/judgedDistrict.ts). */
function staysSmall(d: District): void {
  for (const incident of [...d.open.all(), ...d.over.values()])
    expect(JSON.stringify(incident).length, incident.id).toBeLessThanOrEqual(stateBytes);
}

function broken({ sentence, about, at, need, state }: Fault): never {
  throw new Error(`${sentence}\n${need ?? ''} at ${at}: ${about}\n${JSON.stringify(state)}`);
}

describe('whatever happens, in whatever order', () => {
  it(`the invariants hold (${runs} runs, seed ${seed})`, () => {
    fc.assert(
      fc.property(policyOfRun, fc.commands(actions, { maxCommands: 25, size: 'medium' }), (policy, commands) => {
        const d = new JudgedDistrict(broken);
        change(d, policy);
        // 6: nothing throws out of decide; 1: each command looks at the result of its own input
        fc.modelRun((): { model: Model; real: District } => ({ model: { open: new Map() }, real: d }), commands);
        d.pass(silenceSeconds);
        replaysAsItIs(d);
        asksNobodyTwiceAtOnce(d);
        tellsGroups(d);
        staysSmall(d);
      }),
      { numRuns: runs, seed },
    );
  }, 7_200_000);
});
