// SMS through Tencent Cloud. It says of each number what became of it, besides an error of the whole: both are looked at.
import type { Channel } from '../../contracts/terms.ts';
import type { OutsideChannel } from '../channel.ts';
import { type Approved, approvedFor, unapproved } from './approved.ts';
import { isFailed, objectOf } from './connection.ts';
import { type Correlation, keptUnder } from './correlation.ts';
import { nobody, phoneOf } from './recipient.ts';
import { templateRules, valuesOf } from './templates.ts';
import { askTencent, responseOf, type TencentAccess, tencentError, tencentOutcome } from './tencent.ts';

/** @property app SmsSdkAppId @property sign the approved signature @property codes the provider's number of each approved template */
export type TencentSms = {
  access: TencentAccess;
  app: string;
  sign: string;
  codes: Approved;
  correlation: Correlation;
  alarmsTo?: string | undefined;
  name?: Channel;
  base?: string;
};

/** @param now unix ms */
export function tencentSms(parts: TencentSms, now: () => number = () => Date.now()): OutsideChannel {
  const { access, app, sign, codes, correlation, alarmsTo, name = 'sms' } = parts;
  const { base = 'https://sms.tencentcloudapi.com' } = parts;
  const gateway = 'tencent_sms';
  return {
    name,
    gateway,
    deliver: async (message, signal) => {
      const phone = phoneOf(message, alarmsTo);
      if (phone === undefined) return nobody(message);
      const approved = approvedFor('sms', message, codes);
      if (approved === undefined) return unapproved(message);
      const id = await correlation.begin(message, gateway);
      const body = {
        PhoneNumberSet: [`+86${phone}`],
        SmsSdkAppId: app,
        SignName: sign,
        TemplateId: approved.code,
        TemplateParamSet: valuesOf(approved.template, message, templateRules.tencent.sms).map(([, value]) => value),
        SessionContext: id,
      };
      const call = { access, base, service: 'sms' as const, action: 'SendSms', version: '2021-01-11', body };
      const answered = await askTencent(call, signal, now());
      if (isFailed(answered)) return answered;
      const error = tencentError(answered, now());
      if (error !== undefined) return error;
      const { SendStatusSet: statuses } = responseOf(answered);
      const status = objectOf(Array.isArray(statuses) ? (statuses as unknown[])[0] : undefined);
      if (typeof status.Code !== 'string')
        return { kind: 'failed', why: 'an answer that says of nobody', blame: 'recipient', perhaps: true };
      const outcome = tencentOutcome(status.Code, now());
      const { SerialNo: theirs } = status;
      if (outcome.kind !== 'accepted' || typeof theirs !== 'string' || theirs === '') return outcome;
      return keptUnder(correlation, id, theirs);
    },
  };
}
