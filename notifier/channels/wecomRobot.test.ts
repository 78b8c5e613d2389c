import { describe, expect, it } from 'vitest';
import { conforms } from '../../test/conformance/channel.ts';
import { FakeGateway } from '../../test/fakeGateway.ts';
import { anOffer, tried } from '../../test/provider.ts';
import { says, standInOf } from '../../test/standInProvider.ts';
import { wecomRobot } from './wecomRobot.ts';

const key = 'a-key-that-is-the-secret';
const make = (base: string) => wecomRobot({ key, base });

conforms('wecom_robot', {
  reaches: true,
  receipts: false,
  make: () =>
    standInOf({
      make,
      manners: {
        take: says({ errcode: 0, errmsg: 'ok' }),
        fail: says({ errcode: -1, errmsg: 'system busy' }),
        refuse: says({ errcode: 40008, errmsg: 'invalid message type' }),
        misconfigured: says({ errcode: 93000, errmsg: 'invalid webhook url' }),
      },
    }),
});

describe('a robot of 企业微信', () => {
  it('says the text to its group, and calls by name whoever is meant', async () => {
    const { outcome, arrived } = await tried(make, () => says({ errcode: 0, errmsg: 'ok' }));
    expect(outcome).toEqual({ kind: 'accepted' });
    expect(arrived[0]?.path).toBe(`/cgi-bin/webhook/send?key=${key}`);
    expect(JSON.parse(arrived[0]?.body ?? '')).toEqual({
      msgtype: 'text',
      text: {
        content: '【一键通】12号警情，P1 求助，第一网格 黉门街82号院。能去请登录答复：https://yjt.example/r',
        mentioned_mobile_list: ['13800000000'],
      },
    });
  });

  it.each([
    { errcode: 0, outcome: { kind: 'accepted' } },
    { errcode: -1, outcome: { kind: 'failed', blame: 'gateway' } },
    { errcode: 45009, outcome: { kind: 'failed', blame: 'gateway', retryAfterMs: 60_000, limit: 'theirs' } },
    { errcode: 45033, outcome: { kind: 'failed', retryAfterMs: 60_000 } },
    ...[40001, 41001, 48002, 60020, 301002, 93000].map((errcode) => ({
      errcode,
      outcome: { kind: 'failed', blame: 'gateway', untilMended: true },
    })),
    ...[81013, 82001, 60011, 40008, 40058, 44004, 45002].map((errcode) => ({ errcode, outcome: { kind: 'refused' } })),
    { errcode: 123456, outcome: { kind: 'failed', blame: 'recipient' } },
  ])('takes HTTP 200 with $errcode for $outcome', async ({ errcode, outcome }) => {
    expect((await tried(make, () => says({ errcode, errmsg: 'x' }))).outcome).toMatchObject(outcome);
  });

  it.each([
    { answer: 'HTTP 200 and no code', manner: { status: 200, body: '<html>login</html>' } },
    {
      answer: 'HTTP 200 and a megabyte',
      manner: { status: 200, body: `{"errcode":0,"x":"${'x'.repeat(1_000_000)}"}` },
    },
    { answer: 'a redirect', manner: { status: 302, headers: { location: 'http://127.0.0.1:1/' } } },
    { answer: 'a broken connection', manner: 'drop' as const },
  ])('never takes $answer for told, and never says its address', async ({ manner }) => {
    const { outcome } = await tried(make, () => manner);
    expect(outcome.kind).toBe('failed');
    expect(JSON.stringify(outcome)).not.toContain(key);
  });

  it('lets go of a try that is called off', async () => {
    const provider = await FakeGateway.start();
    provider.manner = () => 'hang';
    const calledOff = new AbortController();
    const trying = make(provider.url.replace(/\/hook$/, '')).deliver(anOffer(), calledOff.signal);
    calledOff.abort();
    expect(await trying).toMatchObject({ kind: 'failed' });
    await provider.goAway();
  });
});
