// What only the access log says; who, what and why is the common table (wording/access.ts).
import { inLanguage } from '../../words/inLanguage.ts';

const zh = {
  search: '查老人或工作人员姓名',
  searchHint: '姓名可用拼音首字母',
  choices: { by: '查阅人', what: '内容', purpose: '用途' },
  columns: { at: '时间', by: '查阅人', what: '看了什么', whom: '涉及住户', incident: '警情' },
  list: '查阅记录',
  says: '谁在什么时候看了哪位老人的资料。记录保存三年，不能修改；打开这一页也会记下来。',
  shown: (n: number, more: boolean) => (more ? `已列出最近的 ${n} 条` : `共 ${n} 条`),
  nothing: '没有符合条件的查阅记录。',
  nothingSays: '请少选一个条件，或换个姓名。已删除的老人不能再按姓名查。',
  empty: '还没有查阅记录。',
  emptySays: '有人打开老人的资料后，每一次都会记在这里。',
  only: (name: string) => `只看谁查过 ${name}`,
  forThem: '给本人的清单',
  back: '回到查阅记录',

  extract: '个人资料查阅清单',
  extractOf: (name: string) => `${name}：哪些人看过您的资料`,
  extractSays: (place: string) =>
    `${place}的紧急呼叫服务登记了您的资料。下面是工作人员每次看到您资料的时间、看到的内容和原因。有疑问可以向社区询问，也可以要求更正或删除。`,
  extractNone: '这段时间没有人看过您的资料。',
  extractCut: '只列出最近的，更早的请选日期再打印。',
  count: (n: number) => `共 ${n} 次`,
};
const en: typeof zh = {
  search: 'A resident, or one of the staff',
  searchHint: 'characters, pinyin or initials',
  choices: { by: 'Who looked', what: 'What', purpose: 'What for' },
  columns: { at: 'When', by: 'Who looked', what: 'What', whom: 'Residents', incident: 'Incident' },
  list: 'Access log',
  says: 'Who looked at whose data, and when. It is kept for three years and cannot be changed; opening this page is written down as well.',
  shown: (n, more) => (more ? `the latest ${n}` : `${n} in all`),
  nothing: 'Nothing fits what is asked.',
  nothingSays: 'Choose less, or try another name. Whoever was erased is not found by name any more.',
  empty: 'Nothing yet.',
  emptySays: 'Each time when somebody opens a resident’s data it will be here.',
  only: (name) => `Only who looked at ${name}`,
  forThem: 'List for the resident',
  back: 'Back to the access log',

  extract: 'Who looked at my data',
  extractOf: (name) => `${name}: who looked at your data`,
  extractSays: (place) =>
    `The emergency call service of ${place} keeps data about you. This is each time when one of the staff saw them: when, what, and what for. Ask the community if something is unclear; you may also have data corrected or erased.`,
  extractNone: 'Nobody looked at your data in this time.',
  extractCut: 'Only the latest are listed: choose days for those before.',
  count: (n) => `${n} times`,
};
export const accessPageWords = inLanguage({ zh, en });
