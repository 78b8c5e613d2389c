// The lines of the report's CSV, made of the reckoning (reckoning.ts) and of nothing of the product's: each figure under the name that a reader knows it by.
import type { Reckoning } from './reckoning.ts';

type Review = { incident: string; by: string; verdict: string; words?: string };

const steps = { acknowledged: '呼叫到接警', accepted: '呼叫到有人接单', on_scene: '呼叫到到场', closed: '呼叫到结束' };
const verdicts: Record<string, string> = { good: '妥当', improve: '可改进', serious: '有严重问题' };
const days = ['周一', '周二', '周三', '周四', '周五', '周六', '周日'];
const columns = 6;

/** A CSV taken apart. @throws where a cell is quoted: this is no reader of all that there may be */
export function fileOf(csv: string): { head: string[] | undefined; rows: string[][] } {
  if (csv.includes('"')) throw new Error('a quoted cell');
  const [head, ...rows] = csv
    .replace('\ufeff', '')
    .trimEnd()
    .split('\r\n')
    .map((line) => line.split(','));
  return { head, rows };
}

/** Every line after the head, in its order. */
export function reckonedFile(reckoned: Reckoning, reviews: readonly Review[], timeZone: string): string[][] {
  const lines = [
    ...countLines(reckoned),
    ...stepLines(reckoned),
    ...loadLines(reckoned),
    ...lateLines(reckoned, timeZone),
    ...drillLines(reckoned, timeZone),
    ...sampleLines(reckoned, reviews),
  ];
  return lines.map((line) => Array.from({ length: columns }, (_, i) => String(line[i] ?? '')));
}

type Line = (string | number | undefined)[];

const countLines = ({ opened, merged, tests, drills, open, owed }: Reckoning): Line[] => [
  ['呼叫总数', opened, '次'],
  ['其中并入其他警情', merged, '次'],
  ['其中测试', tests, '次'],
  ['其中演练', drills.length, '次'],
  ['尚未结束', open, '次'],
  ['理由待补', owed, '次'],
];

const stepLines = (reckoned: Reckoning): Line[] =>
  Object.entries(steps).flatMap(([step, name]): Line[] => {
    const { n, done, within, ...times } = reckoned.steps[step] ?? { n: 0, done: 0, within: [] };
    const { median, p90, slowest } = times as { median?: number; p90?: number; slowest?: number };
    const timed = [
      ['中位数', median],
      ['90% 不超过', p90],
      ['最慢', slowest],
    ] as const;
    return [
      ...timed.flatMap(([says, seconds]): Line[] =>
        seconds === undefined ? [] : [[`${name} ${says}`, seconds.toFixed(1), '秒', done]],
      ),
      ...within.map(({ seconds, n: took, target }: { seconds: number; n: number; target?: number }): Line => {
        const ofThousand = n === 0 ? undefined : Math.floor((took * 1_000) / n); // never rounded up to what was not reached
        return [
          `${name}：${seconds} 秒内`,
          ofThousand === undefined ? '' : `${Math.floor(ofThousand / 10)}.${ofThousand % 10}`,
          ...['%', n, target],
        ];
      }),
    ];
  });

const loadLines = ({ load, quarters }: Reckoning): Line[] => [
  ...load.flatMap((hours, n) => hours.map((count, hour): Line => [`按键 ${days[n]} ${hour} 时`, count, '次'])),
  ...(quarters === undefined
    ? []
    : Array.from({ length: 96 }, (_, i): Line => {
        const begins = new Date(i * 15 * 60_000).toISOString().slice(11, 16);
        return [`按键 ${begins}`, quarters[begins] ?? 0, '次'];
      })),
];

/** `2001-09-09 01:46:40` by the clock on the wall. */
const momentOf = (at: number, timeZone: string): string => new Date(at).toLocaleString('sv-SE', { timeZone });

const lateLines = ({ late }: Reckoning, timeZone: string): Line[] =>
  late.map(({ number, pressed, given, seconds, why }): Line => {
    const name = `超时接警 #${number} ${momentOf(pressed, timeZone)}`;
    const note = why ?? (given ? '已写明，文字已删除' : '理由待补');
    return seconds === undefined
      ? [name, '没有接警', '', '', '', note]
      : [name, seconds.toFixed(1), '秒', '', '', note];
  });

const drillLines = ({ drills }: Reckoning, timeZone: string): Line[] =>
  drills.flatMap(({ number, pressed, ...taken }) =>
    (['acknowledged', 'accepted', 'on_scene'] as const).flatMap((step): Line[] => {
      const seconds = (taken as { [step: string]: unknown })[step];
      const name = `演练 #${number} ${momentOf(pressed, timeZone)} ${steps[step]}`;
      return typeof seconds === 'number' ? [[name, seconds.toFixed(1), '秒']] : [];
    }),
  );

/** Of each month in turn, and each officer in it. */
const sampleLines = ({ sample }: Reckoning, reviews: readonly Review[]): Line[] =>
  Object.keys(sample)
    .sort()
    .flatMap((pile) => {
      const { of = 0, drawn = [] } = sample[pile] ?? {};
      return drawn.flatMap(({ id, number }): Line[] => {
        const name = `复核 ${pile} #${number}`;
        const found = reviews.filter(({ incident }) => incident === id);
        if (found.length === 0) return [[name, '还没有复核', '', of]];
        return found.map(({ by, verdict, words = '' }) => [
          name,
          verdicts[verdict],
          '',
          of,
          '',
          `${by} ${words}`.trim(),
        ]);
      });
    });
