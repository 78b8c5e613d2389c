import { describe, expect, it } from 'vitest';
import {
  channelProblems,
  clouds,
  groupMessengers,
  messengers,
  neededOfMessenger,
  neededOfSms,
  neededOfVoice,
  templateCodesOf,
} from './channelSettings.ts';
import { readSettings } from './settings.ts';

const templates = '1=offer,2=update,3=stand_down';
const sampleOf = (name: string): string =>
  name.includes('TEMPLATES') ? templates : name.includes('AGENT') ? '7' : 'x';
const given = (choice: Record<string, string>, needed: readonly string[]) => ({
  ...choice,
  ...Object.fromEntries(needed.map((name) => [name, sampleOf(name)])),
});
const problems = (env: Record<string, string>) => {
  const read = readSettings(env);
  if (!read.ok) return read.problems.map(({ name, reason }) => `${name} ${reason}`);
  return channelProblems(read.settings).map(({ name, reason }) => `${name} ${reason}`);
};

const choices = [
  ...messengers.map((one) => ({ choice: { YJT_MESSENGER: one }, needed: neededOfMessenger[one] })),
  ...clouds.map((one) => ({ choice: { YJT_SMS: one }, needed: neededOfSms[one] })),
  ...clouds.map((one) => ({ choice: { YJT_VOICE: one }, needed: neededOfVoice[one] })),
];

describe('a provider behind a channel', () => {
  it.each(choices)('$choice is taken with all that it needs', ({ choice, needed }) => {
    expect(problems(given(choice, needed))).toEqual([]);
  });

  it.each(choices)('$choice is refused without any of it, which is named', ({ choice, needed }) => {
    for (const missing of needed) {
      const env = given(
        choice,
        needed.filter((one) => one !== missing),
      );
      expect(problems(env)[0]).toMatch(new RegExp(`^${missing} is needed with YJT_`));
    }
  });

  it('that writes to single people must know who hears the alarms; a group hears them itself', () => {
    const wanting = messengers.filter((one) => neededOfMessenger[one].includes('YJT_ALARM_PHONE'));
    expect(wanting).toEqual(messengers.filter((one) => !groupMessengers.has(one)));
  });

  it('does not stand behind a channel beside another', () => {
    const env = given({ YJT_MESSENGER: 'wecom_robot' }, neededOfMessenger.wecom_robot);
    const both = { ...env, YJT_WEBHOOK_URL: 'https://gateway.example/', YJT_WEBHOOK_SECRET: 'sixteen characters' };
    expect(problems(both)).toEqual([expect.stringContaining('set one of them')]);
  });

  it('has a template for all that somebody who is asked must hear', () => {
    const env = given({ YJT_SMS: 'aliyun' }, neededOfSms.aliyun);
    expect(problems({ ...env, YJT_ALIYUN_SMS_TEMPLATES: '1=offer' })).toEqual([
      'YJT_ALIYUN_SMS_TEMPLATES names no template for update: add NUMBER=update',
      'YJT_ALIYUN_SMS_TEMPLATES names no template for stand_down: add NUMBER=stand_down',
    ]);
    expect(problems({ ...env, YJT_ALIYUN_SMS_TEMPLATES: '1=song' })).toHaveLength(1);
    expect(problems({ ...env, YJT_ALIYUN_SMS_TEMPLATES: '1=offer_keys,2=update,3=stand_down' })).toEqual([
      'YJT_ALIYUN_SMS_TEMPLATES names no template for offer: add NUMBER=offer',
    ]);
  });

  it('asks for a key only where one can be pressed and heard of', () => {
    const keys = `${templates},4=offer_keys`;
    const aliyun = { ...given({ YJT_VOICE: 'aliyun' }, neededOfVoice.aliyun), YJT_ALIYUN_VOICE_TEMPLATES: keys };
    expect(problems(aliyun).map((one) => one.split(' ')[0])).toEqual([
      'YJT_ALIYUN_VOICE_NUMBER',
      'YJT_ALIYUN_VOICE_TEMPLATES',
      'YJT_RECEIPTS_SECRET',
    ]);
    const secret = { YJT_RECEIPTS_SECRET: 'twenty-four-characters_42' };
    expect(
      problems({
        ...aliyun,
        ...secret,
        YJT_ALIYUN_VOICE_NUMBER: '028',
        YJT_ALIYUN_VOICE_TEMPLATES: `${keys},5=accepted`,
      }),
    ).toEqual([]);
    const tencent = { ...given({ YJT_VOICE: 'tencent' }, neededOfVoice.tencent), YJT_TENCENT_VOICE_TEMPLATES: keys };
    expect(problems({ ...tencent, ...secret })).toEqual([]);
  });

  it.each([
    { what: 'base64', secret: 'q8/0aU+x1bQ9m3tWzR7kLhYc2vN5sDfG==' },
    { what: 'blanks', secret: 'twenty-four characters it has' },
    { what: 'more than a part of an address may have', secret: 'a'.repeat(101) },
  ])('is reported to at no address with $what in its secret, and says how to make one', ({ secret }) => {
    const [problem, ...others] = problems({ YJT_RECEIPTS_SECRET: secret });
    expect(problem).toMatch(/^YJT_RECEIPTS_SECRET .*openssl rand -hex 24/);
    expect(problem).not.toContain(secret);
    expect(others).toEqual([]);
  });

  it.each(['0123456789abcdef0123456789abcdef0123456789abcdef', 'a'.repeat(100)])(
    'is reported to at an address with the secret %s',
    (secret) => {
      expect(problems({ YJT_RECEIPTS_SECRET: secret })).toEqual([]);
    },
  );

  it('repeats no secret', () => {
    expect(problems({ YJT_RECEIPTS_SECRET: 'a-guess' }).join()).not.toContain('a-guess');
  });
});

it('a list of templates says which number is for what', () => {
  expect(templateCodesOf('SMS_1=offer, SMS_2=update,=swap,SMS_3=song')).toEqual({ offer: 'SMS_1', update: 'SMS_2' });
});
