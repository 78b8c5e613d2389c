// A telephone call through Aliyun. With a number of the community's own it asks for a key (IvrCall): 1 is a yes, 2 says it again; what was pressed comes
// with the provider's report (console/server/incident/providerReceipts.ts). Without one it only speaks (SingleCallByTts).
import type { Channel } from '../../contracts/terms.ts';
import type { OutsideChannel } from '../channel.ts';
import { type AliyunAccess, aliyunOutcome, askAliyun } from './aliyun.ts';
import { type Approved, approvedFor, unapproved } from './approved.ts';
import { isFailed } from './connection.ts';
import { type Correlation, keptUnder } from './correlation.ts';
import { nobody, phoneOf } from './recipient.ts';
import { templateRules, valuesOf } from './templates.ts';

/** Said twice: the first words of a call are seldom heard. */
const playTimes = '2';
/** So long a key is waited for after each time. */
const keyWithinMs = '8000';

/** @property number the one that it is called from; without it no key can be asked for */
export type AliyunVoice = {
  access: AliyunAccess;
  codes: Approved;
  number?: string | undefined;
  correlation: Correlation;
  alarmsTo?: string | undefined;
  name?: Channel;
  base?: string;
};

/** @param now unix ms */
export function aliyunVoice(parts: AliyunVoice, now: () => number = () => Date.now()): OutsideChannel {
  const {
    access,
    codes,
    number,
    correlation,
    alarmsTo,
    name = 'voice',
    base = 'https://dyvmsapi.aliyuncs.com',
  } = parts;
  const gateway = 'aliyun_voice';
  const { accepted } = codes;
  return {
    name,
    gateway,
    deliver: async (message, signal) => {
      const phone = phoneOf(message, alarmsTo);
      if (phone === undefined) return nobody(message);
      const approved = approvedFor('voice', message, codes, number !== undefined && accepted !== undefined);
      if (approved === undefined) return unapproved(message);
      const { code, template, asksForKeys } = approved;
      const said = JSON.stringify(Object.fromEntries(valuesOf(template, message, templateRules.aliyun.voice)));
      const id = await correlation.begin(message, gateway, asksForKeys);
      const common = { CalledNumber: phone, CalledShowNumber: number ?? '', PlayTimes: playTimes, OutId: id };
      const query = asksForKeys
        ? { ...common, ...withKeys({ code, said, accepted: accepted ?? '' }) }
        : { ...common, TtsCode: code, TtsParam: said };
      const action = asksForKeys ? 'IvrCall' : 'SingleCallByTts';
      const answered = await askAliyun({ access, base, action, version: '2017-05-25', query }, signal, now());
      if (isFailed(answered)) return answered;
      const outcome = aliyunOutcome(answered, now());
      const { CallId: theirs } = answered.said;
      // What is said while the call runs names the call only.
      return outcome.kind === 'accepted' && typeof theirs === 'string' ? keptUnder(correlation, id, theirs) : outcome;
    },
  };
}

const withKeys = ({ code, said, accepted }: { code: string; said: string; accepted: string }) => ({
  StartCode: code,
  StartTtsParams: said,
  'MenuKeyMap.1.Key': '1',
  'MenuKeyMap.1.Code': accepted,
  'MenuKeyMap.1.TtsParams': '{}',
  'MenuKeyMap.2.Key': '2',
  'MenuKeyMap.2.Code': code,
  'MenuKeyMap.2.TtsParams': said,
  Timeout: keyWithinMs,
});
