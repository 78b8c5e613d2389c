import { describe, expect, it } from 'vitest';
import { at, type IncidentId } from '../contracts/ids.ts';
import type { InboxMessage } from '../contracts/incident/inbox.ts';
import { AlarmCode } from '../contracts/system/alarms.ts';
import { sampleDistrict } from '../test/sample.ts';
import { gatewayAlarm, gatewayDispatch } from './outside.ts';

const district = sampleDistrict();
const [home] = district.bundle.homes;
const courtyard = district.courtyards.get(home?.courtyard ?? '');
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
  call: 'sos',
  home: home?.id ?? '',
  active: false,
  responder: 'wang-g1',
};
const told = (more: Partial<InboxMessage>) =>
  gatewayDispatch({ ...message, ...more }, { channel: 'webhook', district, publicUrl: 'https://yjt.example' });

describe('what goes out through a gateway', () => {
  it.each<{ what: string; more: Partial<InboxMessage>; zh: RegExp; en: RegExp }>([
    {
      what: 'an offer',
      more: {},
      zh: /12号警情，P1 求助，.+能去请登录答复：https/,
      en: /Incident 12, P1 call for help, .+say so/,
    },
    {
      what: 'an update',
      more: { kind: 'update', because: 'pressed_again' },
      zh: /请继续。对方又按了一次/,
      en: /pressed again/,
    },
    { what: 'a stand-down', more: { kind: 'stand_down' }, zh: /不用去了/, en: /no longer needed/ },
    { what: 'a call to 120', more: { asks: 'call_120' }, zh: /请拨打120/, en: /call 120/ },
    { what: 'a ring again', more: { because: 'no_answer' }, zh: /还没有收到您的答复/, en: /not heard from you/ },
  ])('$what says number, grid and courtyard, in both languages', ({ more, zh, en }) => {
    const { text, grid, recipient } = told(more) ?? never();
    expect(text.zh).toMatch(zh);
    expect(text.en).toMatch(en);
    for (const sentence of [text.zh, text.en]) {
      expect(sentence).toContain(courtyard?.name);
      expect(sentence).toContain(grid);
    }
    expect(recipient).toEqual({ responder: 'wang-g1', phone: district.responders.get('wang-g1')?.phone });
  });

  it.each<{ what: string; more: Partial<InboxMessage>; zh: RegExp; en: RegExp }>([
    { what: 'offer', more: {}, zh: /共7起求助，其中紧急2起。能去请登录答复/, en: /7 calls in .+, 2 of them urgent/ },
    { what: 'update', more: { kind: 'update' }, zh: /还有7起求助由您负责/, en: /7 calls in .+ count on you/ },
    { what: 'stand-down', more: { kind: 'stand_down' }, zh: /求助都不用去了/, en: /no longer needed for the calls in/ },
    { what: 'call to 120', more: { asks: 'call_120' }, zh: /共7起求助，请拨打120/, en: /7 calls in .+call 120/ },
  ])('says the $what of a group with its number and its place, and names the person in its key', ({ more, zh, en }) => {
    const counts = { count: 7, open: 5, urgent: 2 };
    const grid = district.grids.get(courtyard?.grid ?? '');
    for (const [id, where] of [
      [courtyard?.id ?? '', `${grid?.name} ${courtyard?.name}`],
      [`*${grid?.id}+120`, grid?.name ?? ''],
    ] as const) {
      const of = told({ delivery: `group/${id}/57`, group: { id, ...counts }, ...more }) ?? never();
      expect(of.text.zh).toMatch(zh);
      expect(of.text.en).toMatch(en);
      for (const sentence of [of.text.zh, of.text.en]) {
        expect(sentence).toContain(where);
        expect(sentence, 'not one of its calls').not.toMatch(/12号|Incident 12/);
      }
      expect(of).toMatchObject({ delivery: `group/wang-g1/${id}/57`, group: { name: where, ...counts } });
    }
    const { text } = told({ group: { id: '?', ...counts }, ...more }) ?? never();
    expect(text.zh).toContain('地点不详');
    expect(text.en).toContain('an unknown place');
  });

  it('says that it is only a demonstration', () => {
    expect(told({})).toMatchObject({ demo: true, text: { zh: expect.stringMatching(/^【一键通演示】/) as string } });
  });

  it('leads the health centre to its desk, others to the phone', () => {
    expect(told({ responder: 'health-desk' })?.link).toBe('https://yjt.example/h');
    expect(told({})?.link).toBe('https://yjt.example/r');
  });

  it.each([
    { who: 'somebody unknown', more: { responder: 'nobody' } },
    { who: 'nobody', more: { responder: undefined } },
  ])('is nothing for $who', ({ more }) => {
    expect(told(more as Partial<InboxMessage>)).toBeUndefined();
  });

  it('names no place where the home is unknown', () => {
    const { text, courtyard: none } = told({ home: 'gone' }) ?? never();
    expect(none).toBeUndefined();
    expect(text.zh).toContain('12号警情，P1 求助。');
  });

  it.each(AlarmCode.enum)('says the alarm %s and its end, in both languages', (code) => {
    const change = { code, subject: 'x', since: at(0), at: at(60_000), figures: {} };
    const outside = { channel: 'webhook' as const, demo: false, publicUrl: 'https://yjt.example', delivery: 'alarm/1' };
    const raised = gatewayAlarm({ ...change, change: 'raised' }, outside);
    const cleared = gatewayAlarm({ ...change, change: 'cleared' }, outside);
    expect(raised.text.zh).toMatch(/^【一键通】系统报警：.+。https/);
    expect(cleared.text.en).toMatch(/^\[yijiantong\] Over: .+\.$/);
    expect(raised.since).toBe('1970-01-01T08:00:00.000+08:00');
  });
});

function never(): never {
  throw new Error('nothing was made');
}
