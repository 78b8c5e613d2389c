import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Command } from '../../contracts/commands.ts';
import { replay } from '../../dispatcher/domain/evolve.ts';
import { isSent } from '../../dispatcher/domain/leg.ts';
import { deadline, pending } from '../../dispatcher/domain/pending.ts';
import { District } from '../district.ts';

const devices = fc.constantFrom('btn-1', 'btn-2', 'stranger');
const people = fc.constantFrom('wang', 'li', 'zhao', 'desk', 'doctor', 'officer', 'nobody');
const step = fc.oneof(
  fc.record({
    do: fc.constant('press' as const),
    device: devices,
    id: fc.constantFrom('a', 'b', 'c'),
    kind: fc.constantFrom('sos', 'fall', 'smoke', 'cancel', 'service', 'test', 'checkin'),
  }),
  fc.record({ do: fc.constant('unreadable' as const), device: devices, body: fc.string() }),
  fc.record({
    do: fc.constant('reply' as const),
    responder: people,
    leg: fc.integer({ min: 0, max: 9 }),
    revision: fc.integer({ min: -1, max: 9 }),
    nth: fc.nat(3),
    reply: fc.constantFrom('receipt', 'accept', 'decline', 'en_route', 'on_scene', 'done', 'help', 'note'),
    own: fc.boolean(),
  }),
  fc.record({
    do: fc.constant('command' as const),
    nth: fc.nat(3),
    command: fc.oneof(
      fc.record({ id: fc.uuid(), command: fc.constant('acknowledge') }),
      fc.record({ id: fc.uuid(), command: fc.constant('note'), text: fc.string({ minLength: 1 }) }),
      fc.record({ id: fc.uuid(), command: fc.constant('assign'), responder: people }),
      fc.record({
        id: fc.uuid(),
        command: fc.constantFrom('withdraw', 'told'),
        leg: fc.constantFrom('L1', 'L2', 'L3', 'L9'),
      }),
      fc.record({ id: fc.uuid(), command: fc.constant('close'), disposition: fc.constantFrom('helped', 'other') }),
    ),
  }),
  fc.record({ do: fc.constant('pass' as const), seconds: fc.integer({ min: 0, max: 400 }) }),
  fc.record({ do: fc.constant('duty' as const), responder: people, onDuty: fc.boolean() }),
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function run(d: District, one: Step, index: number): void {
  const incidents = [...d.log.keys()];
  switch (one.do) {
    case 'press':
      d.press(one.device, one.kind, one.id);
      return;
    case 'unreadable':
      d.take({
        v: 1,
        kind: 'unreadable_press',
        district: 'd',
        device: one.device,
        id: `u${index}`,
        body: one.body,
        why: 'json',
      });
      return;
    case 'reply': {
      const id = incidents[one.nth % Math.max(1, incidents.length)];
      const incident = id === undefined ? undefined : (d.open.get(id) ?? d.over.get(id));
      if (!incident) return;
      const leg = incident.legs[one.leg];
      const responder = one.own && leg ? leg.responder : one.responder;
      const reply = {
        id: `r${index}`,
        delivery: `${incident.id}/L${one.leg + 1}/${one.revision}`,
        incident: incident.id,
        leg: `L${one.leg + 1}`,
        reply: one.reply,
        text: 'x',
      };
      d.take({ v: 1, kind: 'reply', district: 'd', responder, reply });
      return;
    }
    case 'command': {
      const incident = incidents[one.nth % Math.max(1, incidents.length)] ?? 'none';
      d.take({ v: 1, kind: 'command', district: 'd', by: 'zhou', incident, command: one.command as Command });
      return;
    }
    case 'pass':
      d.pass(one.seconds);
      return;
    case 'duty': {
      const person = d.people.get(one.responder);
      if (person) d.people.set(one.responder, { ...person, onDuty: one.onDuty });
    }
  }
}

function holds(d: District): void {
  for (const incident of [...d.open.all(), ...d.over.values()]) {
    const events = d.log.get(incident.id) ?? [];
    // 5: gapless, and replaying gives the state (through JSON, as it is stored)
    expect(replay(JSON.parse(JSON.stringify(events)))).toEqual(JSON.parse(JSON.stringify(incident)));
    // 2: every open incident has a deadline
    if (incident.state === 'open') expect(deadline(incident)).toBeDefined();
    // 3: nobody counts on a closed incident, and it leaves only when all have been told
    if (incident.state === 'closed') expect(incident.legs.filter(isSent)).toEqual([]);
    if (d.over.has(incident.id)) expect(pending(incident)).toEqual([]);
    else if (pending(incident).length > 0) expect(deadline(incident)).toBeDefined();
    // 4: only a human closes
    for (const event of events) if (event.type === 'closed') expect(event.by).toMatch(/^officer\//);
  }
}

/** 1: a press changes exactly the incident that its result names, which then holds it; or it is recorded and changes none. */
function isAccountedFor(d: District, sizes: ReadonlyMap<string, number>, id: string): void {
  const result = d.results.at(-1);
  const changed = [...d.log].filter(([incident, events]) => events.length !== (sizes.get(incident) ?? 0));
  if (result?.outcome === 'recorded') {
    expect(changed).toEqual([]);
    return;
  }
  if (result?.outcome !== 'incident' && result?.outcome !== 'joined' && result?.outcome !== 'repeated')
    throw new Error(`a press was answered ${JSON.stringify(result)}`);
  expect(changed.map(([incident]) => incident)).toEqual([result.incident]);
  const since = changed[0]?.[1].slice(sizes.get(result.incident) ?? 0) ?? [];
  const ids = since.flatMap((event) =>
    'press' in event ? [typeof event.press === 'string' ? event.press : event.press?.id] : [],
  );
  expect(ids).toEqual([id]);
}

describe('whatever happens, in whatever order', () => {
  it('the six invariants hold', () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), (steps) => {
        const d = new District();
        steps.forEach((one, index) => {
          const before = d.results.length;
          const sizes = new Map([...d.log].map(([id, events]) => [id, events.length]));
          run(d, one, index); // 6: nothing throws out of decide
          if (one.do !== 'press' && one.do !== 'unreadable') return;
          expect(d.results.length).toBe(before + 1);
          isAccountedFor(d, sizes, one.do === 'press' ? one.id : `u${index}`);
        });
        holds(d);
      }),
      { numRuns: 500 },
    );
  });
});
