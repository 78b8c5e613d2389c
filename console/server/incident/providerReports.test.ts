import { describe, expect, it } from 'vitest';
import { type Provider, readReports } from './providerReports.ts';

const read = (provider: Provider, value: unknown) => readReports(provider, JSON.stringify(value));
const call = (more: object) => ({ call_id: '116^102', out_id: 'y1', ...more });
const ids = ['y1', 'aliyun_voice/116^102'];

describe('a report of Aliyun', () => {
  it.each([
    {
      what: 'a text message that was delivered',
      said: { out_id: 'y1', success: true, err_code: 'DELIVERED' },
      reached: true,
    },
    { what: 'one that was not', said: { out_id: 'y1', success: false, err_code: 'MK:0001' }, reached: false },
  ])('says of $what whether it has reached somebody', ({ said, reached }) => {
    expect(read('aliyun', [said])).toEqual([{ ids: ['y1'], reached }]);
  });

  it.each([
    { status: '200000', reached: true },
    { status: '200001', reached: true },
    ...[
      '200002',
      '200003',
      '200004',
      '200005',
      '200007',
      '200008',
      '200010',
      '200011',
      '200116',
      '200118',
      '200121',
    ].map((status) => ({ status, reached: false })),
  ])('says of a call that ended with $status: reached = $reached', ({ status, reached }) => {
    expect(read('aliyun', [call({ status_code: status })])).toEqual([{ ids, reached }]);
  });

  it.each([
    { dtmf: '1', key: '1' },
    { dtmf: '2', key: '2' },
    { dtmf: '21', key: '1' },
    { dtmf: '1#', key: '1' },
    { dtmf: '12', key: '1' },
    { dtmf: '#', key: '#' },
    { dtmf: '23', key: '3' },
  ])('says which key was pressed, 1 wherever it stands and else the last: $dtmf', ({ dtmf, key }) => {
    expect(read('aliyun', [call({ status_code: '200000', dtmf })])).toEqual([{ ids, reached: true, key }]);
  });

  it('while the call runs names the call, and says nothing where nobody has picked up', () => {
    expect(read('aliyun', { call_id: 'c', status_code: '300000', dtmf: '1' })).toEqual([
      { ids: ['aliyun_voice/c'], reached: true, key: '1' },
    ]);
    expect(read('aliyun', { call_id: 'c', smart_status_code: 'RINGING' })).toEqual([
      { ids: ['aliyun_voice/c'], reached: false },
    ]);
  });
});

describe('a report of Tencent', () => {
  it.each([
    { said: [{ sid: 's', report_status: 'SUCCESS' }], report: { ids: ['tencent_sms/s'], reached: true } },
    {
      said: [{ sid: 's', report_status: 'SUCCESS', user_receive_time: '2026-01-05 15:00:00' }],
      report: { ids: ['tencent_sms/s'], reached: true, at: Date.UTC(2026, 0, 5, 7) },
    },
    {
      said: [{ sid: 's', report_status: 'SUCCESS', user_receive_time: 'yesterday' }],
      report: { ids: ['tencent_sms/s'], reached: true },
    },
    {
      said: { voiceprompt_callback: { result: '0', callid: 'c', end_calltime: '1767596400' } },
      report: { ids: ['tencent_voice/c'], reached: true, at: Date.UTC(2026, 0, 5, 7) },
    },
    { said: [{ sid: 's', report_status: 'FAIL' }], report: { ids: ['tencent_sms/s'], reached: false } },
    {
      said: { voiceprompt_callback: { result: '0', callid: 'c' } },
      report: { ids: ['tencent_voice/c'], reached: true },
    },
    {
      said: { voiceprompt_callback: { result: '1', callid: 'c' } },
      report: { ids: ['tencent_voice/c'], reached: false },
    },
    {
      said: { voicekey_callback: { callid: 'c', keypress: '1' } },
      report: { ids: ['tencent_voice/c'], reached: true, key: '1' },
    },
    { said: { voicekey_callback: { callid: 'c', keypress: '' } }, report: { ids: ['tencent_voice/c'], reached: true } },
  ])('is read: $said', ({ said, report }) => {
    expect(read('tencent', said)).toEqual([report]);
  });
});

it.each(['', 'no json', '7', 'null', '"text"'])('%j is no report', (body) => {
  expect(readReports('aliyun', body)).toBeUndefined();
});

it('what cannot be read of several costs nothing but itself', () => {
  expect(read('aliyun', [7, null, {}, [], { out_id: {} }, { out_id: 'y1', success: true }])).toEqual([
    { ids: ['y1'], reached: true },
  ]);
});
