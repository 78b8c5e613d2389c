// An application of 企业微信 (WeCom): a message to one person, found by the telephone number that the organisation has of them.
// Beyond 30 a minute to one person it drops messages with errcode 0, so we count ourselves (limits.ts).
import type { GatewayMessage } from '../../contracts/system/gateway.ts';
import type { Channel } from '../../contracts/terms.ts';
import type { Failed, Outcome, OutsideChannel } from '../channel.ts';
import { AccessToken, type Given } from './accessToken.ts';
import { type Answered, exchange, isFailed } from './connection.ts';
import { messenger } from './messenger.ts';
import { type Found, UserIds } from './userIds.ts';
import { judge, judgeStatus } from './verdict.ts';
import { staleTokens, wecomCodes } from './wecomCodes.ts';

const atMostBytes = 2_000;
const json = { 'content-type': 'application/json' };
/** 46004: nobody has this number in the organisation. */
const unknownUser = 46004;

/** @property agent the application's number @property alarmsTo whose phone the system's alarms go to */
export type WecomApp = {
  corp: string;
  agent: number;
  secret: string;
  alarmsTo?: string | undefined;
  name?: Channel;
  base?: string;
};

export function wecomApp(parts: WecomApp): OutsideChannel {
  const { corp, agent, secret, alarmsTo, name = 'webhook', base = 'https://qyapi.weixin.qq.com' } = parts;
  const token = new AccessToken(async (signal): Promise<Given | Failed> => {
    const query = new URLSearchParams({ corpid: corp, corpsecret: secret });
    const answered = await exchange({ url: `${base}/cgi-bin/gettoken?${query}`, method: 'GET', signal });
    if (isFailed(answered)) return answered;
    const { errcode, access_token: given, expires_in: seconds } = answered.said;
    if (errcode === 0 && typeof given === 'string') return { token: given, livesMs: Number(seconds ?? 7_200) * 1_000 };
    return asFailure(answered);
  });
  const ask = (path: string, body: object, signal: AbortSignal): Promise<Answered | Failed> =>
    token.use(
      (access) =>
        exchange({
          url: `${base}/cgi-bin/${path}?access_token=${encodeURIComponent(access)}`,
          headers: json,
          body: JSON.stringify(body),
          signal,
        }),
      ({ said }) => staleTokens.has(said.errcode),
    );
  const users = new UserIds(async (mobile, signal): Promise<Found> => {
    const answered = await ask('user/getuserid', { mobile }, signal);
    if (isFailed(answered)) return answered;
    const { errcode, userid } = answered.said;
    if (errcode === 0 && typeof userid === 'string') return { user: userid };
    if (errcode === unknownUser) return { kind: 'refused', why: `code ${unknownUser}: nobody there has this number` };
    return notTaken(judgeAnswer(answered));
  });
  return messenger({
    name,
    gateway: 'wecom_app',
    atMostBytes,
    alarmsTo,
    users,
    send: async (text: string, user: string, _of: readonly GatewayMessage[], signal) => {
      // Without its check of duplicates: it compares texts, and a reminder has the text of the first call.
      const body = { touser: user, agentid: agent, msgtype: 'text', text: { content: text } };
      const answered = await ask('message/send', body, signal);
      if (isFailed(answered)) return answered;
      const { errcode, invaliduser, unlicenseduser } = answered.said;
      if (errcode !== 0) return judgeAnswer(answered);
      // Taken, and yet not for them: nobody was told.
      if (named(invaliduser, user)) return { kind: 'refused', why: 'invaliduser: this person was not told' };
      if (named(unlicenseduser, user)) return { kind: 'refused', why: 'unlicenseduser: this person was not told' };
      return { kind: 'accepted' };
    },
  });
}

/** Ids are compared without regard to case: the provider gives them back in small letters. */
const named = (list: unknown, user: string): boolean =>
  typeof list === 'string' && list.toLowerCase().split('|').includes(user.toLowerCase());

function judgeAnswer(answered: Answered): Outcome {
  const { errcode } = answered.said;
  return typeof errcode === 'number' && errcode !== 0
    ? judge(errcode, wecomCodes, answered.retryAfterMs)
    : judgeStatus(answered);
}

/** Without a token nothing gets through, whatever the reason. */
function asFailure(answered: Answered): Failed {
  const outcome = judgeAnswer(answered);
  if (outcome.kind === 'failed') return { ...outcome, blame: 'gateway' };
  return { kind: 'failed', why: 'why' in outcome ? outcome.why : 'no token', blame: 'gateway', untilMended: true };
}

function notTaken(outcome: Outcome): Found {
  return outcome.kind === 'failed' || outcome.kind === 'refused'
    ? outcome
    : { kind: 'failed', why: 'an answer without an id', blame: 'gateway' };
}
