// A robot of 钉钉 (DingTalk) that writes to single people (单聊).
import type { Channel } from '../../contracts/terms.ts';
import type { Failed, Outcome, OutsideChannel } from '../channel.ts';
import { AccessToken, type Given } from './accessToken.ts';
import { type Answered, exchange, isFailed } from './connection.ts';
import { messenger } from './messenger.ts';
import { type Found, UserIds } from './userIds.ts';
import { type Codes, judge, judgeStatus, later, limited, mend, refused } from './verdict.ts';

const atMostBytes = 8_000;
const json = { 'content-type': 'application/json' };

/** Of the older interface, by which somebody is looked up. */
const lookUpCodes: Codes = [
  [[60121, 60011], refused], // nobody has this number there; out of what the application may see
  [[40078, 40014, 42001, 33012, 88], later('gateway')],
  [[90018, 90002], limited('gateway', 60_000)],
];
/** Of the newer one: words. */
const sendCodes: Codes = [
  [['Forbidden*', 'invalidClient*', 'robot.notExist*', 'invalidParameter.robotCode*'], mend],
  [['Throttling*', 'limit*'], limited('gateway', 60_000)],
  [['ServiceUnavailable*', 'SystemError*', 'InvalidAuthentication*'], later('gateway')],
  [['staffId.*', 'invalidParameter*'], refused],
];

export type DingtalkApp = {
  appKey: string;
  appSecret: string;
  robotCode: string;
  alarmsTo?: string | undefined;
  name?: Channel;
  base?: string;
  oldBase?: string;
};

/** @param parts `oldBase`: where people are looked up, an address of its own */
export function dingtalkApp(parts: DingtalkApp): OutsideChannel {
  const { appKey, appSecret, robotCode, alarmsTo, name = 'webhook' } = parts;
  const { base = 'https://api.dingtalk.com', oldBase = 'https://oapi.dingtalk.com' } = parts;
  const token = new AccessToken(async (signal): Promise<Given | Failed> => {
    const body = JSON.stringify({ appKey, appSecret });
    const answered = await exchange({ url: `${base}/v1.0/oauth2/accessToken`, headers: json, body, signal });
    if (isFailed(answered)) return answered;
    const { accessToken, expireIn } = answered.said;
    if (typeof accessToken === 'string') return { token: accessToken, livesMs: Number(expireIn ?? 7_200) * 1_000 };
    // Key or secret are wrong, unless the provider itself is unwell.
    const outcome = judgeStatus(answered);
    const untilMended = answered.status >= 500 || answered.status === 429 ? {} : { untilMended: true as const };
    return {
      kind: 'failed',
      why: 'why' in outcome && outcome.why ? outcome.why : 'no token',
      blame: 'gateway',
      ...untilMended,
    };
  });
  const users = new UserIds(async (mobile, signal): Promise<Found> => {
    const answered = await token.use(
      (access) =>
        exchange({
          url: `${oldBase}/topapi/v2/user/getbymobile?access_token=${encodeURIComponent(access)}`,
          headers: json,
          body: JSON.stringify({ mobile }),
          signal,
        }),
      ({ said }) => said.errcode === 40014 || said.errcode === 42001,
    );
    return isFailed(answered) ? answered : foundIn(answered);
  });
  return messenger({
    name,
    gateway: 'dingtalk_app',
    atMostBytes,
    alarmsTo,
    users,
    send: async (content, user, _of, signal) => {
      const body = JSON.stringify({
        robotCode,
        userIds: [user],
        msgKey: 'sampleText',
        msgParam: JSON.stringify({ content }),
      });
      const answered = await token.use(
        (access) =>
          exchange({
            url: `${base}/v1.0/robot/oToMessages/batchSend`,
            headers: { ...json, 'x-acs-dingtalk-access-token': access },
            body,
            signal,
          }),
        ({ status, said }) => status === 401 || said.code === 'InvalidAuthentication',
      );
      return isFailed(answered) ? answered : judgeSent(answered, user);
    },
  });
}

function foundIn(answered: Answered): Found {
  const { errcode, result } = answered.said;
  const user = typeof result === 'object' && result !== null && 'userid' in result ? result.userid : undefined;
  if (errcode === 0 && typeof user === 'string') return { user };
  const outcome = typeof errcode === 'number' ? judge(errcode, lookUpCodes) : judgeStatus(answered);
  return outcome.kind === 'failed' || outcome.kind === 'refused'
    ? outcome
    : { kind: 'failed', why: 'an answer without an id', blame: 'gateway' };
}

/** Taken, unless the person stands among those who were not told. */
function judgeSent(answered: Answered, user: string): Outcome {
  const { processQueryKey, invalidStaffIdList, flowControlledStaffIdList, code } = answered.said;
  const among = (list: unknown): boolean => Array.isArray(list) && list.includes(user);
  if (among(invalidStaffIdList)) return { kind: 'refused', why: 'invalidStaffIdList: this person was not told' };
  if (among(flowControlledStaffIdList))
    return {
      kind: 'failed',
      why: 'flowControlledStaffIdList',
      blame: 'recipient',
      retryAfterMs: 60_000,
      limit: 'theirs',
    };
  if (typeof processQueryKey === 'string') return { kind: 'accepted' };
  return typeof code === 'string' && answered.status !== 401
    ? judge(code, sendCodes, answered.retryAfterMs)
    : judgeStatus(answered);
}
