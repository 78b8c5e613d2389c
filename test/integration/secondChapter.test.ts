// The second chapter of an incident through the real parts: Redis, broker, phones and buttons over MQTT. What the core promises in
// dispatcher/domain/incident/neverMute.test.ts is heard here by those whom it concerns.
import { afterEach, describe, expect, it } from 'vitest';
import type { Incident } from '../../contracts/incident/state.ts';
import type { NeedKind } from '../../contracts/terms.ts';
import { readSide } from '../../store/log.ts';
import { changeDocument } from '../../store/writeDistrict.ts';
import { coordinators, everybody, off, only } from '../night.ts';
import { until } from '../system.ts';
import { Town } from '../town.ts';

let town: Town;
afterEach(async () => {
  await town.stop();
});

const need = (incident: Incident, kind: NeedKind) => incident.needs?.find((one) => one.need === kind);
const [home1, home2] = ['btn-001', 'btn-002'];

describe('through broker, store and phones', () => {
  it('a fall after everything was done rings those who were there first, and the button hears that it was heard', async () => {
    town = await Town.start(everybody);
    const [wang, desk] = await town.people('wang-g1', 'health-desk');
    const button = await town.button(home1);
    await button.press({ kind: 'sos' });
    await Promise.all([wang.hears('offer'), desk.hears('offer')]);
    for (const word of ['accept', 'on_scene', 'done'] as const) await wang.says(word);
    await desk.says('accept');
    await desk.says('done');
    await town.becomes((one) => expect(need(one, 'health')?.state).toBe('ended'));
    await until(() => expect(button.told.at(-1)?.state).toBe('left'));
    const before = wang.inbox.length;
    await button.press({ kind: 'fall' });
    await until(() => expect(wang.inbox.slice(before).at(-1)).toMatchObject({ kind: 'offer', call: '跌倒' }));
    await until(() => expect(button.told.at(-1)?.state).toBe('received'));
    await town.becomes((one) => expect(one.acknowledged).toBeUndefined());
  });

  it('"done" on the way is no arrival: the next one is asked, and for a minute it can be taken back', async () => {
    town = await Town.start(everybody);
    const [wang, zhang] = await town.people('wang-g1', 'zhang-g3');
    const button = await town.button(home1);
    await button.press({ kind: 'sos' });
    await wang.hears('offer');
    await wang.says('accept');
    await wang.says('done');
    await zhang.hears('offer');
    await until(() => expect(button.told.at(-1)?.state).toBe('received'));
    await wang.says('on_scene');
    await zhang.hears('stand_down');
    await until(() => expect(button.told.at(-1)?.state).toBe('arrived'));
  });

  it('a gate keeper who bridges: the squads are asked at his yes', async () => {
    town = await Town.start(only('vol-y01', 'squad-1', 'health-desk'));
    const [gate, squad] = await town.people('vol-y01', 'squad-1');
    await (await town.button(home1)).press({ kind: 'sos' });
    await gate.hears('offer');
    await gate.says('accept');
    await squad.hears('offer');
  });

  it('"no breath, call an ambulance" rings desk and officers until the call is recorded', async () => {
    town = await Town.start(everybody);
    const [wang, desk] = await town.people('wang-g1', 'health-desk');
    await (await town.button(home1)).press({ kind: 'sos' });
    await wang.hears('offer');
    for (const word of ['accept', 'on_scene'] as const) await wang.says(word);
    await town.becomes((one) => expect(need(one, 'door')?.state).toBe('met'));
    await wang.says('help', { needs: 'ambulance', text: '没有呼吸' });
    await until(() => expect(desk.inbox.at(-1)).toMatchObject({ asks: 'call_120' }));
    const rung = () => desk.inbox.at(-1)?.revision ?? 0;
    const before = rung();
    await until(() => {
      town.pass(61);
      expect(rung()).toBeGreaterThan(before);
    });
    await desk.says('called', { needs: 'ambulance' });
    await town.becomes((one) => {
      expect(one.ambulance?.by).toBe('responder/health-desk');
      expect(need(one, 'call_120')).toMatchObject({ state: 'ended' });
    });
  });

  it('an order on an old picture is refused: the resident has pressed since', async () => {
    town = await Town.start(everybody);
    const button = await town.button(home1);
    await button.press({ kind: 'sos' });
    await until(() => town.incident());
    const seen = (await town.incident()).seq;
    await button.press({ kind: 'fall' });
    await town.becomes((one) => expect(one.call).toBe('fall'));
    await town.officer({ command: 'close', disposition: 'false_alarm', text: '误按', seen });
    await until(async () => {
      const codes = (await town.commits()).map(({ input }) => input?.result ?? '');
      expect(codes.some((result) => result.includes('said_since'))).toBe(true);
    });
    expect((await town.incident()).state).toBe('open');
  });

  it('merges in a chain: the third button belongs to the first incident, and hears of it', async () => {
    town = await Town.start(everybody);
    const third = await town.button(town.buttonIn('y03'));
    await (await town.button(home1)).press({ kind: 'sos' });
    await town.becomes((one) => expect(one.number).toBe(1));
    await (await town.button(town.buttonIn('y02'))).press({ kind: 'sos' });
    await town.becomes((one) => expect(one.number).toBe(2));
    await third.press({ kind: 'sos' });
    await town.becomes((one) => expect(one.number).toBe(3));
    await town.officer({ command: 'merge', into: (await town.incident(2)).id }, await town.incident(3));
    await town.becomes((one) => expect(one.absorbed).toHaveLength(1), 2);
    await town.officer({ command: 'merge', into: (await town.incident(1)).id }, await town.incident(2));
    await town.becomes((one) => expect(one.absorbed).toHaveLength(2), 1);
    const { id } = await town.incident(1);
    await until(() => expect(third.told.at(-1)?.incident).toBe(id));
    expect(third.told.map(({ state }) => state)).not.toContain('closed');
  });

  it('a coordinator who comes on duty while everybody was asked in vain is asked at once', async () => {
    town = await Town.start(only());
    const [zhang] = await town.people('zhang-g3');
    await (await town.button(home1)).press({ kind: 'sos' });
    await town.becomes((one) => expect(need(one, 'door')?.state).toBe('spent'));
    await zhang.publish('duty', { onDuty: true });
    await zhang.hears('offer');
  });

  it('whoever is on duty by a changed registry is asked, also when nothing was said of it or it was decided too early', async () => {
    town = await Town.start(only());
    const [zhang] = await town.people('zhang-g3');
    await (await town.button(home1)).press({ kind: 'sos' });
    await town.becomes((one) => expect(need(one, 'door')?.state).toBe('spent'));
    const place = { district: 'hongmenjie', kind: 'responders', id: 'zhang-g3' } as const;
    await changeDocument(town.redis, place, (one) => ({ ...one, onDuty: true }));
    await zhang.hears('offer');
  });

  it('a service call that becomes a fall is a fall on every phone', async () => {
    town = await Town.start(everybody);
    const [wang, desk] = await town.people('wang-g1', 'health-desk');
    const button = await town.button(home1);
    await button.press({ kind: 'service' });
    await wang.hears('offer');
    await wang.says('accept');
    await town.becomes((one) => expect(need(one, 'door')?.state).toBe('met'));
    await button.press({ kind: 'fall' });
    await until(() =>
      expect(wang.inbox.at(-1)).toMatchObject({ kind: 'update', call: '跌倒', because: 'call_changed' }),
    );
    await desk.hears('offer');
  });

  it('two thousand cancels ring a phone a few times, and a press of another kind still counts', async () => {
    town = await Town.start(everybody);
    const [wang] = await town.people('wang-g1');
    const button = await town.button(home1);
    await button.press({ kind: 'sos' });
    await wang.hears('offer');
    await Promise.all(Array.from({ length: 500 }, (_, i) => button.press({ kind: 'cancel', id: `c${i}` })));
    await button.press({ kind: 'fall', id: 'last' });
    await town.becomes((one) => expect(one.call).toBe('fall'));
    expect(wang.inbox.length).toBeLessThan(15);
    expect(JSON.stringify(await town.incident()).length).toBeLessThan(20_000);
  });

  it('a carried device far away is an incident of its own beside the one at home', async () => {
    town = await Town.start((bundle) => ({
      ...everybody(bundle),
      devices: bundle.devices.map((one) =>
        one.id === home2 ? { id: one.id, kind: 'pendant', resident: bundle.residents[0]?.id ?? '' } : one,
      ),
    }));
    await (await town.button(home1)).press({ kind: 'sos' });
    await town.becomes((one) => expect(one.number).toBe(1));
    const at = new Date().toISOString();
    const pendant = await town.button(home2);
    await pendant.press({ kind: 'sos', location: { lon: 104.075, lat: 30.64, accuracy: 10, at } });
    await town.becomes((one) => expect(one).toMatchObject({ number: 2, spot: 'fix', spotOf: home2 }));
    expect((await town.incident(2)).group).toBe((await town.incident(1)).id);
    const { id } = await town.incident(2);
    expect((await readSide(town.redis, town.shard, id)).spot).toBe('[104.075,30.64]');
  });

  it('an unacknowledged P1 while nobody comes: a second officer, then community and street are told', async () => {
    town = await Town.start(only('community-officer', 'street-officer'));
    const [street] = await town.people('street-officer');
    await (await town.button(home1)).press({ kind: 'sos' });
    await until(() => town.incident());
    await until(async () => {
      town.pass(30);
      const told = (await town.incident()).legs.filter((leg) => leg.need === 'officer');
      expect(told.map(({ responder }) => responder).sort()).toEqual(['community-officer', 'street-officer']);
    });
    await street.hears('offer');
    await town.becomes((one) => expect(one.marks).toContain('reason_due'));
  });

  it('everybody off duty, a night desk elsewhere: it is rung with the press', async () => {
    town = await Town.start(off(...coordinators));
    await town.change('street-officer', { nightDeskUntil: (Date.now() + 3_600_000) as never });
    const [street] = await town.people('street-officer');
    await (await town.button(home1)).press({ kind: 'sos' });
    await street.hears('offer');
    const { legs } = await town.incident();
    expect(legs.find(({ responder }) => responder === 'street-officer')).toMatchObject({
      need: 'officer',
      purpose: 'told',
    });
  });
});
