// A group robot of 企业微信 (WeCom). Its key is in the address, and is all that it takes to speak as it.
import type { Channel } from '../../contracts/terms.ts';
import type { OutsideChannel } from '../channel.ts';
import { exchange, isFailed } from './connection.ts';
import { robot } from './robot.ts';
import { judge, judgeStatus } from './verdict.ts';
import { wecomCodes } from './wecomCodes.ts';

/** UTF-8, as the provider has it for `text`; 48 are left for its own marks of those who are called by name. */
const atMostBytes = 2_000;

export type WecomRobot = { key: string; name?: Channel; base?: string };

/** @param base another address than the provider's: for tests, and for a proxy within the house */
export function wecomRobot({
  key,
  name = 'webhook',
  base = 'https://qyapi.weixin.qq.com',
}: WecomRobot): OutsideChannel {
  return robot({
    name,
    gateway: 'wecom_robot',
    atMostBytes,
    post: async (content, phones, signal) => {
      const answered = await exchange({
        url: `${base}/cgi-bin/webhook/send?key=${encodeURIComponent(key)}`,
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ msgtype: 'text', text: { content, mentioned_mobile_list: phones } }),
        signal,
      });
      if (isFailed(answered)) return answered;
      const { errcode } = answered.said;
      if (typeof errcode !== 'number') return judgeStatus(answered);
      return errcode === 0 ? { kind: 'accepted' } : judge(errcode, wecomCodes, answered.retryAfterMs);
    },
  });
}
