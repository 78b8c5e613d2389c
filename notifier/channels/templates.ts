// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of approved templates are written like this
// What SMS and voice providers say is approved beforehand, word by word; only variables are ours when it goes out. The texts stand here as
// data, to be handed in for approval as they are (docs/connecting-a-gateway.md), with the bounds that providers have for them.

import type { TemplateKind } from '../../contracts/channelSettings.ts';
import type { GatewayMessage } from '../../contracts/system/gateway.ts';
import { callNames } from '../../wording/calls.ts';

export type Template = { text: string; variables: readonly string[] };
export type Way = 'sms' | 'voice';

/** By what is told. `offer_keys` asks for a key; `accepted` is what is said after key 1. */
export const templates: Readonly<Record<Way, Partial<Record<TemplateKind, Template>>>> = {
  sms: {
    offer: { text: '警情${number}，${call}，${place}。能去请登录一键通答复。', variables: ['number', 'call', 'place'] },
    update: {
      text: '警情${number}，${call}，${place}，有新情况，请登录一键通查看。',
      variables: ['number', 'call', 'place'],
    },
    stand_down: { text: '警情${number}，${place}，不用去了，请登录一键通确认。', variables: ['number', 'place'] },
    alarm: { text: '系统报警${code}，${change}，请登录一键通查看。', variables: ['code', 'change'] },
    swap: { text: '您有${day}班次的换班消息，请登录一键通查看。', variables: ['day'] },
    check_in: { text: '今天还没有收到平安签到。本人请按一下一键通，家人请联系一下老人。', variables: [] },
  },
  voice: {
    offer: {
      text: '一键通呼叫。警情${number}，${call}，${place}。能去请登录一键通接单。',
      variables: ['number', 'call', 'place'],
    },
    offer_keys: {
      text: '一键通呼叫。警情${number}，${call}，${place}。能去请按1接单，再听一遍请按2。',
      variables: ['number', 'call', 'place'],
    },
    update: {
      text: '一键通呼叫。警情${number}，${call}，${place}，有新情况，请登录一键通查看。',
      variables: ['number', 'call', 'place'],
    },
    stand_down: { text: '一键通通知。警情${number}，${place}，不用去了。', variables: ['number', 'place'] },
    accepted: { text: '已收到您的答复，是否需要前往以短信为准。', variables: [] },
    alarm: { text: '一键通系统报警${code}，${change}，请登录查看。', variables: ['code', 'change'] },
  },
};

/**
 * What a provider allows, characters. `value`: of one variable, our own bound where the provider names none; `together`: all
 * variables of one message; `text`: a message with its variables filled in.
 */
export type TemplateRules = { value: number; together: number; text: number };
/** Aliyun: voice variables together below 250. Tencent: a voice text up to 350. SMS of both: a long one counts as several. */
export const templateRules: Readonly<Record<'aliyun' | 'tencent', Readonly<Record<Way, TemplateRules>>>> = {
  aliyun: { sms: { value: 35, together: 249, text: 500 }, voice: { value: 60, together: 249, text: 500 } },
  tencent: { sms: { value: 35, together: 249, text: 500 }, voice: { value: 60, together: 249, text: 350 } },
};

/** Addresses, IP addresses and domains: a message with one in a variable is refused as a whole. */
const linkPattern = /(?:https?:)?\/\/\S*|(?:[\w-]+\.)+[\w-]+\S*/gi;
const unknown = '不详';

/** What of a template would be refused, in words; empty where it is fit to be handed in. */
export function faultsOf({ text, variables }: Template, rules: TemplateRules): string[] {
  const named = [...text.matchAll(/\$\{(\w+)\}/g)].map(([, name = '']) => name);
  const bare = text.replaceAll(/\$\{\w+\}/g, '');
  return [
    ...named.filter((name) => !variables.includes(name)).map((name) => `\${${name}} is no variable of it`),
    ...variables
      .filter((name) => !named.includes(name))
      .map((name) => `its variable ${name} does not stand in the text`),
    ...(new Set(variables).size < variables.length ? ['a variable stands there twice'] : []),
    ...(bare.length + Math.min(rules.together, variables.length * rules.value) > rules.text
      ? [`it may become longer than ${rules.text} characters`]
      : []),
    ...(/[【】]/.test(text) ? ['the signature is put before it by the provider'] : []),
    ...(bare.match(linkPattern) ?? []).map((link) => `${link} reads like an address`),
  ];
}

/** The values of a template's variables for a message, in the template's order and within the provider's bounds. */
export function valuesOf({ variables }: Template, message: GatewayMessage, rules: TemplateRules): [string, string][] {
  const all = saidOf(message);
  let left = rules.together;
  return variables.map((name, i) => {
    // Something is kept for each of those that follow.
    const atMost = Math.max(1, Math.min(rules.value, left - (variables.length - 1 - i) * unknown.length));
    const value = cut(tidy(all[name] ?? ''), atMost);
    left -= value.length;
    return [name, value];
  });
}

/** Number, kind, grid and courtyard: nothing of a resident (docs/decisions/023). */
function saidOf(message: GatewayMessage): Readonly<Record<string, string>> {
  if (message.kind === 'alarm') return { code: message.code, change: message.change === 'raised' ? '发生' : '恢复' };
  if (message.kind === 'swap') return { day: dayOf(message.from) };
  if (message.kind === 'check_in') return {}; // nobody is named
  const { group, number, call, grid, courtyard } = message;
  const place = group?.name ?? [grid, courtyard].filter((name) => name !== undefined).join(' ');
  return { number: group === undefined ? `${number}号` : `共${group.count}起`, call: callNames.zh[call], place };
}

/** `2026-01-05T…` → `1月5日`. */
const dayOf = (instant: string): string => {
  const [, month = '', day = ''] = /^\d{4}-(\d{2})-(\d{2})/.exec(instant) ?? [];
  return `${Number(month)}月${Number(day)}日`;
};

/** Without what providers refuse; never empty, for an empty variable is refused too. */
const tidy = (value: string): string =>
  value
    .replaceAll(linkPattern, ' ')
    .replaceAll(/[【】\p{Cc}]/gu, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim() || unknown;

/** By characters and not by halves of them. */
const cut = (value: string, atMost: number): string => {
  if (value.length <= atMost) return value;
  let kept = '';
  for (const character of value) {
    if (kept.length + character.length > atMost) break;
    kept += character;
  }
  return kept.trim() || unknown;
};
