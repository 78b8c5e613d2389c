import { describe, expect, it } from 'vitest';
import { conforms } from '../../test/conformance/channel.ts';
import { type Arrived, FakeGateway, type Manner } from '../../test/fakeGateway.ts';
import { anOffer, tried } from '../../test/provider.ts';
import { says, standInOf } from '../../test/standInProvider.ts';
import { wecomApp } from './wecomApp.ts';

const make = (base: string) =>
  wecomApp({ corp: 'CORP', agent: 77, secret: 'the secret', alarmsTo: '13900000000', base });

const tokenOf = (): Manner => says({ errcode: 0, access_token: 'TOKEN', expires_in: 7_200 });
function besides({ path }: Arrived): Manner | undefined {
  if (path.startsWith('/cgi-bin/gettoken')) return tokenOf();
  return path.startsWith('/cgi-bin/user/getuserid') ? says({ errcode: 0, userid: 'WangG1' }) : undefined;
}
/** How it answers a message; everything else as it should. */
const answering = (manner: Manner) => (arrived: Arrived) => besides(arrived) ?? manner;

conforms('wecom_app', {
  long: true,
  reaches: true,
  receipts: false,
  make: () =>
    standInOf({
      make,
      besides,
      manners: {
        take: says({ errcode: 0, errmsg: 'ok', msgid: 'm' }),
        fail: says({ errcode: -1 }),
        refuse: says({ errcode: 81013 }),
        misconfigured: says({ errcode: 60020, errmsg: 'not allow to access from your ip' }),
      },
    }),
});

describe('an application of 企业微信', () => {
  it('finds somebody by their number and writes to them alone', async () => {
    const { outcome, arrived } = await tried(make, answering(says({ errcode: 0, msgid: 'm' })));
    expect(outcome).toEqual({ kind: 'accepted' });
    expect(arrived.map(({ path }) => path)).toEqual([
      '/cgi-bin/gettoken?corpid=CORP&corpsecret=the+secret',
      '/cgi-bin/user/getuserid?access_token=TOKEN',
      '/cgi-bin/message/send?access_token=TOKEN',
    ]);
    expect(JSON.parse(arrived[1]?.body ?? '')).toEqual({ mobile: '13800000000' });
    expect(JSON.parse(arrived[2]?.body ?? '')).toMatchObject({ touser: 'WangG1', agentid: 77, msgtype: 'text' });
  });

  it.each([
    {
      answer: 'errcode 0 and invaliduser',
      said: { errcode: 0, invaliduser: 'wangg1|x' },
      outcome: { kind: 'refused' },
    },
    {
      answer: 'errcode 0 and unlicenseduser',
      said: { errcode: 0, unlicenseduser: 'WangG1' },
      outcome: { kind: 'refused' },
    },
    {
      answer: 'errcode 0 and somebody else invalid',
      said: { errcode: 0, invaliduser: 'x' },
      outcome: { kind: 'accepted' },
    },
    { answer: '45009', said: { errcode: 45009 }, outcome: { kind: 'failed', retryAfterMs: 60_000, limit: 'theirs' } },
    { answer: '60020', said: { errcode: 60020 }, outcome: { kind: 'failed', untilMended: true } },
    { answer: '82001', said: { errcode: 82001 }, outcome: { kind: 'refused' } },
  ])('takes $answer for $outcome', async ({ said, outcome }) => {
    expect((await tried(make, answering(says(said)))).outcome).toMatchObject(outcome);
  });

  it('tells nobody where the organisation does not have the number', async () => {
    const { outcome } = await tried(make, (arrived) =>
      arrived.path.includes('getuserid') ? says({ errcode: 46004 }) : (besides(arrived) ?? says({ errcode: 0 })),
    );
    expect(outcome).toMatchObject({ kind: 'refused' });
  });

  it('asks once who somebody is, and says when it has not asked again', async () => {
    const provider = await FakeGateway.start();
    provider.manner = (arrived) =>
      arrived.path.includes('getuserid') ? says({ errcode: 46004 }) : (besides(arrived) ?? says({ errcode: 0 }));
    const channel = make(provider.url.replace(/\/hook$/, ''));
    const outcomes = [];
    for (let i = 0; i < 2; i++) outcomes.push(await channel.deliver(anOffer(), AbortSignal.timeout(4_000)));
    await provider.goAway();
    const [first, second] = outcomes;
    expect(first).toMatchObject({ kind: 'refused' });
    expect(first).not.toHaveProperty('asked');
    expect(second).toEqual({ ...first, asked: false });
  });

  it('fails until it is mended where its secret is wrong', async () => {
    const { outcome, arrived } = await tried(make, () => says({ errcode: 40001 }));
    expect(outcome).toMatchObject({ kind: 'failed', blame: 'gateway', untilMended: true });
    expect(arrived).toHaveLength(1);
    expect(JSON.stringify(outcome)).not.toContain('the secret');
  });

  describe('whose token', () => {
    const serve = async (stale: (token: string, tokens: number) => boolean) => {
      const provider = await FakeGateway.start();
      let tokens = 0;
      provider.manner = ({ path }) => {
        if (path.startsWith('/cgi-bin/gettoken'))
          return says({ errcode: 0, access_token: `TOKEN${++tokens}`, expires_in: 7_200 });
        const token = new URL(path, 'http://x').searchParams.get('access_token') ?? '';
        if (stale(token, tokens)) return says({ errcode: 42001 });
        return path.includes('getuserid') ? says({ errcode: 0, userid: 'WangG1' }) : says({ errcode: 0 });
      };
      return { provider, channel: make(provider.url.replace(/\/hook$/, '')), tokens: () => tokens };
    };
    const hundred = Array.from({ length: 100 }, (_, i) => anOffer({ delivery: `I/L${i}/1` }));
    const signal = new AbortController().signal;

    it('is not there yet is asked for once by a hundred at once', async () => {
      const { provider, channel, tokens } = await serve(() => false);
      const outcomes = await Promise.all(hundred.map((one) => channel.deliver(one, signal)));
      await provider.goAway();
      expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
      expect(tokens()).toBe(1);
    });

    it('expires in mid-flight is renewed once for a hundred, and each is told', async () => {
      const { provider, channel, tokens } = await serve((token) => token === 'TOKEN1');
      const outcomes = await Promise.all(hundred.map((one) => channel.deliver(one, signal)));
      await provider.goAway();
      expect(outcomes.every(({ kind }) => kind === 'accepted')).toBe(true);
      expect(tokens()).toBe(2);
    });

    it('is refused over and over is not asked for in a loop', async () => {
      const { provider, channel, tokens } = await serve(() => true);
      for (let i = 0; i < 5; i++)
        expect(await channel.deliver(anOffer(), signal)).toMatchObject({ kind: 'failed', blame: 'gateway' });
      await provider.goAway();
      expect(tokens()).toBe(2);
    });
  });
});
