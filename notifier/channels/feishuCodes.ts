// Codes of 飞书, of its bots and its applications.
import type { Outcome } from '../channel.ts';
import type { Answered } from './connection.ts';
import { type Codes, judge, judgeStatus, limited, mend, refused } from './verdict.ts';

/** A tenant's token that does not count any more. */
export const staleTenantTokens: ReadonlySet<unknown> = new Set([99991663, 99991661, 99991668]);

const feishuCodes: Codes = [
  [[9499], refused],
  [[19021, 19022, 19024, 19001], mend], // signature or clock, address, keyword, the hook itself
  [[11232], limited('gateway', 1_000)], // also when the whole service has much to do, at full and half hours
  [[230020], limited('recipient', 1_000)],
  [[10003, 10014, 99991672, 230006, 230002], mend], // id or secret of the application, its rights
  [[230013, 230001, 230029], refused], // out of what it may see, a bad body, somebody who has left
];

/** By its code, whatever the status: 11232 is seen with HTTP 400 as well. */
export function feishuOutcome(answered: Answered): Outcome {
  const { code } = answered.said;
  if (code === 0) return { kind: 'accepted' };
  if (typeof code !== 'number' || answered.status === 429) return judgeStatus(answered);
  return judge(code, feishuCodes, answered.retryAfterMs);
}
