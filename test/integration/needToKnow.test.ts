// Who may know what, over the real console with the real dispatcher: a press, people with phones, a desk, an officer; each sees what
// their part in it needs, and what they saw ends with it (docs/decisions/023).
import { createDecipheriv } from 'node:crypto';
import { afterAll, describe, expect, it } from 'vitest';
import type WebSocket from 'ws';
import type { MyLeg, OpenedLeg } from '../../contracts/incident/myLegs.ts';
import type { IncidentDetail } from '../../contracts/incident/views.ts';
import type { SearchAnswer } from '../../contracts/office/place.ts';
import type { BehindGlass } from '../../contracts/office/residents.ts';
import type { LiveFrame } from '../../contracts/system/live.ts';
import type { Role } from '../../contracts/terms.ts';
import { type AuditLine, readAudit } from '../../store/audit.ts';
import type { DistrictRegistry } from '../../store/district.ts';
import { putLatest } from '../../store/latest.ts';
import { TestConsole } from '../console.ts';
import { openLive } from '../livePage.ts';
import { ofThisFile } from '../lives.ts';
import { until } from '../system.ts';

type Legs = Extract<LiveFrame, { type: 'legs' }>;

let skippedMs = 0;
const sockets: WebSocket[] = [];
const console_ = await ofThisFile(TestConsole.start());
await console_.decide({ monotonic: () => performance.now() + skippedMs });
const district = (): DistrictRegistry => console_.district;
afterAll(() => {
  for (const socket of sockets) socket.close();
});

/** Somebody's page on /live, with the newest of what it was told. */
async function phone(responder: string) {
  const as = await console_.token('responder', { responder, name: responder });
  const { socket, frames } = openLive(console_.url, as);
  sockets.push(socket);
  const frame = () => frames.at(-1) as Legs | undefined;
  const leg = (incident: string): MyLeg => {
    const found = frame()?.legs.find((one) => one.incident === incident);
    if (!found) throw new Error(`${responder} has nothing of ${incident}`);
    return found;
  };
  const reply = async (incident: string, word: string, more: object = {}): Promise<void> => {
    const { leg: id, delivery } = await until(() => leg(incident));
    const body = { id: `r-${Math.random()}`, incident, leg: id, delivery, reply: word, ...more };
    const answer = await console_.ask('/api/v1/my/replies', { as, body });
    expect(await answer.json()).toMatchObject({ outcome: 'applied' });
  };
  return { as, leg, reply, all: () => JSON.stringify(frames), frame };
}

const opened = (leg: MyLeg, frame: Legs | undefined): OpenedLeg => {
  const box = Buffer.from(leg.box ?? '', 'base64');
  const key = Buffer.from(frame?.keys?.[`${leg.incident}/${leg.leg}`] ?? '', 'base64');
  const opens = createDecipheriv('aes-256-gcm', key, Buffer.alloc(12)).setAuthTag(box.subarray(-16));
  return JSON.parse(Buffer.concat([opens.update(box.subarray(0, -16)), opens.final()]).toString('utf8')) as OpenedLeg;
};

const as = (role: Role, more: object = {}): Promise<string> => console_.token(role, more);
const desk = (): Promise<string> => as('health', { responder: 'health-desk', name: '卫生中心' });

/** A call of this home; every word of its residents that is nobody's business. */
async function call(home: string, kind = 'sos') {
  const officer = await as('officer');
  const body = { id: `raise-${Math.random()}`, kind, home };
  // The dispatcher may still be taking its shard over: the same id again is the same call.
  const incident = await console_.raise(officer, body);
  const { access, unit, door } = district().homes.get(home) ?? { access: {}, unit: '', door: '' };
  const residents = district().residentsOf(home);
  const words = residents.flatMap(({ name, phone, conditions, mobility }) => [name, phone, mobility, ...conditions]);
  const all = [...words, unit, door, ...Object.values(access)].filter((word) => word !== undefined);
  return {
    id: incident,
    home,
    residents,
    secrets: (text: string) => all.filter((word) => text.includes(JSON.stringify(word))),
  };
}
type Call = Awaited<ReturnType<typeof call>>;

const order = async (incident: string, body: object, by?: string): Promise<Response> =>
  console_.ask(`/api/v1/incidents/${incident}/commands`, {
    as: by ?? (await as('officer')),
    body: { id: `c-${Math.random()}`, ...body },
  });
const detailOf = async (id: string, by: string): Promise<IncidentDetail> =>
  (await console_.ask(`/api/v1/incidents/${id}`, { as: by })).json() as Promise<IncidentDetail>;
const log = (): Promise<AuditLine[]> => readAudit(console_.redis, district(), { limit: 20 });

/** Homes with somebody who has illnesses and a telephone, of the first grid; each test takes one. */
const homes = (() => {
  let next = 0;
  return (): string => {
    const fit = district().bundle.homes.filter((one) => {
      const grid = district().courtyards.get(one.courtyard)?.grid;
      const [first] = district().residentsOf(one.id);
      return (
        grid === 'g1' &&
        first !== undefined &&
        first.conditions.length > 0 &&
        first.phone !== undefined &&
        first.contacts.length > 0
      );
    });
    const home = fit[next++];
    if (!home) throw new Error('no more homes');
    return home.id;
  };
})();

describe('an offer', () => {
  it('to a volunteer names where about and how far; who and which door are in a box, and in no byte in clear', async () => {
    const gate = await phone('vol-y01');
    const one = await call(homes());
    await order(one.id, { command: 'assign', responder: 'vol-y01', track: 'grid' });
    const leg = await until(() => gate.leg(one.id));
    expect(leg).toMatchObject({
      kind: 'offer',
      person: 'sealed',
      persons: [],
      call: 'sos',
      travelSeconds: expect.any(Number),
    });
    expect(Object.keys(leg.place).sort()).toEqual(['building', 'courtyard', 'grid', 'position']);
    expect(one.secrets(gate.all())).toEqual([]);

    // The phone opens it by itself: the same as the server tells after the yes.
    const behind = opened(leg, gate.frame());
    await gate.reply(one.id, 'accept');
    const active = await until(() => {
      const now = gate.leg(one.id);
      expect(now.kind).toBe('active');
      return now;
    });
    expect(behind).toMatchObject({ place: active.place, persons: active.persons, access: active.access });
    expect(active).toMatchObject({
      person: 'shown',
      place: { door: expect.any(String) },
      persons: [{ name: one.residents[0]?.name }],
    });
    expect(active.box).toBeUndefined();

    await order(one.id, { command: 'withdraw', leg: leg.leg });
    await until(() => expect(gate.leg(one.id).kind).toBe('stand_down'));
    expect(one.secrets(JSON.stringify(gate.frame())), 'a stand-down takes it all away').toEqual([]);
  });

  it('to the coordinator of the grid names person and door at once, keys and telephone after the yes; its time takes them away', async () => {
    const wang = await phone('wang-g1');
    await putLatest(
      console_.redis,
      district().shard,
      { kind: 'presence', id: 'wang-g1', value: { connected: true, at: Date.now() } },
      60_000,
    );
    const one = await call(homes());
    await order(one.id, { command: 'assign', responder: 'wang-g1', track: 'grid' });
    const leg = await until(() => wang.leg(one.id));
    expect(leg).toMatchObject({
      person: 'shown',
      place: { door: expect.any(String) },
      persons: [{ name: one.residents[0]?.name }],
    });
    expect(leg).not.toHaveProperty('access');
    expect(leg.persons[0]).not.toHaveProperty('phone');
    expect(opened(leg, wang.frame())).toMatchObject({
      access: expect.any(Object),
      persons: [{ phone: one.residents[0]?.phone }],
    });

    skippedMs += 10 * 60_000;
    await until(() => expect(wang.leg(one.id).state).toBe('timed_out'));
    expect(wang.leg(one.id)).toMatchObject({ kind: 'offer', person: 'withheld', persons: [] });
    expect(one.secrets(JSON.stringify(wang.frame()))).toEqual([]);
    expect(wang.frame()?.keys?.[`${one.id}/${leg.leg}`]).toBeUndefined();
    await wang.reply(one.id, 'accept'); // a late yes counts
    await until(() => expect(wang.leg(one.id)).toMatchObject({ kind: 'active', access: expect.any(Object) }));
    await order(one.id, { command: 'close', disposition: 'helped' });
  });

  it('leaves door and keys with whoever said yes for half an hour after the closing, and no telephone', async () => {
    const wang = await phone('wang-g1');
    const one = await call(homes());
    await order(one.id, { command: 'assign', responder: 'wang-g1', track: 'grid' });
    await wang.reply(one.id, 'accept');
    await until(() => expect(wang.leg(one.id).kind).toBe('active'));
    await order(one.id, { command: 'close', disposition: 'helped' });
    const kept = await until(() => {
      const found = wang.frame()?.ended?.find(({ incident }) => incident === one.id);
      if (!found) throw new Error('nothing is kept');
      return found;
    });
    expect(kept).toMatchObject({ place: { door: expect.any(String) }, names: [one.residents[0]?.name] });
    expect(JSON.stringify(kept)).not.toContain(one.residents[0]?.phone);
    const leftMs = Date.parse(kept.until) - console_.clock.now() - skippedMs; // the decider's clock is ahead by that
    expect(leftMs).toBeGreaterThan(29 * 60_000);
    expect(leftMs).toBeLessThanOrEqual(30 * 60_000);
  });
});

describe('illnesses', () => {
  it('are for the health track after the yes: a gate keeper on it sees none, and who sent him is written down', async () => {
    const [gate, doctor] = [await phone('vol-y01'), await phone('doctor-1')];
    const one = await call(homes());
    await order(one.id, { command: 'assign', responder: 'vol-y01', track: 'health' });
    await order(one.id, { command: 'assign', responder: 'doctor-1', track: 'health' });
    const hasLogged = (entry: object): Promise<void> =>
      until(async () => expect(await log()).toContainEqual(expect.objectContaining(entry)));
    await hasLogged({ action: 'assigned_to_health', about: one.id, name: '白师傅（门卫）' });
    await until(() => expect([gate.leg(one.id).track, doctor.leg(one.id).track]).toEqual(['health', 'health']));
    expect(doctor.leg(one.id).persons).toEqual([]);
    await gate.reply(one.id, 'accept');
    await until(() => expect(gate.leg(one.id).kind).toBe('active'));
    expect(gate.leg(one.id).persons[0]).not.toHaveProperty('conditions');
    await doctor.reply(one.id, 'accept');
    await until(() => expect(doctor.leg(one.id).persons[0]?.conditions).toEqual(one.residents[0]?.conditions));
    await hasLogged({ by: 'doctor-1', what: 'conditions', incident: one.id, purpose: 'incident' });

    // At the scene one of four reasons opens them for anybody who is there; before, and for others, nothing does.
    const glass = (by: string, body: object = { reason: 'life_at_risk' }): Promise<Response> =>
      console_.ask(`/api/v1/incidents/${one.id}/conditions`, { as: by, body });
    expect([(await glass(gate.as)).status, (await glass((await phone('vol-y02')).as)).status]).toEqual([403, 403]);
    await gate.reply(one.id, 'on_scene');
    await until(() => expect(gate.leg(one.id).state).toBe('on_scene'));
    expect((await glass(gate.as, {})).status).toBe(403);
    expect((await glass(gate.as, { reason: 'curious' })).status).toBe(400);
    const { persons } = (await (await glass(gate.as)).json()) as BehindGlass;
    expect(persons[0]?.conditions).toEqual(one.residents[0]?.conditions);
    await hasLogged({
      action: 'conditions_shown',
      purpose: 'break_glass',
      reason: 'life_at_risk',
      incident: one.id,
      role: 'responder',
      residents: one.residents.map(({ id }) => id),
    });
    await order(one.id, { command: 'close', disposition: 'helped' });
    await until(async () => expect((await glass(gate.as)).status).toBe(403));
  });

  it('and who calls at all, are in the desk’s lists and on its page only where its track is concerned', async () => {
    const by = await desk();
    const { socket, frames } = openLive(console_.url, by);
    sockets.push(socket);
    await until(() => expect(frames.some(({ type }) => type === 'snapshot')).toBe(true));
    const service = await call(homes(), 'service');
    const urgent = await call(homes());
    await until(() => expect(JSON.stringify(frames)).toContain(urgent.id));
    const listed = async (state: string, as_ = by): Promise<string> =>
      (await console_.ask(`/api/v1/incidents?state=${state}`, { as: as_ })).text();
    expect(await listed('open')).toContain(urgent.id);
    expect(await listed('all', await as('officer'))).toContain(service.id);
    for (const text of [JSON.stringify(frames), await listed('open'), await listed('all')]) {
      expect(text).not.toContain(service.id);
      for (const { name } of service.residents) expect(text).not.toContain(name);
    }
    const found = async (number: number, as_: string): Promise<SearchAnswer> =>
      (await console_.ask(`/api/v1/search?q=%23${number}`, { as: as_ })).json() as Promise<SearchAnswer>;
    const { number } = (await detailOf(service.id, await as('officer'))).incident;
    expect((await found(number, await as('officer'))).hits).toContainEqual(expect.objectContaining({ id: service.id }));
    expect((await found(number, by)).hits).not.toContainEqual(expect.objectContaining({ id: service.id }));
    const numbers = frames.flatMap((frame) => (frame.type === 'change' ? frame.sequence : []));
    expect(numbers, 'no gap').toEqual(numbers.map((_, i) => (numbers[0] ?? 0) + i));
    // Somebody asks for a doctor: from now on it is the desk's as well, and that they see it is written down.
    await order(service.id, { command: 'assign', responder: 'doctor-1', track: 'health' });
    await until(() => expect(JSON.stringify(frames)).toContain(service.id));
    const seen = { what: 'page', incident: service.id, role: 'health' };
    await until(async () => expect(await log()).toContainEqual(expect.objectContaining(seen)));
    for (const one of [service, urgent]) await order(one.id, { command: 'close', disposition: 'helped' });
  });

  it('are for the desk on its own open track alone; of a service call and of a closed one by breaking the glass', async () => {
    const by = await desk();
    const service = await call(homes(), 'service');
    const urgent = await call(homes());
    const lacks = async (one: Call): Promise<void> => {
      const seen = await detailOf(one.id, by);
      expect(seen.withheld).toEqual(['keys', 'phones', 'conditions']);
      expect(seen.persons[0]).not.toHaveProperty('conditions');
      expect(seen.persons[0]).toMatchObject({ contacts: [] });
      expect(seen.persons[0]).not.toHaveProperty('phone');
      expect(seen).not.toHaveProperty('access');
    };
    await lacks(service);
    const { leg } = await until(async () => {
      const { incident } = await detailOf(urgent.id, by);
      const asked = incident.legs.find(({ responder }) => responder.id === 'health-desk');
      if (!asked) throw new Error('the desk is not asked');
      return { leg: asked };
    });
    expect((await detailOf(urgent.id, by)).withheld, 'before the yes').toEqual(['keys', 'conditions']);
    const yes = { id: 'yes', incident: urgent.id, leg: leg.id, reply: 'accept' };
    await console_.ask('/api/v1/my/replies', { as: by, body: yes });
    await until(async () => {
      const seen = await detailOf(urgent.id, by);
      expect(seen.persons[0]?.conditions).toEqual(urgent.residents[0]?.conditions);
      expect(seen.withheld).toEqual([]);
    });
    await order(urgent.id, { command: 'close', disposition: 'helped' });
    await until(() => lacks(urgent));
    await order(service.id, { command: 'close', disposition: 'helped' });

    const answer = await console_.ask(`/api/v1/incidents/${urgent.id}/conditions`, {
      as: by,
      body: { reason: 'family_asks' },
    });
    const { persons, access } = (await answer.json()) as BehindGlass;
    expect(persons[0]).toMatchObject({
      conditions: urgent.residents[0]?.conditions,
      phone: urgent.residents[0]?.phone,
    });
    expect(access).toEqual(district().homes.get(urgent.home)?.access);
    const [entry] = await readAudit(console_.redis, district(), { limit: 1, action: 'conditions_shown' });
    expect(entry).toMatchObject({ purpose: 'break_glass', reason: 'family_asks', incident: urgent.id });
  });
});

describe('the desk', () => {
  it('has nobody whom its track does not concern in any list: not by name, by home on the map, or by the visit they are due', async () => {
    const [by, community] = [await desk(), await as('community')];
    const service = await call(homes(), 'service');
    await order(service.id, { command: 'close', disposition: 'taken_to_hospital' });
    const { name = '' } = service.residents[0] ?? {};
    const read = async (path: string, as_: string): Promise<string> => (await console_.ask(path, { as: as_ })).text();
    const aftercare = '/api/v1/aftercare';
    await until(async () => expect(await read(aftercare, community)).toContain(service.id));
    for (const path of [aftercare, `/api/v1/search?q=${encodeURIComponent(name)}`, '/api/v1/map']) {
      expect(await read(path, community), path).toContain(service.home);
      const text = await read(path, by);
      expect([text.includes(service.home), text.includes(name)], path).toEqual([false, false]);
    }
    for (const path of ['/api/v1/residents', '/api/v1/readiness'])
      expect((await console_.ask(path, { as: by })).status, path).toBe(403);
    // People who can be sent are found as before.
    expect(await read(`/api/v1/search?q=${encodeURIComponent('唐')}`, by)).toContain('"responder"');
  });
});

it('what a phone kept for one person is not taken from it as another’s', async () => {
  const as_ = await as('responder', { responder: 'wang-g1' });
  const turn = (of: string): Promise<Response> =>
    console_.ask('/api/v1/my/duty', { as: as_, body: { onDuty: true }, headers: { 'x-yjt-as': of } });
  expect((await turn('hongmenjie/li-g2')).status).toBe(401);
  expect((await turn('neighbour/wang-g1')).status).toBe(401);
  expect((await turn('hongmenjie/wang-g1')).status).toBe(200);
});

describe('a telephone number', () => {
  it('is masked where nobody calls, and in full by one request that is written down', async () => {
    const officer = await as('officer');
    const community = await as('community');
    const one = await call(homes());
    const [resident] = one.residents;
    const numbers = [resident?.phone, ...(resident?.contacts ?? []).map(({ phone }) => phone)].filter(
      (n) => n !== undefined,
    );
    for (const by of [officer, community, await as('administrator')]) {
      const text = JSON.stringify(await detailOf(one.id, by));
      expect(numbers.filter((number) => text.includes(number))).toEqual([]);
      expect(text).toContain('****');
    }
    const ask = (by: string, body: object): Promise<Response> =>
      console_.ask(`/api/v1/incidents/${one.id}/phone`, { as: by, body });
    expect(await (await ask(officer, { resident: resident?.id })).json()).toEqual({ phone: resident?.phone });
    const entry = { what: 'phone', purpose: 'incident', residents: [resident?.id] };
    await until(async () => expect(await log()).toContainEqual(expect.objectContaining(entry)));
    expect(await (await ask(officer, { resident: resident?.id, contact: 0 })).json()).toEqual({ phone: numbers[1] });
    expect((await ask(officer, { resident: resident?.id, contact: 9 })).status).toBe(404);
    expect((await ask(officer, { resident: 'res-002' })).status, 'who lives elsewhere').toBe(404);
    expect((await ask(community, { resident: resident?.id })).status).toBe(403);
    expect((await ask(community, { resident: resident?.id, reason: 'doctor_asks' })).status).toBe(200);
    await order(one.id, { command: 'close', disposition: 'false_alarm', text: '已通话' });
    await until(async () => expect((await ask(officer, { resident: resident?.id })).status).toBe(403));
    expect((await ask(officer, { resident: resident?.id, reason: 'family_asks' })).status).toBe(200);
  });

  it('of people who can be sent stands in no list', async () => {
    const answer = await console_.ask('/api/v1/responders', { as: await as('community') });
    const text = await answer.text();
    expect(district().bundle.responders.filter(({ phone }) => phone !== undefined && text.includes(phone))).toEqual([]);
  });
});
