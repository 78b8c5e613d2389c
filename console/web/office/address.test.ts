import { describe, expect, it } from 'vitest';
import {
  type Asked,
  type AskedAccess,
  type AskedHistory,
  type AskedSources,
  addressOf,
  askedAt,
  countedOf,
  filterOf,
  nothingAsked,
  nothingLooked,
} from './address.ts';

const at = (address: string): Asked => askedAt(new URL(address, 'http://a'));
const history = (asked: Partial<AskedHistory>): AskedHistory => ({ ...nothingAsked, ...asked });

describe('an address and what it asks for', () => {
  it.each([
    { address: '/office/history', asked: nothingAsked },
    { address: '/office/map', asked: { page: 'map' } },
    { address: '/office/checkins', asked: { page: 'checkins' } },
    {
      address: '/office/checkins?grid=g1&state=missed&list=heat',
      asked: { page: 'checkins', grid: 'g1', state: 'missed', list: 'heat' },
    },
    { address: '/office/map?kind=roads&id=r02', asked: { page: 'map', kind: 'roads', id: 'r02' } },
    { address: '/office/pair', asked: { page: 'pair' } },
    { address: '/office/pair?home=home-001', asked: { page: 'pair', home: 'home-001' } },
    { address: '/office/pair?device=btn-7k3m9q2x', asked: { page: 'pair', device: 'btn-7k3m9q2x' } },
    { address: '/office/pair?labels=btn-001%2Cbtn-002', asked: { page: 'pair', labels: 'btn-001,btn-002' } },
    { address: '/office/history?q=%E6%9E%97', asked: history({ q: '林' }) },
    { address: '/office/history?span=last_month', asked: history({ when: { kind: 'span', span: 'last_month' } }) },
    {
      address: '/office/history?from=2026-11-01&to=2026-11-07',
      asked: history({ when: { kind: 'days', days: { from: '2026-11-01', to: '2026-11-07' } } }),
    },
    {
      address: '/office/history?from=2026-11-01',
      asked: history({ when: { kind: 'days', days: { from: '2026-11-01', to: '' } } }),
    },
    {
      address:
        '/office/history?call=fall&priority=1&state=closed&disposition=helped&grid=g1&courtyard=c-66&responder=wang-g1',
      asked: history({
        choices: {
          call: 'fall',
          priority: '1',
          state: 'closed',
          disposition: 'helped',
          grid: 'g1',
          courtyard: 'c-66',
          responder: 'wang-g1',
        },
      }),
    },
    {
      address: '/office/history?q=%23412&incident=01JD5X8Q7B-0-s03',
      asked: history({ q: '#412', incident: '01JD5X8Q7B-0-s03' }),
    },
    { address: '/office/figures', asked: { page: 'figures' } },
    {
      address: '/office/figures?month=2026-11&grid=g1',
      asked: { page: 'figures', stretch: { kind: 'month', month: '2026-11' }, grid: 'g1' },
    },
    {
      address: '/office/figures?quarter=2026-4',
      asked: { page: 'figures', stretch: { kind: 'quarter', quarter: '2026-4' } },
    },
    {
      address: '/office/figures?from=2026-11-01&to=2026-11-07',
      asked: { page: 'figures', stretch: { kind: 'days', days: { from: '2026-11-01', to: '2026-11-07' } } },
    },
  ] as { address: string; asked: Asked }[])('$address, there and back', ({ address, asked }) => {
    expect(at(address)).toEqual(asked);
    expect(addressOf(asked)).toBe(address);
  });

  it.each([
    '/office',
    '/office/',
    '/office/history?call=constructor&priority=4&state=lost&disposition=1&grid=G%20&incident=../x',
    '/office/history?span=ever&from=2026-02-30&to=soon',
  ])('%s asks for nothing', (address) => {
    expect(at(address)).toEqual(nothingAsked);
  });

  it.each(['/office/figures?month=2026-13', '/office/figures?quarter=2026-5', '/office/figures?from=2026-11-01'])(
    '%s asks for the month that it is',
    (address) => {
      expect(at(address)).toEqual({ page: 'figures' });
    },
  );

  it('searches for no longer words than the server takes', () => {
    expect(at(`/office/history?q=${'a'.repeat(60)}`)).toEqual(history({ q: 'a'.repeat(40) }));
  });
});

describe('what the server is asked', () => {
  it('has the instants of the days, and no story', () => {
    const asked = history({
      q: ' lgf ',
      when: { kind: 'span', span: 'last_month' },
      choices: { call: 'fall' },
      incident: '01JD5X8Q7B-0-s03',
    });
    expect(Object.fromEntries(filterOf(asked, '2026-12-03'))).toEqual({
      q: 'lgf',
      from: '2026-10-31T16:00:00.000Z',
      until: '2026-11-30T16:00:00.000Z',
      call: 'fall',
    });
  });

  it('is nothing when nothing is asked', () => {
    expect(filterOf(nothingAsked, '2026-12-03').size).toBe(0);
  });

  it('to count has both instants, and the grid', () => {
    const asked = { page: 'figures', grid: 'g1' } as const;
    expect(Object.fromEntries(countedOf(asked, { kind: 'quarter', quarter: '2026-4' }))).toEqual({
      from: '2026-09-30T16:00:00.000Z',
      until: '2026-12-31T16:00:00.000Z',
      grid: 'g1',
    });
  });
});

describe('the address of the access log', () => {
  it.each<AskedAccess>([
    nothingLooked,
    { ...nothingLooked, q: 'fnn', when: { kind: 'span', span: '7days' }, of: { by: '周敏', what: 'phone' } },
    {
      ...nothingLooked,
      resident: 'res-004',
      extract: true,
      when: { kind: 'days', days: { from: '2026-11-01', to: '' } },
    },
  ])('keeps all that was asked: %o', (asked) => {
    expect(at(addressOf(asked))).toEqual(asked);
  });

  it('knows no kind of look that there is none of, and no list for nobody', () => {
    expect(at('/office/access?what=nonsense&extract=1&resident=A b')).toEqual(nothingLooked);
  });
});

describe('the address of the sources', () => {
  it.each<AskedSources>([
    { page: 'sources' },
    { page: 'sources', id: 'src-1a2b3c4d' },
    { page: 'sources', make: true },
  ])('keeps what was asked: %o', (asked) => expect(at(addressOf(asked))).toEqual(asked));
  it('knows no id that none can have', () => {
    expect(at('/office/sources?id=A b')).toEqual({ page: 'sources' });
  });
});
