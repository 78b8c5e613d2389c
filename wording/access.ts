// The access log in words: what somebody was shown and what for, for whoever checks it, and for the resident whom it was about.
import type { ReadingPurpose, Shown } from '../contracts/session/audit.ts';
import { breakGlassReasons } from './breakGlass.ts';

type Table<K extends string> = { readonly zh: Readonly<Record<K, string>>; readonly en: Readonly<Record<K, string>> };

export const shownNames: Table<Shown> = {
  zh: {
    card: '个人资料',
    conditions: '健康情况',
    phone: '完整电话号码',
    search: '查找结果',
    list: '名单',
    page: '值班页面',
    history: '历史记录',
    access: '查阅记录',
    family: '按钮与呼叫进展（子女端）',
    export: '导出文件',
  },
  en: {
    card: 'personal card',
    conditions: 'illnesses',
    phone: 'full telephone number',
    search: 'search results',
    list: 'list',
    page: 'duty page',
    history: 'past calls',
    access: 'access log',
    family: 'the button, and how a call stands',
    export: 'exported file',
  },
};

export const readingPurposes: Table<ReadingPurpose> = {
  zh: {
    incident: '处理警情',
    aftercare: '回访',
    history: '查历史',
    duty: '值守',
    break_glass: '紧急查看',
    administration: '日常管理',
    family: '本人同意家人查看',
  },
  en: {
    incident: 'an open incident',
    aftercare: 'a visit afterwards',
    history: 'looking back',
    duty: 'watching on duty',
    break_glass: 'broken glass',
    administration: 'administration',
    family: 'family, by consent',
  },
};

/** To the resident themselves. */
export const shownOfYou: Table<Shown> = {
  zh: {
    card: '您的姓名、住址，以及登记的资料或呼叫的经过',
    conditions: '您的健康情况',
    phone: '您或您家人的完整电话号码',
    search: '查找时看到您的姓名和住址',
    list: '名单里您的姓名和住址',
    page: '值班屏幕上您的呼叫',
    history: '您以前的呼叫',
    access: '谁看过您的资料（就是这份清单）',
    family: '您的按钮是否正常、呼叫进展到哪一步',
    export: '一份有您资料的文件',
  },
  en: {
    card: 'your name and address, and what is registered of you or of your call',
    conditions: 'your illnesses',
    phone: 'your telephone number, or one of your family, in full',
    search: 'your name and address, found by a search',
    list: 'your name and address in a list',
    page: 'your call on the duty screen',
    history: 'your past calls',
    access: 'who looked at your data (this list)',
    family: 'whether your button works, and how your call stands',
    export: 'a file with what is kept of you',
  },
};

export const whyOfYou: Table<ReadingPurpose> = {
  zh: {
    incident: '您呼叫以后，为了帮助您',
    aftercare: '您呼叫以后的回访',
    history: '了解以前是怎么处理的',
    duty: '值班时随时准备帮助您',
    break_glass: '情况紧急，需要马上知道',
    administration: '登记、核对等日常工作',
    family: '您同意这位家人查看',
  },
  en: {
    incident: 'to help you after your call',
    aftercare: 'to see how you were after your call',
    history: 'to see how past calls were dealt with',
    duty: 'to be ready to help you',
    break_glass: 'an emergency: it had to be known at once',
    administration: 'daily work, such as registering and checking',
    family: 'you have agreed that this contact sees it',
  },
};

/** Where it is not known, of a record from before it was written down. */
export const noPurpose = { zh: '没有记下', en: 'not written down' } as const;

export const accessHead = {
  zh: ['时间', '查阅人', '身份', '看了什么', '为了什么', '原因', '涉及住户', '人数', '警情编号'],
  en: ['When', 'Who looked', 'Role', 'What', 'What for', 'Reason', 'Residents', 'How many', 'Incident'],
} as const satisfies Record<'zh' | 'en', readonly string[]>;

export const extractHead = {
  zh: ['时间', '谁', '身份', '看到了什么', '为了什么', '原因'],
  en: ['When', 'Who', 'Role', 'What they saw', 'What for', 'Reason'],
} as const satisfies Record<'zh' | 'en', readonly string[]>;

export const accessWords = {
  zh: {
    everybody: '全体住户',
    erased: (id: string) => `已删除（${id}）`,
    andMore: (n: number) => `等 ${n} 人`,
    withEverybody: '（和全体住户一起）',
  },
  en: {
    everybody: 'everybody',
    erased: (id: string) => `erased (${id})`,
    andMore: (n: number) => `and others, ${n} in all`,
    withEverybody: ' (with everybody else)',
  },
} as const;

/** The reason that somebody gave, and their words. A reason of another time stands for itself. */
export function whySaid({ reason, words = '' }: { reason?: string; words?: string }, language: 'zh' | 'en'): string {
  const reasons: Readonly<Record<string, string>> = breakGlassReasons[language];
  const said = [reason === undefined ? '' : (reasons[reason] ?? reason), words];
  return said.filter((one) => one !== '').join(language === 'zh' ? '：' : ': ');
}
