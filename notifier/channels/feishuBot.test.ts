import { describe, expect, it } from 'vitest';
import { conforms } from '../../test/conformance/channel.ts';
import { tried } from '../../test/provider.ts';
import { says, standInOf } from '../../test/standInProvider.ts';
import { feishuBot, feishuSign } from './feishuBot.ts';

const make = (base: string) => feishuBot({ hook: 'HOOK', secret: 'example', base }, () => 1_790_000_000_000);

conforms('feishu_bot', {
  reaches: true,
  receipts: false,
  make: () =>
    standInOf({
      make,
      manners: {
        take: says({ code: 0, msg: 'success', StatusCode: 0 }),
        fail: { status: 503 },
        refuse: says({ code: 9499, msg: 'Bad Request' }),
        misconfigured: says({ code: 19001, msg: 'param invalid: incoming webhook access token invalid' }),
      },
    }),
});

describe('a bot of 飞书', () => {
  it('signs with key and text the other way round', () => {
    expect(feishuSign('example', '1790000000')).toBe('FxHKl/S3VXKxbE27Pf5IZSTdQhw33bgRY5PnrwlJYLI=');
  });

  it('says the text, with the signature of this second', async () => {
    const { outcome, arrived } = await tried(make, () => says({ code: 0, msg: 'success', StatusCode: 0 }));
    expect(outcome).toEqual({ kind: 'accepted' });
    expect(arrived[0]?.path).toBe('/open-apis/bot/v2/hook/HOOK');
    expect(JSON.parse(arrived[0]?.body ?? '')).toMatchObject({
      timestamp: '1790000000',
      sign: 'FxHKl/S3VXKxbE27Pf5IZSTdQhw33bgRY5PnrwlJYLI=',
      msg_type: 'text',
      content: { text: expect.stringContaining('12号警情') as string },
    });
  });

  it.each([
    { answer: '9499', manner: says({ code: 9499 }), outcome: { kind: 'refused' } },
    ...[19021, 19022, 19024, 19001].map((code) => ({
      answer: String(code),
      manner: says({ code }),
      outcome: { kind: 'failed', untilMended: true },
    })),
    {
      answer: '11232',
      manner: says({ code: 11232 }),
      outcome: { kind: 'failed', retryAfterMs: 1_000, limit: 'theirs' },
    },
    {
      answer: '11232 with HTTP 400',
      manner: { status: 400, body: '{"code":11232}' },
      outcome: { kind: 'failed', retryAfterMs: 1_000, limit: 'theirs' },
    },
    {
      answer: 'HTTP 429 with its reset',
      manner: { status: 429, headers: { 'x-ogw-ratelimit-reset': '7' } },
      outcome: { kind: 'failed', retryAfterMs: 7_000, limit: 'theirs' },
    },
  ])('takes $answer for $outcome', async ({ manner, outcome }) => {
    expect((await tried(make, () => manner)).outcome).toMatchObject(outcome);
  });
});
