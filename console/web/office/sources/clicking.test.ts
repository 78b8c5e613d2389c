import { describe, expect, it } from 'vitest';
import type { Field } from '../../../../contracts/device/sourceTrial.ts';
import { type Mapping, type MappingDraft, mappingCheck } from '../../../../contracts/office/mapping.ts';
import {
  begunDraft,
  guessedOrder,
  guessedTime,
  guessedUnit,
  lacking,
  listsAround,
  meant,
  pathIn,
  point,
  type Role,
  rolesOf,
  unpoint,
  wholeOf,
  withList,
} from './clicking.ts';

const heardAt = Date.UTC(2026, 2, 1, 0, 0, 0); // 08:00 in China

/** As the server lists them: what holds a value stands before it. */
function fieldsOf(parts: { body?: unknown; query?: object; header?: object }): Field[] {
  const found: Field[] = [];
  const visit = (value: unknown, at: { path: string; key: string; depth: number }): void => {
    if (typeof value !== 'object' || value === null) {
      found.push({ ...at, value: value as Field['value'] } as Field);
      return;
    }
    found.push({ ...at, ...(Array.isArray(value) ? { list: true as const } : {}) });
    for (const [key, inner] of Object.entries(value))
      visit(inner, { path: at.path === '' ? key : `${at.path}.${key}`, key, depth: at.depth + 1 });
  };
  if (parts.body !== undefined) visit(parts.body, { path: '', key: 'body', depth: 0 });
  for (const key of ['query', 'header'] as const) if (parts[key]) visit(parts[key], { path: key, key, depth: 0 });
  return found;
}

/** Clicks on values by their path, one after another. */
function clicked(fields: readonly Field[], ...clicks: readonly (readonly [path: string, role: Role])[]): MappingDraft {
  return clicks.reduce((draft, [path, role]) => {
    const i = fields.findIndex((one) => one.path === path);
    expect(i).toBeGreaterThanOrEqual(0);
    return point(draft, { fields, i, heardAt }, role);
  }, begunDraft('某平台'));
}
const sound = (draft: MappingDraft): Mapping => {
  const whole = wholeOf(draft);
  expect(mappingCheck.Check(whole)).toBe(true);
  return whole;
};

describe('a body that is one event', () => {
  const fields = fieldsOf({
    body: { imei: '86', type: 'SOS', ts: 1772323200, bat: 3.7, p: { x: 104.06, y: 30.67 }, n: 'a-1' },
  });
  it('gives each value the path that it has', () => {
    const draft = clicked(
      fields,
      ['imei', 'device'],
      ['type', 'word'],
      ['ts', 'time'],
      ['bat', 'battery'],
      ['p.x', 'lon'],
      ['p.y', 'lat'],
      ['n', 'id'],
    );
    expect(sound(draft)).toEqual({
      name: '某平台',
      device: ['imei'],
      words: [{ at: 'type', means: {} }],
      time: { at: 'ts', format: 'epoch_s' },
      battery: { at: 'bat', unit: 'volts' },
      place: { lon: ['p.x'], lat: ['p.y'] },
      id: 'n',
      callDevices: true,
    });
  });
  it('says which value is what, and forgets it again', () => {
    const draft = clicked(fields, ['imei', 'device'], ['p.x', 'lon']);
    const at = (path: string) => fields.findIndex((one) => one.path === path);
    expect(rolesOf(draft, fields, at('imei'))).toEqual(['device']);
    expect(rolesOf(draft, fields, at('type'))).toEqual([]);
    expect(unpoint(draft, fields, at('imei'), 'device').device).toEqual([]);
    expect(unpoint(draft, fields, at('p.x'), 'lon').place).toBeUndefined();
  });
  it('a second click on the same value changes nothing; what holds values is none itself', () => {
    expect(clicked(fields, ['imei', 'device'], ['imei', 'device']).device).toEqual(['imei']);
    expect(clicked(fields, ['p', 'device']).device).toEqual([]);
  });
});

describe('events in a list', () => {
  const fields = fieldsOf({
    body: {
      sign: 'x',
      gw: 'G',
      list: [
        { sn: 'A', ev: 1 },
        { sn: 'B', ev: 2 },
      ],
    },
  });
  it('are each read, whichever of them was clicked; what stands outside is named by the whole body', () => {
    const draft = clicked(fields, ['list.1.sn', 'device'], ['list.0.ev', 'word'], ['gw', 'id']);
    expect(sound(draft)).toMatchObject({ list: 'list', device: ['sn'], words: [{ at: 'ev' }], id: 'body.gw' });
  });
  it('what was clicked before the list was known is found all the same', () => {
    expect(clicked(fields, ['gw', 'device'], ['list.0.ev', 'word'])).toMatchObject({
      list: 'list',
      device: ['body.gw'],
      words: [{ at: 'ev' }],
    });
  });
  it('may be told to be one event after all', () => {
    const draft = clicked(fields, ['gw', 'id'], ['list.0.sn', 'device']);
    const one = withList(draft, undefined, fields);
    expect(one).toMatchObject({ device: ['list.0.sn'], id: 'gw' });
    expect(one).not.toHaveProperty('list');
  });
  it('may lie in a list themselves; the outer one still has the device', () => {
    const nested = fieldsOf({ body: [{ dev: 'A', events: [{ code: 'E1' }, { code: 'E2' }] }] });
    expect(
      listsAround(
        nested,
        nested.findIndex(({ path }) => path === '0.events.0.code'),
      ),
    ).toEqual([
      { name: '.', element: '0' },
      { name: '.[].events', element: '0.events.0' },
    ]);
    expect(clicked(nested, ['0.dev', 'device'], ['0.events.1.code', 'word'])).toMatchObject({
      list: '.[].events',
      device: ['dev'],
      words: [{ at: 'code' }],
    });
  });
  it('a list of mere values is none of events', () => {
    const values = fieldsOf({ body: { sn: 'A', codes: ['E1'] } });
    expect(clicked(values, ['sn', 'device'], ['codes.0', 'word'])).not.toHaveProperty('list');
  });
});

describe('query and headers', () => {
  const fields = fieldsOf({
    query: { sn: 'A', act: '1', echostr: 'e' },
    header: { 'x-sign': 'd41d8cd98f00b204e9800998ecf8427e' },
  });
  it('have their own names', () => {
    const draft = clicked(fields, ['query.sn', 'device'], ['query.act', 'word'], ['query.echostr', 'echo']);
    expect(sound(draft)).toMatchObject({
      device: ['query.sn'],
      words: [{ at: 'query.act' }],
      handshake: { method: 'GET', echo: 'query.echostr' },
    });
    expect(
      pathIn(
        fields,
        fields.findIndex(({ path }) => path === 'query.sn'),
        'list',
      ),
    ).toBe('query.sn');
  });
  it.each([
    { value: 'd41d8cd98f00b204e9800998ecf8427e', by: 'md5' },
    { value: 'sha1=da39a3ee5e6b4b0d3255bfef95601890afd80709', by: 'sha1' },
    { value: '47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=', by: 'sha256' },
    { value: 'a plain token', by: 'token' },
  ])('a signature of the form of $value is taken for $by', ({ value, by }) => {
    const signed = fieldsOf({ body: { sign: value } });
    expect(clicked(signed, ['sign', 'proof']).check).toMatchObject({ by, at: 'body.sign' });
  });
});

describe('what is guessed', () => {
  it.each([
    { value: 1772323200, format: 'epoch_s', zone: undefined },
    { value: '1772323200000', format: 'epoch_ms', zone: undefined },
    { value: '20260301080000', format: 'YYYYMMDDHHMMSS', zone: undefined },
    { value: '20260301000010', format: 'YYYYMMDDHHMMSS', zone: 'UTC' },
    { value: '2026-03-01 08:00:00', format: 'yyyy-MM-dd HH:mm:ss', zone: undefined },
    { value: '2026-03-01 00:00:00', format: 'yyyy-MM-dd HH:mm:ss', zone: 'UTC' },
    { value: '2026-03-01T08:00:00+08:00', format: 'iso', zone: undefined },
    { value: '1/3/26', format: 'auto', zone: undefined },
  ])('time $value is $format, zone $zone', ({ value, format, zone }) =>
    expect(guessedTime(value, heardAt)).toEqual({ format, ...(zone === undefined ? {} : { zone }) }),
  );
  it.each([
    [80, 'pct'],
    ['80', 'pct'],
    [3.6, 'volts'],
    [3600, 'mV'],
    ['low', 'low'],
    [true, 'low'],
    [null, 'low'],
  ] as const)('a battery of %o is %s', (value, unit) => expect(guessedUnit(value)).toBe(unit));
  it.each([
    ['104.06,30.67', 'lon,lat'],
    ['30.67;104.06', 'lat,lon'],
  ] as const)('%s is %s', (pair, order) => expect(guessedOrder(pair)).toBe(order));
  it('a flag is what it is called', () => {
    const fields = fieldsOf({ body: { sos: 1, fallen: false } });
    expect(clicked(fields, ['sos', 'word'], ['fallen', 'word']).words).toEqual([
      { at: 'sos', means: { '1': 'sos', '0': 'health' } },
      { at: 'fallen', means: { true: 'fall', false: 'health' }, others: 'silent' },
    ]);
  });
});

it('a word means what somebody said last, or nothing', () => {
  const draft = clicked(fieldsOf({ body: { a: 'x' } }), ['a', 'word']);
  const once = meant(draft, 'a', 'x', 'sos');
  expect(once.words[0]?.means).toEqual({ x: 'sos' });
  expect(meant(once, 'a', 'x', 'fall').words[0]?.means).toEqual({ x: 'fall' });
  expect(meant(once, 'a', 'x', undefined).words[0]?.means).toEqual({});
});

it('what is wanting is named; a vendor without words may say one thing alone', () => {
  expect(lacking(begunDraft('x'))).toEqual(['device', 'word']);
  const draft: MappingDraft = { ...begunDraft('x'), device: ['sn'], wordless: 'sos' };
  expect(lacking(draft)).toEqual([]);
  expect(sound(draft).words).toHaveLength(1);
});
