import { describe, expect, it } from 'vitest';
import { conforms } from '../../test/conformance/channel.ts';
import { tried } from '../../test/provider.ts';
import { says, standInOf } from '../../test/standInProvider.ts';
import { dingtalkRobot, dingtalkSign } from './dingtalkRobot.ts';

const make = (base: string) => dingtalkRobot({ token: 'T', secret: 'SECexample', base }, () => 1_790_000_000_000);

conforms('dingtalk_robot', {
  reaches: true,
  receipts: false,
  make: () =>
    standInOf({
      make,
      manners: {
        take: says({ errcode: 0, errmsg: 'ok' }),
        fail: says({ errcode: -1, errmsg: 'system busy' }),
        refuse: { status: 400 },
        misconfigured: says({ errcode: 310000, errmsg: 'sign not match' }),
      },
    }),
});

describe('a robot of 钉钉', () => {
  it('signs as its provider does', () => {
    expect(dingtalkSign('SECexample', 1_790_000_000_000)).toBe('VRCPdmTXGjIr%2FIyTI0oKy68KmSwdbXrsS9DriwPeznE%3D');
  });

  it('has the number of whoever is meant in the text as well: else it does not ring', async () => {
    const { outcome, arrived } = await tried(make, () => says({ errcode: 0, errmsg: 'ok' }));
    expect(outcome).toEqual({ kind: 'accepted' });
    expect(arrived[0]?.path).toBe(
      '/robot/send?access_token=T&timestamp=1790000000000&sign=VRCPdmTXGjIr%2FIyTI0oKy68KmSwdbXrsS9DriwPeznE%3D',
    );
    expect(JSON.parse(arrived[0]?.body ?? '')).toMatchObject({
      msgtype: 'text',
      text: { content: expect.stringContaining('@13800000000') as string },
      at: { atMobiles: ['13800000000'], isAtAll: false },
    });
  });

  it.each([
    ...[130101, 410100, 90030].map((errcode) => ({
      manner: says({ errcode }),
      answer: `HTTP 200 with ${errcode}`,
      outcome: { kind: 'failed', blame: 'gateway', retryAfterMs: 600_000, limit: 'theirs' },
    })),
    {
      manner: { status: 302, headers: { location: 'https://elsewhere.example/' } },
      answer: 'HTTP 302',
      outcome: { kind: 'failed', blame: 'gateway', retryAfterMs: 600_000, limit: 'theirs' },
    },
    ...[310000, 300001, 400101, 400013, 400106].map((errcode) => ({
      manner: says({ errcode }),
      answer: `HTTP 200 with ${errcode}`,
      outcome: { kind: 'failed', blame: 'gateway', untilMended: true },
    })),
    ...[-1, 88].map((errcode) => ({
      manner: says({ errcode }),
      answer: `HTTP 200 with ${errcode}`,
      outcome: { kind: 'failed', blame: 'gateway', retryAfterMs: 0 },
    })),
  ])('takes $answer for $outcome', async ({ manner, outcome }) => {
    expect((await tried(make, () => manner)).outcome).toMatchObject(outcome);
  });
});
