// What yjt says of a policy: who is asked, in which order.
import { callsInChinese, callsInEnglish } from '../../wording/calls.ts';
import { policyInChinese, policyInEnglish } from '../../wording/policy.ts';

const zh = {
  policy: {
    ...policyInChinese,
    kinds: callsInChinese,
    and: '；并行 ',
    between: (from: string, to: string) => `（${from} 至 ${to}）`,
    follows: (plans: string) => `，按预案 ${plans}`,
    tells: (moments: string) => `；${moments}按本人同意通知家属`,
  },
};

const en: typeof zh = {
  policy: {
    ...policyInEnglish,
    kinds: callsInEnglish,
    and: '; beside it ',
    between: (from, to) => ` (${from} to ${to})`,
    follows: (plans) => `, by the plan ${plans}`,
    tells: (moments) => `; contacts are told ${moments}, as the resident has agreed`,
  },
};

export const policy = { zh, en };
