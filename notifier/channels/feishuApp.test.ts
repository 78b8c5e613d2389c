import { describe, expect, it } from 'vitest';
import { conforms } from '../../test/conformance/channel.ts';
import type { Arrived, Manner } from '../../test/fakeGateway.ts';
import { tried } from '../../test/provider.ts';
import { says, standInOf } from '../../test/standInProvider.ts';
import { feishuApp } from './feishuApp.ts';

const make = (base: string) => feishuApp({ appId: 'A', appSecret: 'S', alarmsTo: '13900000000', base });
function besides({ path }: Arrived): Manner | undefined {
  if (path.includes('tenant_access_token')) return says({ code: 0, tenant_access_token: 'TOKEN', expire: 7_200 });
  return path.includes('batch_get_id') ? says({ code: 0, data: { user_list: [{ user_id: 'ou_1' }] } }) : undefined;
}

conforms('feishu_app', {
  long: true,
  reaches: true,
  receipts: false,
  make: () =>
    standInOf({
      make,
      besides,
      manners: {
        take: says({ code: 0, data: { message_id: 'm' } }),
        fail: { status: 502 },
        refuse: { status: 400, body: '{"code":230013}' },
        misconfigured: { status: 400, body: '{"code":99991672}' },
      },
    }),
});

describe('an application of 飞书', () => {
  it('finds somebody by their number, and names the message so that a repeat is the same one', async () => {
    const once = await tried(make, (one) => besides(one) ?? says({ code: 0 }));
    const again = await tried(make, (one) => besides(one) ?? says({ code: 0 }));
    expect(once.outcome).toEqual({ kind: 'accepted' });
    const last = once.arrived.at(-1);
    expect(last?.path).toBe('/open-apis/im/v1/messages?receive_id_type=open_id');
    expect(last?.headers.authorization).toBe('Bearer TOKEN');
    const body = JSON.parse(last?.body ?? '') as { uuid: string };
    expect(body).toMatchObject({ receive_id: 'ou_1', msg_type: 'text' });
    expect(body.uuid).toMatch(/^[0-9a-f]{40}$/);
    expect(JSON.parse(again.arrived.at(-1)?.body ?? '')).toMatchObject({ uuid: body.uuid });
  });

  it.each([
    { answer: '230020', said: { code: 230020 }, outcome: { kind: 'failed', blame: 'recipient', limit: 'theirs' } },
    { answer: '230013', said: { code: 230013 }, outcome: { kind: 'refused' } },
    { answer: '99991672', said: { code: 99991672 }, outcome: { untilMended: true } },
  ])('takes $answer for $outcome', async ({ said, outcome }) => {
    expect((await tried(make, (one) => besides(one) ?? says(said))).outcome).toMatchObject(outcome);
  });

  it('tells nobody where the organisation does not have the number', async () => {
    const { outcome } = await tried(make, (one) =>
      one.path.includes('batch_get_id')
        ? says({ code: 0, data: { user_list: [{}] } })
        : (besides(one) ?? says({ code: 0 })),
    );
    expect(outcome).toMatchObject({ kind: 'refused' });
  });
});
