import { createHash, createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type Mapping, mappingCheck } from '../contracts/office/mapping.ts';
import { allAre, gotten, now, posted, readingsIn, those, verdictOf } from './given.ts';
import { mappedAdapter, readMapped, requestOf, wordsIn } from './mapped.ts';
import { aiqianguaMapped, akmon, jjt, mappings, tianshu, tuhu } from './mappings.ts';

const chengdu = (text: string): number => Date.parse(`${text}+08:00`);
const plain: Mapping = {
  name: 'plain',
  device: ['sn'],
  words: [{ at: 'event', means: { K1: 'sos', K2: 'service' } }],
  callDevices: false,
};
const mapped = (besides: Partial<Mapping> = {}): Mapping => ({ ...plain, ...besides });
const read = (mapping: Mapping, ...rest: Parameters<typeof posted>) => readingsIn(readMapped(mapping), posted(...rest));

describe('途狐', () => {
  const alarm = {
    alarmType: '1',
    alarmName: 'SOS报警',
    alarmTime: '2026-03-01 08:05:09',
    imei: '868000000000001',
    lat: '30.67',
    lng: '104.06',
    address: '成都',
  };
  const form = (data: object) => new URLSearchParams({ data: JSON.stringify(data) }).toString();
  it('is JSON within the field of a form', () => {
    const at = chengdu('2026-03-01T08:05:09');
    expect(read(tuhu, form(alarm))).toEqual([
      {
        is: 'press',
        device: '868000000000001',
        kind: 'sos',
        at,
        place: { lon: 104.06, lat: 30.67, datum: 'wgs84', at },
        word: '1',
        once: { key: `at:${at}:1`, withinMs: 15 * 60_000 },
      },
    ]);
  });
  it('vibration is no call; a number that nobody knows is one, unreadable', () => {
    expect(read(tuhu, form({ ...alarm, alarmType: '3', alarmName: '震动报警' }))[0]).toMatchObject({
      is: 'health',
      word: '3',
    });
    expect(read(tuhu, form({ ...alarm, alarmType: '99', alarmName: '?' }))[0]).toMatchObject({
      is: 'press',
      kind: 'sos',
      unreadable: true,
    });
  });
});

describe('akmon', () => {
  const notice = (Action: number | string, more = {}) =>
    read(akmon, { pushType: 4, Action, imei: '860000000000002', ...more });
  it('pushType 1 is an sos', () =>
    expect(read(akmon, { pushType: 1, imei: '860000000000002' })).toMatchObject([{ is: 'press', kind: 'sos' }]));
  it.each([
    { action: 7, kind: 'sos' },
    { action: 11, kind: 'fall' },
    { action: 50, kind: 'sos' },
    { action: 115, kind: 'sos' },
    { action: 131, kind: 'sos' },
    { action: '456', kind: 'sos' },
    { action: 118, kind: 'fall' },
    { action: 452, kind: 'smoke' },
    { action: 124, kind: 'smoke' },
    { action: 454, kind: 'smoke', word: 'gas (454)' },
    { action: 123, kind: 'smoke' },
    { action: 458, kind: 'service' },
    { action: 125, kind: 'service', word: 'water (125)' },
    { action: 67, kind: 'test' },
  ])('Action $action is $kind', ({ action, kind, word }) =>
    expect(notice(action)).toMatchObject([{ is: 'press', kind, ...(word ? { word } : {}) }]),
  );
  it.each([10, 63, 451, '45FF', 52])('Action %s calls nobody', (action) =>
    expect(notice(action)).toMatchObject([{ is: 'health', word: String(action) }]),
  );
  it('52, back to normal, wins over an alarm in the same message', () =>
    expect(read(akmon, { pushType: 1, Action: 52, imei: '1' })).toMatchObject([{ is: 'health', word: '52' }]));
  it('9 is a low battery', () => expect(notice(9)).toMatchObject([{ is: 'health', battery: { low: true } }]));
  it('−1 says by OL whether it is there', () => {
    expect(notice(-1, { OL: 0 })).toMatchObject([{ is: 'health', online: false }]);
    expect(notice(-1, { OL: 1 })).toMatchObject([{ is: 'health', online: true }]);
  });
  it('another Action is an sos, marked unreadable', () =>
    expect(notice(999)).toMatchObject([{ is: 'press', unreadable: true, word: '999' }]));
});

describe('JJT', () => {
  const say = (type: string, more = {}) =>
    read(jjt, { type, deviceNum: '100200', createTime: 1772323509000, lng: 104.06, lat: 30.67, ...more });
  it('alarms with a place in BD-09', () =>
    expect(say('alarm')).toMatchObject([
      { is: 'press', kind: 'sos', at: 1772323509000, place: { lon: 104.06, datum: 'bd09' } },
    ]));
  it.each(['heartAlarm', 'wear'])('%s calls nobody', (type) =>
    expect(say(type)[0]).toMatchObject({ is: 'health', word: type }),
  );
  it('location, online, offline, lowBattery', () => {
    expect(those(say('location'), 'position')).toHaveLength(1);
    expect(say('online', { lng: 0, lat: 0 })).toMatchObject([{ online: true }]);
    expect(say('offline', { lng: '', lat: '' })).toMatchObject([{ online: false }]);
    expect(say('lowBattery')[0]).toMatchObject({ battery: { low: true } });
  });
  it('a type that nobody knows is an sos, marked unreadable', () =>
    expect(say('xAlarm')).toMatchObject([{ unreadable: true }]));
});

describe('天枢', () => {
  const body = {
    deviceId: '8767865',
    uid: '12345',
    flag: 'AL',
    data: { time: '2026-03-01 08:00:00', latitude: 0, longitude: 0, battery: 30, status: '00000000' },
  };
  const signature = (at: number): string =>
    createHash('md5')
      .update(`12345678${Math.floor(at / 10_000)}`)
      .digest('hex');
  const asked = (at: number) =>
    verdictOf(
      readMapped(tianshu),
      posted(body, { path: 'notify', query: { secretId: '1234', signature: signature(at) } }),
      { secret: '5678' },
    );
  it('AL is an sos, without a place at 0,0', () => {
    expect(read({ ...tianshu, check: { by: 'none' } }, body)).toMatchObject([
      { is: 'press', kind: 'sos', device: '8767865', battery: { pct: 30 }, at: chengdu('2026-03-01T08:00:00') },
    ]);
  });
  it('AL of a fall is a fall', () => {
    const fell = { ...body, data: { ...body.data, status: '00200000' } };
    expect(read({ ...tianshu, check: { by: 'none' } }, fell)).toMatchObject([{ kind: 'fall' }]);
  });
  it.each([
    { seconds: 0, is: 'readings' },
    { seconds: -10, is: 'readings' },
    { seconds: 10, is: 'readings' },
    { seconds: -20, is: 'refused' },
    { seconds: 20, is: 'refused' },
  ])('a clock $seconds s off: $is', ({ seconds, is }) => expect(asked(now + seconds * 1000).is).toBe(is));
  it('is answered Success, and greeted pong', () => {
    expect(asked(now)).toMatchObject({ answer: { status: 200, body: 'Success' } });
    expect(verdictOf(readMapped(tianshu), gotten({ path: 'ping' }))).toMatchObject({
      is: 'handshake',
      answer: { body: 'pong' },
    });
  });
});

describe('爱牵挂 as a mapping', () => {
  const call = 'imei=357000000000001&time_begin_str=20260301080509&lon=104.06&lat=30.67&address=%E6%88%90%E9%83%BD';
  it.each([
    { path: 'sos', kind: 'sos' },
    { path: 'fall', kind: 'fall' },
  ])('goes by the address /$path', ({ path, kind }) =>
    expect(read(aiqianguaMapped, call, { path })).toMatchObject([
      { is: 'press', kind, at: chengdu('2026-03-01T08:05:09') },
    ]),
  );
  it('tells where it is, and how its battery is', () => {
    expect(those(read(aiqianguaMapped, call, { path: 'location' }), 'position')).toHaveLength(1);
    expect(read(aiqianguaMapped, 'imei=1&power_type=0', { path: 'power' })).toMatchObject([{ battery: { low: true } }]);
  });
  it('water is a state', () => {
    const home = 'imei=1&data_type=devicestatus&date_str=20260301080509&power_type=1&water_immersion_statu=1';
    expect(those(read(aiqianguaMapped, home), 'state')).toMatchObject([
      { kind: 'service', on: true, flag: 'water_immersion_statu' },
    ]);
  });
});

describe('a body may be', () => {
  const pressed = [{ is: 'press', device: 'A1', kind: 'sos', word: 'K1' }];
  it.each([
    { how: 'JSON', body: '{"sn":"A1","event":"K1"}' },
    { how: 'JSON as a text', body: JSON.stringify('{"sn":"A1","event":"K1"}') },
    { how: 'a form', body: 'sn=A1&event=K1' },
    { how: 'JSON with a byte order mark', body: '\ufeff{"sn":"A1","event":"K1"}' },
    { how: 'JSON taken for the name of a field', body: '%7B%22sn%22%3A%22A1%22%2C%22event%22%3A%22K1%22%7D=' },
  ])('$how', ({ body }) => expect(read(plain, body)).toMatchObject(pressed));
  it('nothing: all stands in the query', () =>
    expect(readingsIn(readMapped(plain), gotten({ query: { sn: 'A1', event: 'K1' } }))).toMatchObject(pressed));
  it('several', () => {
    const body = { imei: 'A1', list: [{ event: 'K1' }, { event: 'K2' }] };
    expect(read(mapped({ list: 'list', device: ['imei'] }), body)).toMatchObject([
      { kind: 'sos' },
      { kind: 'service', device: 'A1' },
    ]);
    expect(read(mapped({ list: 'list' }), { list: '[{"sn":"A1","event":"K1"}]' })).toMatchObject(pressed);
  });
});

describe('a word', () => {
  const of = (event: unknown, besides: Partial<Mapping> = {}, known = {}) =>
    readingsIn(readMapped(mapped(besides)), posted({ sn: 'A1', event }), {}, known);
  it('that nobody knows is a check', () =>
    expect(of('K9')).toEqual([{ is: 'check', device: 'A1', why: 'unknown_word', word: 'K9' }]));
  it('that nobody knows is an sos of devices that call', () => {
    const unreadable = [{ is: 'press', kind: 'sos', unreadable: true, word: 'K9' }];
    expect(of('K9', { callDevices: true })).toMatchObject(unreadable);
    expect(of('K9', {}, allAre('SOS button'))).toMatchObject(unreadable);
  });
  it('that everybody uses is known, unless it shall not be', () => {
    expect(of('FALLDOWN_EVENT')).toMatchObject([{ kind: 'fall' }]);
    expect(of('一键报警')).toMatchObject([{ kind: 'sos' }]);
    expect(of('FALLDOWN_EVENT', { vocabulary: false })).toMatchObject([{ is: 'check' }]);
  });
  it('of being over presses nothing', () =>
    expect(of('烟雾报警解除')).toMatchObject([{ is: 'health', word: '烟雾报警解除' }]));
  it('of being over that is guessed does not end a call that is named, nor one that everybody knows', () => {
    const typed = mapped({
      words: [
        { at: 'type', means: { '7': 'sos' }, others: 'silent' },
        { at: 'content', means: {} },
      ],
    });
    const event = (type: string, content: string) => read(typed, { sn: 'A1', type, content });
    expect(event('SOS', '老人按下按钮，请处理后解除报警')).toMatchObject([{ is: 'press', kind: 'sos', word: 'SOS' }]);
    expect(event('7', '低电恢复')).toMatchObject([{ is: 'press', kind: 'sos' }]);
    expect(of('SOS,低电恢复', { words: [{ at: 'event', split: ',', means: {} }] })).toMatchObject([{ kind: 'sos' }]);
    expect(of('紧急呼叫，请确认后复位')).toMatchObject([{ is: 'check', why: 'unknown_word' }]);
    expect(of('紧急呼叫，请确认后复位', { callDevices: true })).toMatchObject([{ kind: 'sos', unreadable: true }]);
  });
  it('of being over that says what has ended presses nothing', () => {
    const typed = mapped({
      words: [
        { at: 'type', means: {} },
        { at: 'content', means: {} },
      ],
    });
    const event = (type: string, content: string) => read(typed, { sn: 'A1', type, content });
    expect(event('SOS', '恢复')).toMatchObject([{ is: 'health' }]);
    expect(event('烟雾报警', '烟雾报警已恢复')).toMatchObject([{ is: 'health' }]);
    expect(event('SOS', '烟雾报警已恢复')).toMatchObject([{ is: 'press', kind: 'sos' }]);
  });
  it('in small letters is the same', () => expect(of('k1')).toMatchObject([{ kind: 'sos' }]));
  it('that is missing is a check, or what the mapping says', () => {
    expect(of(null)).toEqual([{ is: 'check', device: 'A1', why: 'unreadable' }]);
    expect(of(null, { wordless: 'health' })).toEqual([{ is: 'health', device: 'A1' }]);
  });
  it('of no device is a check', () =>
    expect(read(plain, { event: 'K1' })).toEqual([{ is: 'check', why: 'unknown_word', word: 'K1' }]));
  it('may be one of several', () => {
    expect(of(['K2', 'K1'])).toMatchObject([{ kind: 'sos' }]);
    expect(of('K2,K1', { words: [{ at: 'event', split: ',', means: plain.words[0]?.means ?? {} }] })).toMatchObject([
      { kind: 'sos' },
    ]);
  });
  it('may be a bit', () => {
    const words: Mapping['words'] = [{ at: 'event', means: {}, bits: { '16': 'sos', '17': 'low' }, base: 16 }];
    expect(of('00030000', { words })).toMatchObject([{ kind: 'sos' }]);
    expect(of('00020000', { words })).toMatchObject([{ is: 'health', battery: { low: true } }]);
    expect(of('00000000', { words })).toMatchObject([{ is: 'health' }]);
  });
  it('may be a bit of a signed number, whose first bit is its sign', () => {
    const words: Mapping['words'] = [{ at: 'event', means: {}, bits: { '31': 'low', '0': 'sos', '1': 'fall' } }];
    expect(of(-2147483647, { words })).toMatchObject([{ is: 'press', kind: 'sos' }]);
    expect(of(-2147483648, { words })).toMatchObject([{ is: 'health', battery: { low: true } }]);
    expect(of(-2147483645, { words })).toMatchObject([{ is: 'press', kind: 'fall' }]);
  });
  it('may be a bit that nobody has named: it is shown, unless it is to be silent', () => {
    const bits = { at: 'event', means: {}, bits: { '0': 'sos', '1': 'low' } } as const;
    const unknown = [{ is: 'check', device: 'A1', why: 'unknown_word', word: '4 (2)' }];
    expect(of(4, { words: [bits] })).toEqual(unknown);
    expect(of(6, { words: [bits] })).toMatchObject([{ is: 'check', word: '6 (2)' }]);
    expect(of(5, { words: [bits] })).toMatchObject([{ is: 'press', kind: 'sos' }]);
    expect(of(4, { words: [bits], callDevices: true })).toMatchObject([{ kind: 'sos', unreadable: true }]);
    expect(of(4, { words: [{ ...bits, others: 'silent' }] })).toMatchObject([{ is: 'health' }]);
    const states = of(4, { words: [{ ...bits, state: true }], callDevices: true });
    expect(states).toMatchObject([unknown[0], { is: 'health' }]);
  });
  it('may be a flag that stays', () => {
    const words: Mapping['words'] = [{ at: 'event', means: { '1': 'sos', '0': 'health' }, state: true }];
    expect(those(of(1, { words }), 'state')).toEqual([
      { is: 'state', device: 'A1', flag: 'event', kind: 'sos', on: true, word: '1' },
    ]);
    expect(those(of(0, { words }), 'state')).toMatchObject([{ on: false, kind: 'sos' }]);
  });
  it('is known again by the vendor’s id', () =>
    expect(read(mapped({ id: 'msgId' }), { sn: 'A1', event: 'K1', msgId: 77 })).toMatchObject([
      { once: { key: 'id:77:K1' } },
    ]));
});

describe('a time and a place', () => {
  it('the hour may stand elsewhere than the day', () =>
    expect(
      read(mapped({ time: { at: 'd', and: 't' } }), { sn: 'A', event: 'K1', d: '2026-03-01', t: '08:05:09' }),
    ).toMatchObject([{ at: chengdu('2026-03-01T08:05:09') }]));
  it('two numbers may stand in one text', () =>
    expect(
      read(mapped({ place: { pair: 'gps', order: 'lat,lon', datum: 'gcj02' } }), {
        sn: 'A',
        event: 'K1',
        gps: '30.67,104.06',
      }),
    ).toMatchObject([{ place: { lon: 104.06, lat: 30.67, datum: 'gcj02' } }]));
});

describe('a proof', () => {
  const body = '{"sn":"A1","event":"K1","b":2,"a":"x"}';
  const check = (
    one: Mapping['check'],
    message: Partial<Parameters<typeof posted>[1]>,
    secret: string | undefined = 'top',
  ) =>
    verdictOf(readMapped(mapped(one ? { check: one } : {})), posted(body, message), secret === '' ? {} : { secret }).is;
  const hmac = createHmac('sha256', 'top').update(body).digest('hex');
  it('may be a token, in a header or the query', () => {
    expect(check({ by: 'token', at: 'header.X-Token' }, { headers: { 'x-token': 'top' } })).toBe('readings');
    expect(check({ by: 'token', at: 'header.authorization' }, { headers: { authorization: 'Bearer top' } })).toBe(
      'readings',
    );
    expect(check({ by: 'token', at: 'query.token' }, { query: { token: 'wrong' } })).toBe('refused');
    expect(check({ by: 'token', at: 'query.token' }, {})).toBe('refused');
  });
  it('may be a hash over the body as it came', () => {
    const one = { by: 'hmac-sha256', over: '{raw}', encoding: 'hex', at: 'header.x-sign' } as const;
    expect(check(one, { headers: { 'x-sign': hmac } })).toBe('readings');
    expect(check(one, { headers: { 'x-sign': `sha256=${hmac.toUpperCase()}` } })).toBe('readings');
    expect(check(one, { headers: { 'x-sign': hmac.replace(/^./, 'z') } })).toBe('refused');
  });
  it('may be over the fields in their order, or over sorted parts', () => {
    const md5 = (text: string) => createHash('md5').update(text).digest('hex');
    expect(
      check(
        { by: 'md5', over: '{pairs}{secret}', encoding: 'hex', at: 'query.sign' },
        { query: { sign: md5('a=x&b=2&event=K1&sn=A1top') } },
      ),
    ).toBe('readings');
    const sha1 = createHash('sha1').update(['top', '9', 'n'].sort().join('')).digest('base64');
    const one = {
      by: 'sha1',
      over: '{sorted:secret,header.time,header.nonce}',
      encoding: 'base64',
      at: 'header.sign',
    } as const;
    expect(check(one, { headers: { time: '9', nonce: 'n', sign: sha1 } })).toBe('readings');
  });
  it('may grow old', () => {
    const seconds = String(now / 1000 - 400);
    const sign = createHash('md5').update(`${seconds}top`).digest('hex');
    const one = { by: 'md5', over: '{query.t}{secret}', encoding: 'hex', at: 'query.sign', time: 'query.t' } as const;
    expect(check({ ...one, withinSeconds: 600 }, { query: { t: seconds, sign } })).toBe('readings');
    expect(check({ ...one, withinSeconds: 300 }, { query: { t: seconds, sign } })).toBe('refused');
  });
  it('without a secret here proves nothing', () =>
    expect(check({ by: 'token', at: 'query.token' }, { query: { token: '' } }, '')).toBe('refused'));
  it('may be asked of a greeting', () => {
    const greeting = mapped({ handshake: { echo: 'query.echostr', check: { by: 'token', at: 'query.token' } } });
    const ask = (token: string) =>
      verdictOf(readMapped(greeting), gotten({ query: { echostr: 'hi', token } }), { secret: 'top' });
    expect(ask('top')).toMatchObject({ is: 'handshake', answer: { body: 'hi' } });
    expect(ask('no').is).toBe('refused');
  });
});

describe('the example of the handbook', () => {
  const text = readFileSync(join(import.meta.dirname, '../docs/connecting-a-cloud.md'), 'utf8');
  const [, json = ''] = /```json\n([\s\S]*?)```/.exec(text) ?? [];
  const example: unknown = JSON.parse(json);
  it('is a mapping that reads what stands there', () => {
    if (!mappingCheck.Check(example)) throw new Error('no mapping');
    const sign = createHash('md5').update('1772323509top').digest('hex');
    const body = '{"ts":1772323509,"alarms":[{"sn":"A1","code":"17","lng":104.06,"lat":30.67,"volt":3600}]}';
    const at = 1772323509000;
    const message = posted(body, { headers: { 'x-sign': sign } });
    expect(readingsIn(readMapped(example), message, { secret: 'top' }, {}, at)).toMatchObject([
      { is: 'press', kind: 'sos', device: 'A1', at, place: { lon: 104.06, datum: 'gcj02' }, battery: { volts: 3.6 } },
    ]);
    expect(verdictOf(readMapped(example), message, { secret: 'top' }, {}, at + 400_000).is).toBe('refused');
  });
});

it('the answer is what the vendor wants', () => {
  const answer = { status: 202, contentType: 'application/json', body: '{"ok":1}' };
  expect(verdictOf(readMapped(mapped({ answer })), posted({}))).toMatchObject({ answer });
});

it.each(Object.values(mappings))('$name is a mapping', (mapping) => {
  expect(mappingCheck.Check(mapping)).toBe(true);
  expect(mappingCheck.Check(JSON.parse(JSON.stringify(mapping)))).toBe(true);
  expect(mappedAdapter(mapping).family).toBe(mapping.name);
});
it.each([{}, { ...plain, extra: 1 }, { ...plain, device: [] }, { ...plain, words: [{ at: 'x', means: { a: 'b' } }] }])(
  '%o is none',
  (said) => expect(mappingCheck.Check(said)).toBe(false),
);

describe('an answer with something of what came', () => {
  const json = 'application/json';
  it('echoes an id in the words that the vendor asks for, as JSON writes it', () => {
    const mapping = mapped({ answer: { contentType: json, body: '{"code":0,"id":"{body.id}"}' } });
    const verdict = verdictOf(readMapped(mapping), posted({ sn: 'A', event: 'K1', id: 'a"b' }));
    expect(verdict).toMatchObject({ answer: { body: '{"code":0,"id":"a\\"b"}' } });
  });
  it('a challenge comes back within JSON, by POST too; what has no challenge is a message', () => {
    const says = '{"challenge":"{body.challenge}"}';
    const mapping = mapped({ handshake: { method: 'POST', echo: 'body.challenge', says, contentType: json } });
    expect(verdictOf(readMapped(mapping), posted({ challenge: 'c7' }))).toEqual({
      is: 'handshake',
      answer: { status: 200, contentType: json, body: '{"challenge":"c7"}' },
    });
    expect(verdictOf(readMapped(mapping), posted({ sn: 'A', event: 'K1' }))).toMatchObject({ is: 'readings' });
  });
  it('a press whose device nobody finds is no greeting; a greeting that is marked by its challenge or its address is one', () => {
    const always = mapped({ handshake: { says: 'pong' } });
    const asked = (mapping: Mapping, query: Record<string, string>, path = '') =>
      verdictOf(readMapped(mapping), gotten({ query, path }));
    expect(asked(always, { sn2: 'A', event: 'SOS' })).toMatchObject({ is: 'readings', readings: [{ is: 'check' }] });
    expect(asked(always, { sn: 'A', other: 'SOS' })).toMatchObject({ is: 'readings', readings: [{ is: 'check' }] });
    expect(asked(always, { hello: '1' })).toMatchObject({ is: 'handshake' });
    const challenged = mapped({ handshake: { echo: 'query.challenge' } });
    expect(asked(challenged, { challenge: 'c', event: 'verify' })).toMatchObject({ is: 'handshake' });
    expect(asked(challenged, { challenge: 'c', event: 'SOS' })).toMatchObject({ is: 'readings' });
    const ping = mapped({ handshake: { path: 'ping', says: 'pong' } });
    expect(asked(ping, { sn: 'A' }, 'ping')).toMatchObject({ is: 'handshake' });
    expect(asked(ping, { sn2: 'A', event: 'K1' }, 'ping')).toMatchObject({ is: 'readings' });
  });
  it('whoever took the wrong value for the challenge loses no press by it', () => {
    const mapping = mapped({ handshake: { method: 'POST', echo: 'body.sn' } });
    expect(read(mapping, { sn: 'A', event: 'K1' })).toMatchObject([{ is: 'press', kind: 'sos' }]);
  });
});

describe('several events in one body', () => {
  it('that are more than are read at once: those are read, and it is said that there were more', () => {
    const words = Array.from(
      { length: 49 },
      (_, n) => ({ at: `w${n}`, means: { K1: 'sos' }, others: 'silent' }) as const,
    );
    const list = Array.from({ length: 900 }, (_, n) => ({ sn: `A${n}`, w0: 'K1' }));
    const readings = read(mapped({ list: 'list', words }), { list });
    expect(those(readings, 'press')).toHaveLength(400);
    expect(readings.at(-1)).toEqual({ is: 'check', why: 'unreadable' });
  });
  it('lead through one text by many paths: it is read once', () => {
    const data = JSON.stringify({ w: 'x'.repeat(1_000) });
    const words = Array.from({ length: 40 }, (_, n) => ({ at: `data.w${n}`, means: {} }));
    const parse = vi.spyOn(JSON, 'parse');
    read(mapped({ list: 'list', words }), { data, list: Array.from({ length: 100 }, (_, n) => ({ sn: `A${n}` })) });
    const times = parse.mock.calls.filter(([text]) => text === data).length;
    parse.mockRestore();
    expect(times).toBe(1);
  });
  const nested = mapped({
    list: '.[].events',
    device: ['dev'],
    words: [{ at: 'code', means: { E1: 'sos' } }],
    id: 'id',
  });
  it('lie in a list within a list; what an event lacks, what it lies in has', () => {
    const body = [
      { dev: 'A', events: [{ code: 'E1', id: 1 }, { code: 'heartbeat' }] },
      { dev: 'B', id: 9, events: [{ code: 'E1' }] },
    ];
    expect(read(nested, body)).toMatchObject([
      { is: 'press', device: 'A', once: { key: 'id:1:E1' } },
      { is: 'health', device: 'A' },
      { is: 'press', device: 'B', once: { key: 'id:9:E1' } },
    ]);
  });
  it('a body without the list is an event itself: a heartbeat comes alone', () => {
    const one = mapped({ list: 'alarms', device: ['sn'] });
    expect(read(one, { sn: 'A', event: 'K1' })).toMatchObject([{ is: 'press', device: 'A' }]);
    expect(read(one, { alarms: [] })).toMatchObject([{ is: 'check' }]);
  });
  it('the body may be the list', () => {
    expect(
      read(mapped({ list: '.' }), [
        { sn: 'A', event: 'K1' },
        { sn: 'B', event: 'K1' },
      ]),
    ).toMatchObject([{ device: 'A' }, { device: 'B' }]);
  });
  it('are read up to a bound, however deep', () => {
    const many = Array.from({ length: 60 }, () => ({ events: Array.from({ length: 60 }, () => ({ code: 'E1' })) }));
    expect(those(read(nested, many), 'press').length).toBeLessThanOrEqual(1_000);
  });
});

describe('the words that stand where a mapping looks', () => {
  const words = (mapping: Mapping, body: unknown) => wordsIn(mapping, requestOf(posted(body), undefined, now));
  it('are told with what they mean, and who says so', () => {
    expect(words(plain, { event: 'k1' })).toEqual([{ at: 'event', word: 'k1', means: 'sos', named: true }]);
    expect(words(plain, { event: '跌倒' })).toEqual([{ at: 'event', word: '跌倒', means: 'fall', named: false }]);
    expect(words(plain, { event: 'zzz' })).toEqual([{ at: 'event', word: 'zzz', means: 'unknown', named: false }]);
    expect(words(plain, { other: 1 })).toEqual([]);
  });
  it('also where the mapping is silent about what it does not know', () => {
    const silent = mapped({ words: [{ at: 'event', means: {}, others: 'silent' }] });
    expect(words(silent, { event: 'zzz' })).toMatchObject([{ means: 'unknown' }]);
  });
});

it('nothing that is sent throws, whatever the mapping', () => {
  const everything = mapped({
    list: 'a',
    device: ['sn', 'path.0', 'header.x', 'a.b'],
    time: { at: 't', and: 'u' },
    place: { lon: ['x'], lat: ['y'], pair: 'p' },
    battery: { at: 'b', unit: 'mV' },
    check: { by: 'md5', over: '{pairs}{raw}{sorted:a,b}{x}', encoding: 'hex', at: 'query.s' },
  });
  fc.assert(
    fc.property(
      fc.oneof(fc.string(), fc.json()),
      fc.string(),
      fc.constantFrom(everything, ...Object.values(mappings)),
      (body, path, mapping) => {
        const verdict = verdictOf(readMapped({ ...mapping, check: { by: 'none' } }), posted(body, { path }));
        expect(verdict.is).toBe('readings');
        verdictOf(readMapped(mapping), posted(body, { path, query: { s: path } }), { secret: path });
      },
    ),
  );
  fc.assert(
    fc.property(
      fc.uint8Array(),
      (body) => void readMapped(plain)({ ...posted(''), body }, { datum: 'wgs84' }, {}, now),
    ),
  );
});
