// SMS through Aliyun: one number a request, an approved template, and an id of ours that comes back in the report.
import type { Channel } from '../../contracts/terms.ts';
import type { OutsideChannel } from '../channel.ts';
import { type AliyunAccess, aliyunOutcome, askAliyun } from './aliyun.ts';
import { type Approved, approvedFor, unapproved } from './approved.ts';
import { isFailed } from './connection.ts';
import type { Correlation } from './correlation.ts';
import { nobody, phoneOf } from './recipient.ts';
import { templateRules, valuesOf } from './templates.ts';

/** @property sign the approved signature (短信签名) @property codes the provider's number of each approved template */
export type AliyunSms = {
  access: AliyunAccess;
  sign: string;
  codes: Approved;
  correlation: Correlation;
  alarmsTo?: string | undefined;
  name?: Channel;
  base?: string;
};

/** @param now unix ms */
export function aliyunSms(parts: AliyunSms, now: () => number = () => Date.now()): OutsideChannel {
  const { access, sign, codes, correlation, alarmsTo, name = 'sms', base = 'https://dysmsapi.aliyuncs.com' } = parts;
  const gateway = 'aliyun_sms';
  return {
    name,
    gateway,
    deliver: async (message, signal) => {
      const phone = phoneOf(message, alarmsTo);
      if (phone === undefined) return nobody(message);
      const approved = approvedFor('sms', message, codes);
      if (approved === undefined) return unapproved(message);
      const values = valuesOf(approved.template, message, templateRules.aliyun.sms);
      const id = await correlation.begin(message, gateway);
      const query = {
        PhoneNumbers: phone,
        SignName: sign,
        TemplateCode: approved.code,
        TemplateParam: JSON.stringify(Object.fromEntries(values)),
        OutId: id,
      };
      const answered = await askAliyun(
        { access, base, action: 'SendSms', version: '2017-05-25', query },
        signal,
        now(),
      );
      return isFailed(answered) ? answered : aliyunOutcome(answered, now());
    },
  };
}
