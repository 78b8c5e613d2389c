// What the proof of a press says: fetched with it, after the first picture.
import { capitals } from '../../../wording/capital.ts';
import { hopsInChinese, hopsInEnglish } from '../../../wording/hops.ts';

const zh = {
  title: '全程记录（取证）',
  gaps: (n: number) => (n === 0 ? '完整' : `缺 ${n} 处`),
  after: (ms: number) => (ms < 10_000 ? `+${ms} 毫秒` : `+${Math.round(ms / 1000)} 秒`),
  states: { awaited: '等待中', gap: '无记录' },
  hops: hopsInChinese,
};
const en: typeof zh = {
  title: 'Proof, hop by hop',
  gaps: (n) => (n === 0 ? 'complete' : n === 1 ? '1 gap' : `${n} gaps`),
  after: (ms) => (ms < 10_000 ? `+${ms} ms` : `+${Math.round(ms / 1000)} s`),
  states: { awaited: 'awaited', gap: 'no record' },
  hops: capitals(hopsInEnglish),
};
/** Both languages: a test compares them. */
export const proofWords = { zh, en };
