// The promises of the dispatch engine, each as a night in the sample community: real Redis, real broker, real phones over
// MQTT, and time that moves when the story says so.
import { afterEach, describe, expect, it } from 'vitest';
import { shards } from '../../contracts/ids.ts';
import type { Incident, Leg } from '../../contracts/incident/state.ts';
import { secondIn } from '../../contracts/wallClock.ts';
import { readAudit } from '../../store/audit.ts';
import { readDistricts } from '../../store/directory.ts';
import { readDistrict } from '../../store/readDistrict.ts';
import { changing, coordinators, everybody, off } from '../night.ts';
import { until } from '../system.ts';
import { Town } from '../town.ts';

let town: Town;
afterEach(async () => {
  await town.stop();
});

const legsOf = (incident: Incident, track: Leg['track']): string[] =>
  incident.legs.filter((leg) => leg.track === track).map((leg) => `${leg.responder} ${leg.state}`);
/** States of somebody's legs. */
const statesOf = (incident: Incident, responder: string): string[] =>
  incident.legs.filter((leg) => leg.responder === responder).map(({ state }) => state);
/** A button in the first courtyard of grid 1, and two beside it. */
const [home1, home2, home3] = ['btn-001', 'btn-002', 'btn-003'];

describe('the engine promises', () => {
  it('nobody on duty in the grid: the neighbours are asked at once, and the log says why', async () => {
    town = await Town.start(off(...coordinators));
    const [head] = await town.people('vol-y01');
    await (await town.button(home1)).press({ kind: 'sos' });
    await head.hears('offer');
    const [opened, ...rest] = await town.events();
    const skipped = rest.find(({ type }) => type === 'tier_skipped');
    expect(skipped === undefined || skipped.at - (opened?.at ?? 0) < 1_000).toBe(true);
    expect((await town.incident()).legs.some(({ responder }) => coordinators.includes(responder))).toBe(false);
  });

  it('the nearest declines: the next one is asked at once', async () => {
    town = await Town.start(everybody);
    const [wang, zhang] = await town.people('wang-g1', 'zhang-g3');
    await (await town.button(home1)).press({ kind: 'sos' });
    await wang.hears('offer');
    await wang.says('decline', { reason: 'unwell' });
    await zhang.hears('offer');
    expect(await town.events()).toContainEqual(expect.objectContaining({ type: 'leg_declined', reason: 'unwell' }));
  });

  it('the nearest accepts and stands still: another is asked, goes, and the first is told', async () => {
    town = await Town.start(off(...coordinators.filter((id) => id !== 'wang-g1' && id !== 'zhang-g3')));
    const [wang, zhang] = await town.people('wang-g1', 'zhang-g3');
    const button = await town.button(home3);
    const stands = { lon: 104.0624, lat: 30.6374, accuracy: 8, at: new Date().toISOString() };
    await wang.publish('position', stands);
    await zhang.publish('position', { ...stands, lon: 104.0696, lat: 30.6395 });
    await button.press({ kind: 'sos' });
    await wang.hears('offer');
    await wang.says('accept');
    await town.becomes((one) => expect(statesOf(one, 'wang-g1')).toContain('accepted'));
    for (let look = 0; look < 2; look++) {
      await wang.publish('position', stands);
      town.pass(91);
      await until(async () =>
        expect(
          (await town.events()).filter(({ type }) => type === 'leg_progressed' || type === 'leg_doubted').length,
        ).toBeGreaterThan(look),
      );
    }
    await town.becomes((one) =>
      expect(one.legs.find(({ responder }) => responder === 'wang-g1')?.doubtful).toBe('standing_still'),
    );
    await zhang.hears('offer');
    await zhang.says('accept');
    expect(await wang.hears('stand_down')).toMatchObject({ because: 'replaced' });
    await until(() => expect(button.told.map(({ state }) => state)).toContain('coming'));
  });

  it('centre silent, doctor silent, 120 asked: and only a human calls it', async () => {
    town = await Town.start(changing({ 'doctor-2': { onDuty: false } }));
    const [wang, doctor, officer] = await town.people('wang-g1', 'doctor-1', 'community-officer');
    await (await town.button(home1)).press({ kind: 'fall' });
    await wang.hears('offer');
    await wang.says('accept');
    await wang.says('on_scene');
    await town.becomes((one) => expect(statesOf(one, 'wang-g1')).toEqual(['on_scene']));
    town.pass(46);
    await doctor.hears('offer');
    town.pass(61);
    expect(await officer.hears('offer')).toMatchObject({ asks: 'call_120', say: expect.stringContaining('120') });
    await town.becomes((one) => expect(one.marks).toContain('call_120'));
    await officer.says('accept');
    await town.officer({ command: 'call_120', reference: 'A-17' });
    await town.becomes((one) => expect(one).toMatchObject({ ambulance: { by: 'officer/周值班', reference: 'A-17' } }));
    expect((await town.incident()).marks).not.toContain('call_120');
    await officer.hears('stand_down');
  });

  it('officer silent, street told: again and again, for a lamp less and less often', async () => {
    town = await Town.start(everybody);
    const [street] = await town.people('street-officer');
    await (await town.button(home1)).press({ kind: 'service' });
    await until(() => town.incident()); // stored is not yet decided
    for (const seconds of [121, 181, 181]) {
      const before = (await until(() => town.incident())).seq;
      town.pass(seconds);
      await town.becomes((one) => expect(one.seq).toBeGreaterThan(before));
    }
    await street.hears('offer');
    await town.becomes((one) => expect(one.marks).toContain('nobody_answers'));
    const revision = () => street.inbox.at(-1)?.revision ?? 0;
    for (let round = 0; round < 3; round++) {
      const before = revision();
      await until(() => {
        town.pass(60); // each round first asks whoever has not been asked
        expect(revision()).toBeGreaterThan(before);
      });
    }
    expect((await town.incident()).priority).toBe(3);
  });

  it('volunteer nearer than the coordinator: both are asked, and one yes does not send the other home', async () => {
    town = await Town.start(off('wang-g1', 'zhang-g3', 'tang-g4'));
    const [head, li] = await town.people('vol-y02', 'li-g2');
    await (await town.button(town.buttonIn('y02'))).press({ kind: 'sos' });
    await Promise.all([head.hears('offer'), li.hears('offer')]);
    await head.says('accept');
    await town.becomes((one) => expect(statesOf(one, 'vol-y02')).toEqual(['accepted']));
    expect(statesOf(await town.incident(), 'li-g2')).toEqual(['received']);
    await li.says('accept');
    await town.becomes((one) => expect(statesOf(one, 'li-g2')).toEqual(['accepted']));
    expect(statesOf(await town.incident(), 'vol-y02')).toEqual(['accepted']);
  });

  it('one coordinator and three P1 in one minute: each gets somebody, nobody is taken from a P1', async () => {
    town = await Town.start(off(...coordinators.filter((id) => id !== 'wang-g1')));
    const [wang] = await town.people('wang-g1');
    for (const id of [home1, 'btn-040', 'btn-080']) await (await town.button(id)).press({ kind: 'sos' });
    await until(async () => expect(await town.open()).toHaveLength(3));
    await wang.hears('offer');
    const all = await town.open();
    const asked = all.map((one) => one.legs.filter(({ track }) => track === 'grid').map(({ responder }) => responder));
    expect(asked.every((people) => people.length > 0)).toBe(true);
    expect(asked.flat().filter((id) => id === 'wang-g1')).toHaveLength(1);
  });

  it('P1 takes over from P3: the P3 asks another, and nobody is lost', async () => {
    town = await Town.start(off(...coordinators.filter((id) => id !== 'wang-g1' && id !== 'li-g2')));
    const [wang] = await town.people('wang-g1');
    await (await town.button(home1)).press({ kind: 'service' });
    await wang.hears('offer');
    await wang.says('accept');
    await town.becomes((one) => expect(legsOf(one, 'grid')).toEqual(['wang-g1 accepted']));
    await (await town.button('btn-010')).press({ kind: 'sos' });
    await until(() => expect(wang.inbox.some(({ kind, priority }) => kind === 'offer' && priority === 1)).toBe(true));
    await wang.says('accept');
    await town.becomes((one) => expect(statesOf(one, 'wang-g1')).toEqual(['accepted']), 2);
    await town.becomes((one) => {
      expect(statesOf(one, 'wang-g1')).toEqual(['stood_down']);
      expect(one.legs.length).toBeGreaterThan(1);
    }, 1);
    expect(await wang.hears('stand_down')).toMatchObject({ number: 1, because: 'needed_elsewhere' });
  });

  it('cancel: stops nothing, marks for verification, and is answered', async () => {
    town = await Town.start(everybody);
    const [wang] = await town.people('wang-g1');
    const button = await town.button(home1);
    await button.press({ kind: 'sos' });
    await wang.hears('offer');
    await button.press({ kind: 'cancel' });
    await town.becomes((one) => expect(one).toMatchObject({ state: 'open', marks: ['cancel_requested'] }));
    await until(() => expect(button.told.at(-1)).toMatchObject({ step: 'cancel_check' }));
    await wang.says('accept');
    await town.becomes((one) => expect(statesOf(one, 'wang-g1')).toEqual(['accepted']));
  });

  it('cancel when nothing is open, before a call or after its end: the button hears that nothing is', async () => {
    town = await Town.start(everybody);
    const button = await town.button(home1);
    await button.press({ kind: 'cancel' });
    await until(() => expect(button.told.at(-1)).toMatchObject({ state: 'closed', step: 'closed' }));
    await button.press({ kind: 'sos' });
    const { id } = await town.incident();
    await town.officer({ command: 'close', disposition: 'helped' });
    await until(() => expect(button.told.at(-1)).toMatchObject({ incident: id, state: 'closed' }));
    await button.press({ kind: 'cancel' });
    await until(() => {
      expect(button.told.at(-1)).toMatchObject({ state: 'closed', say: expect.stringContaining('没有正在处理的呼叫') });
      expect(button.told.at(-1)).not.toHaveProperty('incident');
    });
  });

  it('late buffered press (an hour old) is dispatched like any other and marked late', async () => {
    town = await Town.start(everybody);
    const [wang] = await town.people('wang-g1');
    await (await town.button(home1)).press({ kind: 'sos', at: new Date(Date.now() - 3_600_000).toISOString() });
    await wang.hears('offer');
    expect((await town.incident()).marks).toEqual(['late']);
  });

  it('same press three times: one incident, counted, rung again', async () => {
    town = await Town.start(everybody);
    const button = await town.button(home1);
    for (let i = 0; i < 3; i++) await button.press({ kind: 'sos', id: 'p-1' });
    await town.becomes((one) => expect(one.presses).toMatchObject([{ times: 3 }]));
    expect(await town.open()).toHaveLength(1);
  });

  it('press during a roster change: whoever is on duty afterwards is asked, and nobody twice', async () => {
    town = await Town.start(everybody);
    const [zhang] = await town.people('wang-g1', 'zhang-g3').then(([, second]) => [second]);
    const button = await town.button(home1);
    await Promise.all([town.change('wang-g1', { onDuty: false }), button.press({ kind: 'sos' })]);
    await town.store({
      v: 1,
      kind: 'duty',
      district: 'hongmenjie',
      responder: 'wang-g1',
      by: 'x',
      id: 'd1',
      onDuty: false,
    });
    await zhang?.hears('offer');
    const people = (await town.incident()).legs.map(({ responder }) => responder);
    expect(new Set(people).size).toBe(people.length);
  });

  it('person leaves duty mid-leg: a replacement is asked, and only their yes lets the first go', async () => {
    town = await Town.start(everybody);
    const [wang, zhang] = await town.people('wang-g1', 'zhang-g3');
    await (await town.button(home1)).press({ kind: 'sos' });
    await wang.hears('offer');
    await wang.says('accept');
    await town.becomes((one) => expect(statesOf(one, 'wang-g1')).toEqual(['accepted']));
    await wang.publish('duty', { onDuty: false });
    await zhang.hears('offer');
    expect(statesOf(await town.incident(), 'wang-g1')).toEqual(['accepted']);
    await zhang.says('accept');
    await town.becomes((one) => expect(statesOf(one, 'wang-g1')).toEqual(['stood_down']));
  });

  it('a duty switch by MQTT ends with the shift and is noted; one that has ended already is acknowledged and changes nothing', async () => {
    town = await Town.start((bundle) => {
      const shift = { id: 's', responder: 'wang-g1', start: '2026-01-01T00:00', end: '2026-01-02T00:00' };
      return { ...bundle, shifts: [{ ...shift, repeats: 'FREQ=DAILY' }], leaves: [], swaps: [] };
    });
    const { redis } = town;
    const [wang, zhang] = await town.people('wang-g1', 'zhang-g3');
    const known = async (id: string) =>
      (await readDistrict(redis, 'hongmenjie'))?.responders.find((one) => one.id === id);
    await wang.publish('duty', { onDuty: false, until: '2001-01-01T00:00:00Z' });
    await wang.publish('duty', { onDuty: false, until: 'tonight' });
    expect(await known('wang-g1')).toMatchObject({ onDuty: true });
    await wang.publish('duty', { onDuty: false });
    await zhang.publish('duty', { onDuty: false });
    expect((await known('zhang-g3'))?.dutyUntil).toBeUndefined(); // without a shift it holds until it is turned again
    const off = await known('wang-g1');
    const end = new Date((off?.dutyUntil ?? 0) + 8 * 3_600_000);
    expect([off?.onDuty, end.toISOString().slice(11)]).toEqual([false, '00:00:00.000Z']);
    expect(off?.dutyUntil).toBeGreaterThan(Date.now());
    expect(off?.dutyUntil).toBeLessThanOrEqual(Date.now() + 86_400_000);
    const shard = (await readDistricts(redis)).get('hongmenjie') ?? shards[0];
    if (!shard) throw new Error('no shard');
    const noted = await readAudit(redis, { id: 'hongmenjie', shard }, { limit: 10, action: 'duty_switched' });
    expect(noted.map(({ about, role, why }) => [about, role, why])).toEqual([
      ['zhang-g3', 'responder', 'off'],
      ['wang-g1', 'responder', `off until ${secondIn('Asia/Shanghai', off?.dutyUntil ?? 0)}`],
    ]);
  });

  it('closing withdraws all, and each of them confirms it', async () => {
    town = await Town.start(everybody);
    const [wang, desk] = await town.people('wang-g1', 'health-desk');
    await (await town.button(home1)).press({ kind: 'sos' });
    await Promise.all([wang.hears('offer'), desk.hears('offer')]);
    await wang.says('accept');
    await town.officer({ command: 'close', disposition: 'helped' });
    await Promise.all([wang.hears('stand_down'), desk.hears('stand_down')]);
    await town.becomes((one) =>
      expect(one.legs.every((leg) => leg.receipted === leg.revision || leg.state === 'declined')).toBe(true),
    );
    await until(async () => expect(await town.open()).toEqual([]));
  });

  it('a stood-down leg whose phone is off stays due after closing, is chased by another channel and then by the officer', async () => {
    town = await Town.start((bundle) => {
      const changed = everybody(bundle);
      return { ...changed, policy: { ...changed.policy, channels: ['voice'] } };
    });
    await (await town.button(home1)).press({ kind: 'service' });
    await town.becomes((one) => expect(legsOf(one, 'grid')).toEqual(['wang-g1 offered']));
    await town.officer({ command: 'close', disposition: 'helped' });
    await town.becomes((one) => expect(statesOf(one, 'wang-g1')).toEqual(['stood_down']));
    expect(await town.open()).toHaveLength(1);
    town.pass(61);
    await until(async () =>
      expect(await town.inbox('n/voice')).toMatchObject([{ kind: 'stand_down', responder: 'wang-g1' }]),
    );
    town.pass(61);
    await town.becomes((one) => expect(one.marks).toContain('untold'));
    expect(await town.open()).toHaveLength(1);
    await town.officer({ command: 'told', leg: 'L1' });
    await until(async () => expect(await town.open()).toEqual([]));
    expect(await town.inbox('n/voice')).toEqual([]);
  });

  it('a dispatcher that was down decides what was stored, then acts on overdue ones in order of priority, marked late', async () => {
    town = await Town.start(everybody);
    await (await town.button(home1)).press({ kind: 'service' });
    await (await town.button(home2)).press({ kind: 'sos' });
    await until(async () => expect(await town.open()).toHaveLength(2));
    await town.rest();
    town.pass(600);
    await town.store({ v: 1, kind: 'press', district: 'hongmenjie', device: 'btn-010', id: 'later', press: 'sos' });
    town.resume();
    // The new owner's clock begins with the server's: what passed while nobody worked is time on that clock.
    await until(async () => expect(await town.open()).toHaveLength(3));
    town.pass(130);
    for (const number of [1, 2])
      await until(async () =>
        expect((await town.events(number)).some(({ lateMs }) => (lateMs ?? 0) > 1_000)).toBe(true),
      );
    const urgent = (await town.incident(2)).id;
    const late = (await town.commits()).find(({ events }) => events.some(({ lateMs }) => lateMs !== undefined));
    expect(late?.incident).toBe(urgent);
  });

  it.each([3_600, -3_600])('a wall clock that jumps by %i s neither fires a deadline nor starves it', async (step) => {
    town = await Town.start(everybody);
    await (await town.button(home1)).press({ kind: 'service' });
    await town.becomes((one) => expect(statesOf(one, 'wang-g1')).toEqual(['offered']));
    town.wallStepSeconds = step;
    await until(() => expect(town.samples.filter((one) => one === step).length).toBeGreaterThan(1));
    expect(statesOf(await town.incident(), 'wang-g1')).toEqual(['offered']);
    town.pass(131); // two minutes to answer, and the little by which the clock leans towards the wall's
    await town.becomes((one) => expect(statesOf(one, 'wang-g1')).toEqual(['timed_out']));
  });

  it('nor does one that was set back while another took over: time goes on from the last event', async () => {
    town = await Town.start(everybody);
    await (await town.button(home1)).press({ kind: 'service' });
    await town.becomes((one) => expect(statesOf(one, 'wang-g1')).toEqual(['offered']));
    town.pass(131);
    await town.becomes((one) => expect(statesOf(one, 'wang-g1')).toEqual(['timed_out']));
    const before = (await town.events()).at(-1)?.at ?? 0;
    await town.rest();
    town.wallStepSeconds = -3_600;
    town.resume();
    await (await town.button(home1)).press({ kind: 'service', battery: 50 });
    await until(async () => {
      const last = (await town.events()).findLast(({ type }) => type === 'press_joined');
      expect(last).toBeDefined();
      expect(last?.at).toBeGreaterThanOrEqual(before);
    });
  });

  it('a wrong card at the door is told to both, the right code is recorded, neither is kept', async () => {
    town = await Town.start(everybody);
    const [wang] = await town.people('wang-g1');
    await (await town.button(home1)).press({ kind: 'sos' });
    await wang.hears('offer');
    await wang.says('accept');
    await wang.says('on_scene', { check: { by: 'door_code', code: 'wrong-code' } });
    expect(await wang.hears('update')).toMatchObject({ because: 'code_wrong' });
    await town.becomes((one) => expect(one.marks).toContain('scene_unverified'));
    expect(JSON.stringify(await town.events())).not.toContain('wrong-code');
  });

  it('a carried device away from home brings help to its fix, and the position stays out of the log', async () => {
    town = await Town.start((bundle) => ({
      ...everybody(bundle),
      devices: bundle.devices.map(({ home: _, ...one }) => ({
        ...one,
        ...(one.id === home1 ? { resident: 'res-001' } : _ ? { home: _ } : {}),
      })),
    }));
    const [huang] = await town.people('huang-g7');
    const at = new Date().toISOString();
    await (await town.button(home1)).press({
      kind: 'sos',
      location: { lon: 104.0601, lat: 30.6397, accuracy: 15, at },
    });
    expect(await huang.hears('offer')).toMatchObject({ away: true, position: [104.0601, 30.6397] });
    expect((await town.incident()).marks).toEqual(['away_from_home']);
    expect(JSON.stringify(await town.events())).not.toContain('30.6397');
  });
});
