// Which provider stands behind a channel, and what it knows us by. Without one everything is as it was: the gateway of YJT_WEBHOOK_URL for
// `webhook`, a recorder for whatever has nothing behind it.
import { type Setting, setting } from './setting.ts';

export const messengers = [
  'wecom_robot',
  'wecom_app',
  'dingtalk_robot',
  'dingtalk_app',
  'feishu_bot',
  'feishu_app',
] as const;
export type Messenger = (typeof messengers)[number];
/** They speak to a group and reach nobody in particular; every other writes to the person. */
export const groupMessengers: ReadonlySet<Messenger> = new Set(['wecom_robot', 'dingtalk_robot', 'feishu_bot']);
export const clouds = ['aliyun', 'tencent'] as const;
export type Cloud = (typeof clouds)[number];

/** What an approved template of a provider is for (docs/connecting-a-gateway.md has their texts). */
export const templateKinds = [
  'offer',
  'offer_keys',
  'update',
  'stand_down',
  'accepted',
  'alarm',
  'swap',
  'check_in',
] as const;
export type TemplateKind = (typeof templateKinds)[number];

const templatesSay = (of: string): string =>
  `numbers of the templates that are approved for ${of}, such as 101=offer,102=update,103=stand_down`;

export const channelSettings = {
  YJT_MESSENGER: setting({
    kind: 'choice',
    of: messengers,
    says: 'what stands behind the channel "webhook" in the place of YJT_WEBHOOK_URL: a group robot, or an application that writes to people',
  }),
  YJT_WECOM_KEY: setting({
    kind: 'text',
    secret: true,
    says: 'wecom_robot: the key in its address (企业微信群机器人)',
  }),
  YJT_WECOM_CORP: setting({ kind: 'text', says: 'wecom_app: 企业ID' }),
  YJT_WECOM_AGENT: setting({ kind: 'integer', min: 1, max: 2_147_483_647, says: 'wecom_app: AgentId' }),
  YJT_WECOM_SECRET: setting({ kind: 'text', secret: true, says: 'wecom_app: Secret of the application' }),
  YJT_DINGTALK_TOKEN: setting({
    kind: 'text',
    secret: true,
    says: 'dingtalk_robot: access_token in its address (钉钉群机器人)',
  }),
  YJT_DINGTALK_SECRET: setting({
    kind: 'text',
    secret: true,
    says: 'dingtalk_robot: its secret for signatures (加签)',
  }),
  YJT_DINGTALK_APP_KEY: setting({ kind: 'text', says: 'dingtalk_app: Client ID (AppKey)' }),
  YJT_DINGTALK_APP_SECRET: setting({ kind: 'text', secret: true, says: 'dingtalk_app: Client Secret' }),
  YJT_DINGTALK_ROBOT: setting({ kind: 'text', says: 'dingtalk_app: robotCode of the robot that writes to people' }),
  YJT_FEISHU_HOOK: setting({
    kind: 'text',
    secret: true,
    says: 'feishu_bot: the last part of its address (飞书自定义机器人)',
  }),
  YJT_FEISHU_SECRET: setting({ kind: 'text', secret: true, says: 'feishu_bot: its secret for signatures (签名校验)' }),
  YJT_FEISHU_APP_ID: setting({ kind: 'text', says: 'feishu_app: App ID' }),
  YJT_FEISHU_APP_SECRET: setting({ kind: 'text', secret: true, says: 'feishu_app: App Secret' }),
  YJT_SMS: setting({ kind: 'choice', of: clouds, says: 'who sends text messages for the channel "sms"' }),
  YJT_VOICE: setting({ kind: 'choice', of: clouds, says: 'who rings telephones for the channel "voice"' }),
  YJT_ALIYUN_KEY_ID: setting({ kind: 'text', says: 'aliyun: AccessKey ID of a user who may send, and nothing else' }),
  YJT_ALIYUN_KEY_SECRET: setting({ kind: 'text', secret: true, says: 'aliyun: AccessKey Secret' }),
  YJT_ALIYUN_SMS_SIGN: setting({ kind: 'text', says: 'aliyun: the approved signature of text messages (短信签名)' }),
  YJT_ALIYUN_SMS_TEMPLATES: setting({
    kind: 'pairs',
    of: templateKinds,
    says: `aliyun: ${templatesSay('text messages')}`,
  }),
  YJT_ALIYUN_VOICE_TEMPLATES: setting({ kind: 'pairs', of: templateKinds, says: `aliyun: ${templatesSay('calls')}` }),
  YJT_ALIYUN_VOICE_NUMBER: setting({
    kind: 'text',
    says: 'aliyun: the number of your own that is called from; with it a call asks for a key (default: a shared number, no keys)',
  }),
  YJT_TENCENT_SECRET_ID: setting({ kind: 'text', says: 'tencent: SecretId of a user who may send, and nothing else' }),
  YJT_TENCENT_SECRET_KEY: setting({ kind: 'text', secret: true, says: 'tencent: SecretKey' }),
  YJT_TENCENT_SMS_APP: setting({ kind: 'text', says: 'tencent: SdkAppId of text messages' }),
  YJT_TENCENT_SMS_SIGN: setting({ kind: 'text', says: 'tencent: the approved signature of text messages' }),
  YJT_TENCENT_SMS_TEMPLATES: setting({
    kind: 'pairs',
    of: templateKinds,
    says: `tencent: ${templatesSay('text messages')}`,
  }),
  YJT_TENCENT_VOICE_APP: setting({ kind: 'text', says: 'tencent: SdkAppId of calls' }),
  YJT_TENCENT_VOICE_TEMPLATES: setting({ kind: 'pairs', of: templateKinds, says: `tencent: ${templatesSay('calls')}` }),
  YJT_TENCENT_VOICE_LIMITS: setting({
    kind: 'choice',
    of: ['default', 'raised'],
    default: 'default',
    says: 'tencent: how often it lets one number be called; raised: as after its review (by default one call between 22:00 and 08:00)',
  }),
  YJT_RECEIPTS_SECRET: setting({
    kind: 'text',
    secret: true,
    atLeast: 24,
    says: 'the secret part of the address that aliyun and tencent report to, /api/v1/receipts/PROVIDER/SECRET: letters, digits, - and _, as of `openssl rand -hex 24` (default: no reports are taken)',
  }),
  YJT_ALARM_PHONE: setting({
    kind: 'text',
    says: 'whose telephone number the system’s alarms go to where YJT_MESSENGER writes to single people',
  }),
} as const satisfies Record<string, Setting>;

type Name = keyof typeof channelSettings | 'YJT_WEBHOOK_URL';
type Given = Partial<Readonly<Record<Name, string | number>>>;

/** What a messenger needs besides its name. One that writes to single people tells nobody of alarms unless it knows whom. */
export const neededOfMessenger: Readonly<Record<Messenger, readonly Name[]>> = {
  wecom_robot: ['YJT_WECOM_KEY'],
  wecom_app: ['YJT_WECOM_CORP', 'YJT_WECOM_AGENT', 'YJT_WECOM_SECRET', 'YJT_ALARM_PHONE'],
  dingtalk_robot: ['YJT_DINGTALK_TOKEN', 'YJT_DINGTALK_SECRET'],
  dingtalk_app: ['YJT_DINGTALK_APP_KEY', 'YJT_DINGTALK_APP_SECRET', 'YJT_DINGTALK_ROBOT', 'YJT_ALARM_PHONE'],
  feishu_bot: ['YJT_FEISHU_HOOK', 'YJT_FEISHU_SECRET'],
  feishu_app: ['YJT_FEISHU_APP_ID', 'YJT_FEISHU_APP_SECRET', 'YJT_ALARM_PHONE'],
};
const access: Readonly<Record<Cloud, readonly Name[]>> = {
  aliyun: ['YJT_ALIYUN_KEY_ID', 'YJT_ALIYUN_KEY_SECRET'],
  tencent: ['YJT_TENCENT_SECRET_ID', 'YJT_TENCENT_SECRET_KEY'],
};
export const neededOfSms: Readonly<Record<Cloud, readonly Name[]>> = {
  aliyun: [...access.aliyun, 'YJT_ALIYUN_SMS_SIGN', 'YJT_ALIYUN_SMS_TEMPLATES'],
  tencent: [...access.tencent, 'YJT_TENCENT_SMS_APP', 'YJT_TENCENT_SMS_SIGN', 'YJT_TENCENT_SMS_TEMPLATES'],
};
export const neededOfVoice: Readonly<Record<Cloud, readonly Name[]>> = {
  aliyun: [...access.aliyun, 'YJT_ALIYUN_VOICE_TEMPLATES'],
  tencent: [...access.tencent, 'YJT_TENCENT_VOICE_APP', 'YJT_TENCENT_VOICE_TEMPLATES'],
};
/** Whoever is asked must hear of it when they are not needed any more. */
const wantedTemplates = ['offer', 'update', 'stand_down'] as const;

/** A part of an address: nothing that must be written otherwise there, and no longer than such a part may be. */
const fitsAddress = /^[A-Za-z0-9_-]{24,100}$/;

/**
 * What of a choice is missing. Looked at where all secrets are known: by the supervisor before anything starts, and by the notifier.
 * @returns every variable that does not fit, and what to do
 */
export function channelProblems(given: Given): { name: string; reason: string }[] {
  const chosen = (name: Name, of: readonly Name[]) =>
    of
      .filter((needed) => given[needed] === undefined)
      .map((needed) => ({ name: needed, reason: `is needed with ${name}=${given[name]}: set it` }));
  const { YJT_MESSENGER: messenger, YJT_SMS: sms, YJT_VOICE: voice, YJT_RECEIPTS_SECRET: receipts } = given;
  return [
    ...(messenger === undefined ? [] : chosen('YJT_MESSENGER', neededOfMessenger[messenger as Messenger])),
    ...(messenger !== undefined && given.YJT_WEBHOOK_URL !== undefined
      ? [
          {
            name: 'YJT_MESSENGER',
            reason: 'stands behind the channel "webhook", and so does YJT_WEBHOOK_URL: set one of them',
          },
        ]
      : []),
    ...(receipts === undefined || fitsAddress.test(String(receipts))
      ? []
      : [
          {
            name: 'YJT_RECEIPTS_SECRET',
            reason:
              'is a part of an address: 24 to 100 letters, digits, - and _; make one with `openssl rand -hex 24`, and give the provider its address',
          },
        ]),
    ...(sms === undefined ? [] : chosen('YJT_SMS', neededOfSms[sms as Cloud])),
    ...(voice === undefined ? [] : chosen('YJT_VOICE', neededOfVoice[voice as Cloud])),
    ...(sms === undefined ? [] : templateProblems(smsTemplatesOf[sms as Cloud], given, ['offer'])),
    ...(voice === undefined ? [] : voiceProblems(voice as Cloud, given)),
  ];
}

const smsTemplatesOf = { aliyun: 'YJT_ALIYUN_SMS_TEMPLATES', tencent: 'YJT_TENCENT_SMS_TEMPLATES' } as const;
const voiceTemplatesOf = { aliyun: 'YJT_ALIYUN_VOICE_TEMPLATES', tencent: 'YJT_TENCENT_VOICE_TEMPLATES' } as const;

/** @param offers one of these asks somebody: a text message cannot ask for a key */
function templateProblems(
  name: Name,
  given: Given,
  offers: readonly TemplateKind[],
): { name: string; reason: string }[] {
  if (given[name] === undefined) return []; // said already
  const kinds = new Set<string>(Object.keys(templateCodesOf(String(given[name]))));
  const offered = offers.some((kind) => kinds.has(kind));
  return wantedTemplates
    .filter((kind) => (kind === 'offer' ? !offered : !kinds.has(kind)))
    .map((kind) => ({ name, reason: `names no template for ${kind}: add NUMBER=${kind}` }));
}

function voiceProblems(cloud: Cloud, given: Given): { name: string; reason: string }[] {
  const name = voiceTemplatesOf[cloud];
  const codes = templateCodesOf(String(given[name] ?? ''));
  const problems = templateProblems(name, given, ['offer', 'offer_keys']);
  if (cloud === 'aliyun' && codes.offer_keys !== undefined && given.YJT_ALIYUN_VOICE_NUMBER === undefined)
    problems.push({
      name: 'YJT_ALIYUN_VOICE_NUMBER',
      reason: 'is needed to ask for a key: set it, or name a template for offer only',
    });
  if (cloud === 'aliyun' && codes.offer_keys !== undefined && codes.accepted === undefined)
    problems.push({ name, reason: 'names no template for accepted, which is said after key 1: add NUMBER=accepted' });
  if (codes.offer_keys !== undefined && given.YJT_RECEIPTS_SECRET === undefined)
    problems.push({
      name: 'YJT_RECEIPTS_SECRET',
      reason: 'is needed to hear which key was pressed: set it, and its address at the provider',
    });
  return problems;
}

/** `101=offer,102=update` → the number of each kind. */
export function templateCodesOf(pairs: string): Partial<Record<TemplateKind, string>> {
  const found: Partial<Record<TemplateKind, string>> = {};
  for (const pair of pairs.split(',')) {
    const [code = '', kind] = pair.trim().split('=');
    const known = templateKinds.find((one) => one === kind);
    if (known !== undefined && code !== '') found[known] = code;
  }
  return found;
}
