// What yjt says of the audit log.
import type { ChainFault } from '../../signing/chain.ts';
import { readingPurposes, shownNames } from '../../wording/access.ts';

const zh = {
  audit: {
    none: '没有符合的记录。',
    what: shownNames.zh,
    purposes: readingPurposes.zh,
    faults: {
      changed: '内容被改动',
      broken: '与前一条接不上',
      missing: '此处缺少记录',
      unchained: '有一条不在链上',
      aside_changed: '姓名或文字被改动',
      unreadable: '无法读取',
      cut_off: '末尾的记录不见了',
      other_head: '末尾与别处记下的不同',
    } satisfies Record<ChainFault, string> as Record<ChainFault, string>,
    sound: (n: number, days: number) => `完好：${n} 条记录首尾相接（其中 ${days} 天已存成文件）。`,
    broken: '记录与写下时不同：',
    from: (n: number) => `从第 ${n} 条开始：更早的文件已被移走。`,
    erased: (n: number) => `${n} 条的姓名与文字已按规定清除。`,
    head: (end: string) => `末尾（请抄在别处，以后用 --head 核对）：${end}`,
    noHead: '--head 应形如 1234:（64 位十六进制）。',
    noFiles: (folder: string) => `${folder} 中没有形如 2026-08-03.jsonl 的文件。`,
  },
};

const en: typeof zh = {
  audit: {
    none: 'No such entries.',
    what: shownNames.en,
    purposes: readingPurposes.en,
    faults: {
      changed: 'was changed',
      broken: 'does not follow the one before',
      missing: 'entries are missing here',
      unchained: 'is not in the chain',
      aside_changed: 'its names or words were changed',
      unreadable: 'cannot be read',
      cut_off: 'the last entries are gone',
      other_head: 'ends otherwise than was written down',
    },
    sound: (n, days) => `Sound: ${n} entries, each following the one before (${days} days in files).`,
    broken: 'Not as it was written:',
    from: (n) => `It begins at ${n}: older files were taken away.`,
    erased: (n) => `Names and words of ${n} entries were erased by rule.`,
    head: (end) => `Its end (write it down elsewhere, compare with --head): ${end}`,
    noHead: '--head looks like 1234: followed by 64 hexadecimal digits.',
    noFiles: (folder) => `${folder} holds no file such as 2026-08-03.jsonl.`,
  },
};

export const audit = { zh, en };
