// The channels as the settings have them: a provider behind each that has one, within its quotas; a recorder behind every other.
import { createHmac } from 'node:crypto';
import type { Redis } from 'ioredis';
import { groupMessengers, type Messenger, templateCodesOf } from '../../contracts/channelSettings.ts';
import type { Settings } from '../../contracts/settings.ts';
import type { GatewayMessage } from '../../contracts/system/gateway.ts';
import { keepCorrelation, newCorrelationId, readCorrelation, theirIdOf } from '../../store/correlations.ts';
import { giveBackQuota, takeQuota } from '../../store/quotas.ts';
import type { OutsideChannel } from '../channel.ts';
import { inEarnest } from '../inEarnest.ts';
import { nextWay } from '../nextWay.ts';
import { withinQuota } from '../withinQuota.ts';
import { aliyunSms } from './aliyunSms.ts';
import { aliyunVoice } from './aliyunVoice.ts';
import type { Correlation } from './correlation.ts';
import { dingtalkApp } from './dingtalkApp.ts';
import { dingtalkRobot } from './dingtalkRobot.ts';
import { feishuApp } from './feishuApp.ts';
import { feishuBot } from './feishuBot.ts';
import { type ProviderQuota, providerQuotas, tencentVoiceRaised } from './providerQuotas.ts';
import { phoneOf } from './recipient.ts';
import { recorder } from './recorder.ts';
import { tencentSms } from './tencentSms.ts';
import { tencentVoice } from './tencentVoice.ts';
import { webhook } from './webhook.ts';
import { wecomApp } from './wecomApp.ts';
import { wecomRobot } from './wecomRobot.ts';

/** A provider's channel with what it is bounded by. @property credential what its quotas are counted by; it is kept nowhere */
type Provided = { channel: OutsideChannel; quota: ProviderQuota; credential: string };

/**
 * The channels of a notifier.
 * @throws Error naming the setting where a choice lacks one (the supervisor has looked before: contracts/channelSettings.ts)
 */
export function channelsOf(settings: Partial<Settings>, redis: Redis): OutsideChannel[] {
  const { YJT_WEBHOOK_URL: url, YJT_WEBHOOK_SECRET: secret, YJT_ALARM_PHONE: alarmsTo } = settings;
  const bounded = (provided: Provided | undefined): OutsideChannel | undefined =>
    provided && within(provided, redis, alarmsTo);
  const messenger = bounded(messengerOf(settings));
  // A group that reads it is nobody who was told.
  const toPerson = groupMessengers.has(settings.YJT_MESSENGER as Messenger) ? undefined : messenger;
  const sms = bounded(smsOf(settings, correlationIn(redis)));
  const voice = bounded(voiceOf(settings, correlationIn(redis)));
  const inStead = (name: 'sms' | 'voice' | 'webhook', own: OutsideChannel | undefined, ways: (typeof own)[]) => {
    const stand = recorder(name, redis);
    if (own === undefined) return stand;
    return inEarnest(
      nextWay(
        own,
        ways.filter((way) => way !== undefined),
      ),
      stand,
    );
  };
  return [
    inStead('sms', sms, [toPerson]),
    inStead('voice', voice, [sms, toPerson]),
    url !== undefined && secret !== undefined ? webhook({ url, secret }) : inStead('webhook', messenger, []),
  ];
}

function within({ channel, quota, credential }: Provided, redis: Redis, alarmsTo: string | undefined): OutsideChannel {
  const nameOf = (text: string): string => createHmac('sha256', credential).update(text).digest('hex').slice(0, 24);
  const all = `${channel.gateway}:${nameOf('')}`;
  const personOf = (message: GatewayMessage): string => nameOf(phoneOf(message, alarmsTo) ?? 'nobody');
  return withinQuota(channel, {
    take: async (message) => {
      const quotas = [
        { of: all, windows: quota.ofAll },
        { of: `${all}:${personOf(message)}`, windows: quota.ofOne(Date.now()) },
      ];
      const taken = await takeQuota(redis, quotas);
      return taken.kind === 'full'
        ? taken
        : { kind: 'taken', giveBack: () => giveBackQuota(redis, quotas, taken.name) };
    },
    // A robot speaks to its group, every other to a person.
    placeOf: (message) => (quota.ofAll.length > 0 && channel.together ? 'group' : personOf(message)),
  });
}

/** @throws Error naming what is missing */
function need<K extends keyof Settings>(settings: Partial<Settings>, name: K): NonNullable<Settings[K]> {
  const value = settings[name];
  if (value === undefined) throw new Error(`${name} is needed: set it`);
  return value;
}

function messengerOf(settings: Partial<Settings>): Provided | undefined {
  const chosen = settings.YJT_MESSENGER as Messenger | undefined;
  const alarmsTo = settings.YJT_ALARM_PHONE;
  const text = (name: keyof Settings): string => String(need(settings, name));
  const provided = (channel: OutsideChannel, credential: string): Provided => {
    return { channel, credential, quota: providerQuotas[chosen ?? 'wecom_robot'] };
  };
  switch (chosen) {
    case undefined:
      return undefined;
    case 'wecom_robot':
      return provided(wecomRobot({ key: text('YJT_WECOM_KEY') }), text('YJT_WECOM_KEY'));
    case 'wecom_app': {
      const [corp, secret] = [text('YJT_WECOM_CORP'), text('YJT_WECOM_SECRET')];
      return provided(wecomApp({ corp, secret, agent: Number(text('YJT_WECOM_AGENT')), alarmsTo }), secret);
    }
    case 'dingtalk_robot': {
      const [token, secret] = [text('YJT_DINGTALK_TOKEN'), text('YJT_DINGTALK_SECRET')];
      return provided(dingtalkRobot({ token, secret }), token);
    }
    case 'dingtalk_app': {
      const [appKey, appSecret] = [text('YJT_DINGTALK_APP_KEY'), text('YJT_DINGTALK_APP_SECRET')];
      return provided(dingtalkApp({ appKey, appSecret, robotCode: text('YJT_DINGTALK_ROBOT'), alarmsTo }), appSecret);
    }
    case 'feishu_bot': {
      const [hook, secret] = [text('YJT_FEISHU_HOOK'), text('YJT_FEISHU_SECRET')];
      return provided(feishuBot({ hook, secret }), hook);
    }
    case 'feishu_app': {
      const [appId, appSecret] = [text('YJT_FEISHU_APP_ID'), text('YJT_FEISHU_APP_SECRET')];
      return provided(feishuApp({ appId, appSecret, alarmsTo }), appSecret);
    }
  }
}

function smsOf(settings: Partial<Settings>, correlation: Correlation): Provided | undefined {
  if (settings.YJT_SMS === 'aliyun') {
    const access = aliyunAccess(settings);
    const codes = templateCodesOf(need(settings, 'YJT_ALIYUN_SMS_TEMPLATES'));
    const channel = aliyunSms({ access, codes, sign: need(settings, 'YJT_ALIYUN_SMS_SIGN'), correlation });
    return { channel, quota: providerQuotas.aliyun_sms, credential: access.keySecret };
  }
  if (settings.YJT_SMS === 'tencent') {
    const access = tencentAccess(settings);
    const codes = templateCodesOf(need(settings, 'YJT_TENCENT_SMS_TEMPLATES'));
    const [app, sign] = [need(settings, 'YJT_TENCENT_SMS_APP'), need(settings, 'YJT_TENCENT_SMS_SIGN')];
    const channel = tencentSms({ access, app, sign, codes, correlation });
    return { channel, quota: providerQuotas.tencent_sms, credential: access.secretKey };
  }
  return undefined;
}

function voiceOf(settings: Partial<Settings>, correlation: Correlation): Provided | undefined {
  if (settings.YJT_VOICE === 'aliyun') {
    const access = aliyunAccess(settings);
    const codes = templateCodesOf(need(settings, 'YJT_ALIYUN_VOICE_TEMPLATES'));
    const channel = aliyunVoice({ access, codes, number: settings.YJT_ALIYUN_VOICE_NUMBER, correlation });
    return { channel, quota: providerQuotas.aliyun_voice, credential: access.keySecret };
  }
  if (settings.YJT_VOICE === 'tencent') {
    const access = tencentAccess(settings);
    const codes = templateCodesOf(need(settings, 'YJT_TENCENT_VOICE_TEMPLATES'));
    const channel = tencentVoice({ access, app: need(settings, 'YJT_TENCENT_VOICE_APP'), codes, correlation });
    const raised = settings.YJT_TENCENT_VOICE_LIMITS === 'raised';
    return { channel, quota: raised ? tencentVoiceRaised : providerQuotas.tencent_voice, credential: access.secretKey };
  }
  return undefined;
}

const aliyunAccess = (settings: Partial<Settings>) => ({
  keyId: need(settings, 'YJT_ALIYUN_KEY_ID'),
  keySecret: need(settings, 'YJT_ALIYUN_KEY_SECRET'),
});
const tencentAccess = (settings: Partial<Settings>) => ({
  secretId: need(settings, 'YJT_TENCENT_SECRET_ID'),
  secretKey: need(settings, 'YJT_TENCENT_SECRET_KEY'),
});

/** Ids of ours and of providers, as the store keeps them. */
export const correlationIn = (redis: Redis): Correlation => ({
  begin: async (message, gateway, asksForKeys = false) => {
    const id = await newCorrelationId(redis);
    if (message.kind === 'alarm') return id; // it is for nobody whom we know
    const { delivery, channel, kind, recipient } = message;
    const responder = 'responder' in recipient ? recipient.responder : '';
    const about = { delivery, channel, kind, gateway, responder };
    await keepCorrelation(redis, id, { ...about, ...(asksForKeys ? { keys: true as const } : {}) });
    return id;
  },
  also: async (id, theirs) => {
    const known = await readCorrelation(redis, id);
    if (known) await keepCorrelation(redis, theirIdOf(known.gateway, theirs), known);
  },
});
