import { describe, expect, it } from 'vitest';
import type { Shift } from '../contracts/office/community.ts';
import { checkRecurrence } from '../contracts/office/recurrence.ts';
import { explainAlarm } from './alarms.ts';
import { problemSays, unsoundInChinese } from './problems.ts';

const shift: Shift = { id: 's', responder: 'wang', start: '2026-01-01T08:00', end: '2026-01-01T20:00' };
const rules = [
  'RRULE:FREQ=DAILY',
  'every day',
  'FREQ=DAILY;FREQ=DAILY',
  'FREQ=MINUTELY',
  'FREQ=DAILY;BYHOUR=8',
  'FREQ=DAILY;COUNT=3;UNTIL=20271231',
  'FREQ=WEEKLY;BYMONTHDAY=3',
  'FREQ=DAILY;RSCALE=X',
  'FREQ=DAILY;INTERVAL=0',
  'FREQ=DAILY;COUNT=9999',
  'FREQ=WEEKLY;BYDAY=1MO',
  'FREQ=WEEKLY;WKST=X',
  'FREQ=DAILY;UNTIL=soon',
  'FREQ=DAILY;UNTIL=20260231',
  'FREQ=DAILY;UNTIL=19990101',
  'FREQ=DAILY;UNTIL=20270101T250000Z',
  'FREQ=MONTHLY;BYMONTHDAY=32',
];
const shifts: Shift[] = [
  ...rules.map((repeats) => ({ ...shift, repeats })),
  { ...shift, end: '2026-06-31T00:00' },
  { ...shift, end: '2150-01-01T00:00' },
  { ...shift, end: '2026-01-01T08:00' },
  { ...shift, end: '2026-05-01T08:00' },
];
const district = { timeZone: 'China Standard Time' } as Parameters<typeof checkRecurrence>[0]['district'];
const reasons = checkRecurrence({ district, shifts, leaves: [], swaps: [] }).map(({ reason }) => reason);

describe('why a row cannot be worked out', () => {
  it('has a reason for each', () => expect(reasons.length).toBeGreaterThan(shifts.length));

  it.each(reasons)('is said in Chinese: %s', (reason) => {
    const said = unsoundInChinese(reason);
    expect(said).not.toContain('详见日志');
    expect(said).not.toMatch(/\$\d| (is|no|the|it|must|be|a) /);
    expect(said).toMatch(/\p{Script=Han}/u);
  });

  it('is the alarm’s in either language', () => {
    const [at, reason] = ['shifts/x end', 'must be later than start'];
    const alarm = {
      code: 'registry_unsound' as const,
      subject: 'h',
      figures: { error: `${at}: ${reason}`, at, reason, rows: 1 },
    };
    expect(explainAlarm(alarm, 'zh').says).toContain('shifts/x end：应晚于开始时间');
    expect(explainAlarm(alarm, 'en').says).toContain('shifts/x end: must be later than start');
  });
});

describe('what is wrong with a policy', () => {
  it.each([
    ['nobody is street_officer: they could never be asked', '没有人担任 街道值班员：永远问不到人'],
    [
      'no rule for "smoke" at every hour: such a call would end in silence',
      '“烟雾报警”不是全天都有规则：这样的呼叫会没有人管',
    ],
    [
      '"sms" has no gateway in this district: add it to policy.channels or leave it out',
      '本辖区没有“短信”通道：请加到通道清单，或去掉',
    ],
    ['there is no plan "smoke"', '没有预案“smoke”'],
    ['must be >= 5', '最少 5'],
  ])('names roles, calls and channels as people do, and ids as they are: %s', (reason, said) => {
    expect(problemSays(reason, 'zh')).toBe(said);
    expect(problemSays(reason, 'en')).toBe(reason);
  });
});
