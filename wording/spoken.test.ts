import { describe, expect, it } from 'vitest';
import type { IncidentId } from '../contracts/ids.ts';
import type { DeviceStateRecord, InboxMessage } from '../contracts/incident/inbox.ts';
import { sampleDistrict } from '../test/sample.ts';
import { dispatchMessage, stateMessage } from './spoken.ts';

const district = sampleDistrict();
const [home, other] = district.bundle.homes;
const message: InboxMessage = {
  delivery: '01JZZZZZZZ-0-s00/L1/1',
  kind: 'offer',
  district: 'hongmenjie',
  incident: '01JZZZZZZZ-0-s00' as IncidentId,
  number: 12,
  leg: 'L1',
  revision: 1,
  track: 'grid',
  priority: 1,
  call: 'fall',
  home: home?.id ?? '',
  active: false,
};
const noon = Date.parse('2026-06-01T12:00:00+08:00');
const told = (more: Partial<InboxMessage>, responder = 'wang-g1') =>
  dispatchMessage({ ...message, ...more }, district, { responder, now: noon });
const state = (more: Partial<DeviceStateRecord>) =>
  stateMessage({ district: 'hongmenjie', revision: 3, state: 'coming', ...more }, 'btn-001', district);

describe('what a responder is told', () => {
  it.each<{ what: string; more: Partial<InboxMessage>; says: RegExp }>([
    { what: 'an offer', more: {}, says: /^跌倒：.+能去请按“我去”。$/ },
    {
      what: 'an offer of a call that has become another',
      more: { because: 'call_changed' },
      says: /^现在是跌倒：.+能去请按“我去”。$/,
    },
    { what: 'news of it on the way', more: { kind: 'update', because: 'call_changed' }, says: /警情有变/ },
    { what: 'another place', more: { kind: 'update', because: 'place_changed' }, says: /地点已更正/ },
    { what: 'the question after a long silence', more: { kind: 'update', because: 'still_there' }, says: /还在现场吗/ },
    {
      what: 'a call to the fire brigade',
      more: { asks: 'call_119', need: 'call_119', purpose: 'calls' },
      says: /请拨打119/,
    },
    { what: 'a call to the police', more: { asks: 'call_110', need: 'call_110', purpose: 'calls' }, says: /请拨打110/ },
    {
      what: 'a need that nobody meets',
      more: { need: 'officer', purpose: 'told', because: 'not_acknowledged' },
      says: /“值班员接警”还没有着落，请您接手.+还没有值班员接警/,
    },
    {
      what: 'an inexact position',
      more: { fix: [104.06, 30.64], inexact: true },
      says: /按地图位置前往）（位置不准/,
    },
  ])('$what, in words', ({ more, says }) => expect(told(more).say).toMatch(says));

  it('names every address after two incidents were merged', () => {
    const { say, also } = told({ also: [other?.id ?? '', 'gone'] });
    expect(also).toHaveLength(1);
    expect(say).toContain(`另外这里也有人求助：${also?.[0]}`);
    expect(told({ also: [other?.id ?? ''], kind: 'stand_down' }).also).toBeUndefined();
  });
});

describe('what whoever is asked may know', () => {
  const [resident] = district.residentsOf(home?.id ?? '');
  const name = resident?.name ?? '';
  const whole = `${district.courtyards.get(home?.courtyard ?? '')?.name} ${home?.building} ${home?.unit} ${home?.door}`;
  const private_ = [
    name,
    home?.door ?? '',
    home?.unit ?? '',
    ...Object.values(home?.access ?? {}),
    ...(resident?.conditions ?? []),
  ];
  const secrets = (one: object): string[] =>
    private_.filter((word) => word !== '' && JSON.stringify(one).includes(word));
  const active = { kind: 'update', active: true } as const;

  it.each<{ who: string; responder: string; more: Partial<InboxMessage> }>([
    { who: 'a volunteer', responder: 'vol-y01', more: {} },
    { who: 'a coordinator of another grid', responder: 'li-g2', more: {} },
    { who: 'a doctor on call', responder: 'doctor-1', more: { track: 'health' } },
    { who: 'somebody who is gone from the registry', responder: 'nobody', more: {} },
    { who: 'the coordinator of the grid, once its time has passed', responder: 'wang-g1', more: { deadline: noon } },
    {
      who: 'the desk, once its time has passed',
      responder: 'health-desk',
      more: { purpose: 'desk', deadline: noon - 1 },
    },
    { who: 'whoever had it in hand and is stood down', responder: 'wang-g1', more: { kind: 'stand_down' } },
    { who: 'a volunteer, with other homes that called', responder: 'vol-y01', more: { also: [home?.id ?? ''] } },
  ])('$who is told no name, door, key or illness', ({ responder, more }) => {
    expect(secrets(told(more, responder))).toEqual([]);
  });

  it('a volunteer is told what, where about and how far', () => {
    expect(told({ travelSeconds: 90 }, 'vol-y01')).toMatchObject({
      call: '跌倒',
      courtyard: district.courtyards.get(home?.courtyard ?? '')?.name,
      grid: district.grids.get('g1')?.name,
      building: home?.building,
      travelSeconds: 90,
      sealed: true,
      position: expect.any(Array),
    });
  });

  it('the coordinator of the grid and the desks are told person and door at once, the keys after their yes', () => {
    for (const responder of ['wang-g1', 'health-desk', 'community-officer']) {
      const offer = told({}, responder);
      expect(offer).toMatchObject({ place: whole, person: expect.stringContaining(name) });
      expect(offer).not.toHaveProperty('access');
      expect(offer).not.toHaveProperty('sealed');
    }
    expect(told(active)).toMatchObject({ place: whole, access: expect.stringMatching(/.+/) });
  });

  it('whoever is asked to call an ambulance is told whom for, or the call could not be made', () => {
    const asked = told({ purpose: 'calls', asks: 'call_120' }, 'vol-y01');
    expect(asked).toMatchObject({ place: whole, person: expect.stringContaining(name) });
  });

  it.each([
    { responder: 'doctor-1', track: 'health', told: true },
    { responder: 'wang-g1', track: 'grid', told: false },
    { responder: 'vol-y01', track: 'health', told: false },
  ] as const)(
    'after the yes illnesses are told to $responder on the $track track: $told',
    ({ responder, track, told: may }) => {
      const said = told({ ...active, track }, responder).conditions ?? [];
      expect(said).toEqual(may ? resident?.conditions : []);
      expect(told({ track }, responder).conditions, 'before it to nobody').toBeUndefined();
    },
  );
});

describe('what a button says', () => {
  it('no time where there is none that can be true, and never “at once” for it', () => {
    for (const step of ['coming', 'neighbour_first'] as const)
      expect(state({ step, who: 'wang-g1' }).say).not.toMatch(/分钟|马上/);
    expect(state({ step: 'coming', who: 'wang-g1' }).say).toBe('王协管员正在赶来。');
  });

  it('tells of a neighbour who comes first, and that others are still asked', () => {
    const said = state({ step: 'neighbour_first', who: 'wang-g1', etaSeconds: 120 });
    expect(said.say).toMatch(/王协管员先过来看您，大约2分钟到，我们还在为您找工作人员/);
    expect(said.step).toBe('neighbour_first');
  });

  it('tells that whoever was there has left, and how to call again', () => {
    expect(state({ state: 'left', step: 'left', who: 'wang-g1' })).toMatchObject({
      state: 'left',
      say: '王协管员已经来看过您、走了。还需要帮助，请再按一次。',
    });
  });
});
