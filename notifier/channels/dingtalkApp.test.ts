import { describe, expect, it } from 'vitest';
import { conforms } from '../../test/conformance/channel.ts';
import type { Arrived, Manner } from '../../test/fakeGateway.ts';
import { tried } from '../../test/provider.ts';
import { says, standInOf } from '../../test/standInProvider.ts';
import { dingtalkApp } from './dingtalkApp.ts';

const make = (base: string) =>
  dingtalkApp({ appKey: 'K', appSecret: 'S', robotCode: 'R', alarmsTo: '13900000000', base, oldBase: base });
function besides({ path }: Arrived): Manner | undefined {
  if (path === '/v1.0/oauth2/accessToken') return says({ accessToken: 'TOKEN', expireIn: 7_200 });
  return path.startsWith('/topapi/') ? says({ errcode: 0, result: { userid: 'u1' } }) : undefined;
}
const sent = { processQueryKey: 'q', invalidStaffIdList: [], flowControlledStaffIdList: [] };

conforms('dingtalk_app', {
  long: true,
  reaches: true,
  receipts: false,
  make: () =>
    standInOf({
      make,
      besides,
      manners: {
        take: says(sent),
        fail: { status: 500, body: '{"code":"ServiceUnavailable"}' },
        refuse: says({ ...sent, invalidStaffIdList: ['u1'] }),
        misconfigured: { status: 403, body: '{"code":"Forbidden.AccessDenied.AccessTokenPermissionDenied"}' },
      },
    }),
});

describe('a robot of 钉钉 that writes to people', () => {
  it('finds somebody by their number and writes to them alone', async () => {
    const { outcome, arrived } = await tried(make, (one) => besides(one) ?? says(sent));
    expect(outcome).toEqual({ kind: 'accepted' });
    const last = arrived.at(-1);
    expect(last?.path).toBe('/v1.0/robot/oToMessages/batchSend');
    expect(last?.headers['x-acs-dingtalk-access-token']).toBe('TOKEN');
    expect(JSON.parse(last?.body ?? '')).toMatchObject({ robotCode: 'R', userIds: ['u1'], msgKey: 'sampleText' });
  });

  it.each<{ answer: string; manner: Manner; outcome: object }>([
    {
      answer: 'an invalid person',
      manner: says({ ...sent, invalidStaffIdList: ['u1'] }),
      outcome: { kind: 'refused' },
    },
    {
      answer: 'a person who was sent too much',
      manner: says({ ...sent, flowControlledStaffIdList: ['u1'] }),
      outcome: { kind: 'failed', blame: 'recipient', limit: 'theirs' },
    },
    { answer: 'nothing at all', manner: says({}), outcome: { kind: 'failed', blame: 'gateway' } },
    {
      answer: 'HTTP 401 twice',
      manner: { status: 401, body: '{"code":"InvalidAuthentication"}' },
      outcome: { untilMended: true },
    },
  ])('takes $answer for $outcome', async ({ manner, outcome }) => {
    expect((await tried(make, (one) => besides(one) ?? manner)).outcome).toMatchObject(outcome);
  });

  it.each([
    { code: 60121, outcome: { kind: 'refused' } },
    { code: 88, outcome: { kind: 'failed' } },
  ])('takes $code, asked who somebody is, for $outcome', async ({ code, outcome }) => {
    const looked = await tried(make, (one) =>
      one.path.startsWith('/topapi/') ? says({ errcode: code }) : (besides(one) ?? says(sent)),
    );
    expect(looked.outcome).toMatchObject(outcome);
  });

  it('fails until it is mended where its secret is wrong', async () => {
    const { outcome } = await tried(make, () => ({ status: 400, body: '{"code":"invalidClientIdOrSecret"}' }));
    expect(outcome).toMatchObject({ kind: 'failed', blame: 'gateway', untilMended: true });
  });
});
