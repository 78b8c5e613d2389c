// What yjt says of the sources of other makers' devices.

const zh = {
  columns: ['编号', '名称', '协议或平台', '怎么接入', '消息', '呼叫', '拒绝', '看不懂', '最近一次'],
  none: '还没有接入来源：用 yjt source add 建一个。',
  never: '还没有收到',
  noLogin: '还没有登录：yjt source credential',
  added: (id: string) => `来源 ${id} 已建好。`,
  address: '推送地址',
  shownOnce: '只显示这一次，之前的已作废；地址里含有密钥，请只交给厂家。',
  nothing: '没有保留的消息（只保留三天、最近一百条）。',
  cut: '（只保留了开头 8 KB）',
  erased: (id: string) => `${id} 保留的原文已清空。`,
  unknown: (at: string, word: string, times: number) => `词不认识：${at} = ${word}（${times} 次）`,
  noFile: (file: string) => `没有这个文件：${file}`,
  noJson: (file: string) => `${file} 不是 JSON，请检查括号和逗号。`,
};
const en: typeof zh = {
  columns: ['id', 'name', 'family', 'door', 'messages', 'presses', 'refused', 'unclear', 'last heard'],
  none: 'No source yet: make one with yjt source add.',
  never: 'never',
  noLogin: 'has no login yet: yjt source credential',
  added: (id) => `Source ${id} is made.`,
  address: 'post to',
  shownOnce: 'Shown only now; an earlier one has ended. The address has the secret in it: give it to the vendor alone.',
  nothing: 'Nothing is kept (the last hundred, for three days).',
  cut: '(only the first 8 KB were kept)',
  erased: (id) => `What ${id} had sent is erased.`,
  unknown: (at, word, times) => `nobody knows the word: ${at} = ${word} (${times} times)`,
  noFile: (file) => `There is no file ${file}`,
  noJson: (file) => `${file} is no JSON: look at its brackets and commas.`,
};
export const source = { zh: { source: zh }, en: { source: en } };
