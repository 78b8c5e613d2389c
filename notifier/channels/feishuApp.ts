// An application of 飞书 (Feishu): a message to one person. `uuid` makes the same message that is sent again within an hour the same one.
import { createHash } from 'node:crypto';
import type { Channel } from '../../contracts/terms.ts';
import type { Failed, OutsideChannel } from '../channel.ts';
import { AccessToken, type Given } from './accessToken.ts';
import { type Answered, exchange, isFailed } from './connection.ts';
import { feishuOutcome, staleTenantTokens } from './feishuCodes.ts';
import { messenger } from './messenger.ts';
import { type Found, UserIds } from './userIds.ts';

const atMostBytes = 8_000;
const json = { 'content-type': 'application/json; charset=utf-8' };

export type FeishuApp = {
  appId: string;
  appSecret: string;
  alarmsTo?: string | undefined;
  name?: Channel;
  base?: string;
};

export function feishuApp(parts: FeishuApp): OutsideChannel {
  const { appId, appSecret, alarmsTo, name = 'webhook', base = 'https://open.feishu.cn' } = parts;
  const token = new AccessToken(async (signal): Promise<Given | Failed> => {
    const url = `${base}/open-apis/auth/v3/tenant_access_token/internal`;
    const body = JSON.stringify({ app_id: appId, app_secret: appSecret });
    const answered = await exchange({ url, headers: json, body, signal });
    if (isFailed(answered)) return answered;
    const { code, tenant_access_token: given, expire } = answered.said;
    if (code === 0 && typeof given === 'string') return { token: given, livesMs: Number(expire ?? 7_200) * 1_000 };
    const outcome = feishuOutcome(answered);
    if (outcome.kind === 'failed') return { ...outcome, blame: 'gateway' };
    return { kind: 'failed', why: 'no token is given', blame: 'gateway', untilMended: true };
  });
  const ask = (path: string, body: object, signal: AbortSignal): Promise<Answered | Failed> =>
    token.use(
      (access) =>
        exchange({
          url: `${base}/open-apis/${path}`,
          headers: { ...json, authorization: `Bearer ${access}` },
          body: JSON.stringify(body),
          signal,
        }),
      ({ said }) => staleTenantTokens.has(said.code),
    );
  const users = new UserIds(async (phone, signal): Promise<Found> => {
    const answered = await ask('contact/v3/users/batch_get_id?user_id_type=open_id', { mobiles: [phone] }, signal);
    if (isFailed(answered)) return answered;
    const outcome = feishuOutcome(answered);
    if (outcome.kind === 'failed' || outcome.kind === 'refused') return outcome;
    const user = userIn(answered);
    return user === undefined ? { kind: 'refused', why: 'nobody there has this number' } : { user };
  });
  return messenger({
    name,
    gateway: 'feishu_app',
    atMostBytes,
    alarmsTo,
    users,
    send: async (text, user, of, signal) => {
      const body = { receive_id: user, msg_type: 'text', content: JSON.stringify({ text }), uuid: uuidOf(of, user) };
      const answered = await ask('im/v1/messages?receive_id_type=open_id', body, signal);
      return isFailed(answered) ? answered : feishuOutcome(answered);
    },
  });
}

function userIn({ said }: Answered): string | undefined {
  const { data } = said;
  const list = typeof data === 'object' && data !== null && 'user_list' in data ? data.user_list : undefined;
  const [first] = Array.isArray(list) ? (list as unknown[]) : [];
  const user = typeof first === 'object' && first !== null && 'user_id' in first ? first.user_id : undefined;
  return typeof user === 'string' ? user : undefined;
}

/** At most 50 characters: our names of messages may be longer. */
const uuidOf = (of: readonly { delivery: string }[], user: string): string =>
  createHash('sha256')
    .update([user, ...of.map(({ delivery }) => delivery)].join('\n'))
    .digest('hex')
    .slice(0, 40);
