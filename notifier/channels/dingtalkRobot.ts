// A group robot of 钉钉 (DingTalk) with the signature that it offers as a safeguard.
import { createHmac } from 'node:crypto';
import type { Channel } from '../../contracts/terms.ts';
import type { Outcome, OutsideChannel } from '../channel.ts';
import { type Answered, exchange, isFailed } from './connection.ts';
import { robot } from './robot.ts';
import { type Codes, judge, judgeStatus, later, limited, mend, outcomeOf } from './verdict.ts';

/** UTF-8; the provider takes 20 KB, a screen does not. */
const atMostBytes = 8_000;
/** Whoever says too much is not heard for so long. */
const blockedMs = 600_000;

export const dingtalkRobotCodes: Codes = [
  [[130101, 410100, 90030], limited('gateway', blockedMs)],
  [[310000, 300001, 400101, 400013, 400106], mend],
  [[-1, 88], later('gateway')],
];

export type DingtalkRobot = { token: string; secret: string; name?: Channel; base?: string };

/** @param now unix ms, for the signature: more than an hour off it is refused */
export function dingtalkRobot(
  { token, secret, name = 'webhook', base = 'https://oapi.dingtalk.com' }: DingtalkRobot,
  now: () => number = () => Date.now(),
): OutsideChannel {
  return robot({
    name,
    gateway: 'dingtalk_robot',
    atMostBytes,
    post: async (text, phones, signal) => {
      const at = now();
      const query = `access_token=${encodeURIComponent(token)}&timestamp=${at}&sign=${dingtalkSign(secret, at)}`;
      // A number rings only where it stands in the text as well.
      const content = [text, ...phones.map((phone) => `@${phone}`)].join(' ');
      const answered = await exchange({
        url: `${base}/robot/send?${query}`,
        headers: { 'content-type': 'application/json; charset=utf-8' },
        body: JSON.stringify({ msgtype: 'text', text: { content }, at: { atMobiles: phones, isAtAll: false } }),
        signal,
      });
      return isFailed(answered) ? answered : judgeAnswer(answered);
    },
  });
}

function judgeAnswer(answered: Answered): Outcome {
  const { errcode } = answered.said;
  if (errcode === 0) return { kind: 'accepted' };
  if (typeof errcode === 'number') return judge(errcode, dingtalkRobotCodes, answered.retryAfterMs);
  // Seen beyond the limit: here it does not mean that the address is wrong.
  if (answered.status === 302) return outcomeOf('HTTP 302: too many', limited('gateway', blockedMs));
  return judgeStatus(answered);
}

/** As it stands in the address. @param at unix ms */
export const dingtalkSign = (secret: string, at: number): string =>
  encodeURIComponent(createHmac('sha256', secret).update(`${at}\n${secret}`).digest('base64'));
