// A telephone call through Tencent Cloud. A key that was pressed comes by a callback that names the call, so what the provider calls it is kept.
import type { Channel } from '../../contracts/terms.ts';
import type { OutsideChannel } from '../channel.ts';
import { type Approved, approvedFor, unapproved } from './approved.ts';
import { isFailed, objectOf } from './connection.ts';
import { type Correlation, keptUnder } from './correlation.ts';
import { nobody, phoneOf } from './recipient.ts';
import { templateRules, valuesOf } from './templates.ts';
import { askTencent, responseOf, type TencentAccess, tencentError } from './tencent.ts';

const playTimes = 2;

/** @property app VoiceSdkAppid @property codes the provider's number of each approved template */
export type TencentVoice = {
  access: TencentAccess;
  app: string;
  codes: Approved;
  correlation: Correlation;
  alarmsTo?: string | undefined;
  name?: Channel;
  base?: string;
};

/** @param now unix ms */
export function tencentVoice(parts: TencentVoice, now: () => number = () => Date.now()): OutsideChannel {
  const { access, app, codes, correlation, alarmsTo, name = 'voice' } = parts;
  const { base = 'https://vms.tencentcloudapi.com' } = parts;
  const gateway = 'tencent_voice';
  return {
    name,
    gateway,
    deliver: async (message, signal) => {
      const phone = phoneOf(message, alarmsTo);
      if (phone === undefined) return nobody(message);
      const approved = approvedFor('voice', message, codes, true);
      if (approved === undefined) return unapproved(message);
      const id = await correlation.begin(message, gateway, approved.asksForKeys);
      const body = {
        TemplateId: approved.code,
        CalledNumber: `+86${phone}`,
        VoiceSdkAppid: app,
        TemplateParamSet: valuesOf(approved.template, message, templateRules.tencent.voice).map(([, value]) => value),
        PlayTimes: playTimes,
        SessionContext: id,
      };
      const call = { access, base, service: 'vms' as const, action: 'SendTtsVoice', version: '2020-09-02', body };
      const answered = await askTencent(call, signal, now());
      if (isFailed(answered)) return answered;
      const error = tencentError(answered, now());
      if (error !== undefined) return error;
      const { CallId: theirs } = objectOf(responseOf(answered).SendStatus);
      if (typeof theirs !== 'string' || theirs === '')
        return { kind: 'failed', why: 'an answer without a CallId', blame: 'gateway', perhaps: true };
      return keptUnder(correlation, id, theirs);
    },
  };
}
