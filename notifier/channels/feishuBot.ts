// A bot of a group of 飞书 (Feishu). Its signature has key and text the other way round than 钉钉's.
import { createHmac } from 'node:crypto';
import type { Channel } from '../../contracts/terms.ts';
import type { OutsideChannel } from '../channel.ts';
import { exchange, isFailed } from './connection.ts';
import { feishuOutcome } from './feishuCodes.ts';
import { robot } from './robot.ts';

/** UTF-8; the provider takes 20 KB with everything around it. */
const atMostBytes = 8_000;

/** @property hook the last part of its address */
export type FeishuBot = { hook: string; secret: string; name?: Channel; base?: string };

/** @param now unix ms, for the signature: more than an hour off it is refused */
export function feishuBot(
  { hook, secret, name = 'webhook', base = 'https://open.feishu.cn' }: FeishuBot,
  now: () => number = () => Date.now(),
): OutsideChannel {
  return robot({
    name,
    gateway: 'feishu_bot',
    atMostBytes,
    // It cannot call anybody by a telephone number: whoever is meant reads grid and courtyard.
    post: async (text, _phones, signal) => {
      const timestamp = String(Math.floor(now() / 1000));
      const answered = await exchange({
        url: `${base}/open-apis/bot/v2/hook/${encodeURIComponent(hook)}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ timestamp, sign: feishuSign(secret, timestamp), msg_type: 'text', content: { text } }),
        signal,
      });
      return isFailed(answered) ? answered : feishuOutcome(answered);
    },
  });
}

/** @param timestamp unix seconds, as it is sent */
export const feishuSign = (secret: string, timestamp: string): string =>
  createHmac('sha256', `${timestamp}\n${secret}`).update('').digest('base64');
