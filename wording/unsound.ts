// Why a row of a roster cannot be worked out, in Chinese. The reasons are made in English where a file is checked
// (contracts/office/recurrence.ts); a test goes through them.

/** The form of a reason, and what it is in Chinese; `$1` as in the reason. */
const forms: readonly (readonly [RegExp, string])[] = [
  [/^begins with "RRULE:".* write (.+)$/, '前面多了“RRULE:”，请写成 $1'],
  [/^is no RRULE of RFC 5545/, '不是 RFC 5545 的重复规则，请照 FREQ=WEEKLY;BYDAY=MO,TU 的样子写'],
  [/^names a part twice$/, '同一项写了两次'],
  [/^repeats by (\S+): /, '不能按 $1 重复：一个班次一天至多开始一次（FREQ=DAILY、WEEKLY、MONTHLY 或 YEARLY）'],
  [/^names (\S+): a shift begins/, '不能写 $1：一个班次一天至多开始一次，请另建一个班次'],
  [/^names COUNT and UNTIL/, 'COUNT 与 UNTIL 只能写一个'],
  [/^names (\S+), which goes with FREQ=(.+) only$/, '$1 只能与 FREQ=$2 同用'],
  [/^names (\S+), which we do not work out$/, '$1 无法计算'],
  [/^has (\S+): it must be a number from 1 to (\d+)/, '$1 不对，应为 1 至 $2 的数'],
  [/^has (BYDAY=\S*): /, '$1 不对，星期请写成 MO,TU；1MO 或 -1FR 只能与 FREQ=MONTHLY 或 YEARLY 同用'],
  [/^has (WKST=\S*): /, '$1 不对，请写成 MO'],
  [/^has (UNTIL=\S*): write it/, '$1 不对，请写成 20271231，或 UTC 时间 20271231T155959Z'],
  [/^has (\S+): \S+ is no day of the calendar$/, '$1 不对，没有这一天'],
  [/^has (\S+): \S+ is not between (\d+) and (\d+)$/, '$1 不对，应在 $2 年至 $3 年之间'],
  [/^has (\S+): that is no /, '$1 不对，没有这样的时间'],
  [/^(\S+) is no day of the calendar$/, '没有 $1 这一天'],
  [/^(\S+) is not between (\d+) and (\d+)$/, '$1 不在 $2 年至 $3 年之间'],
  [/^must be later than start$/, '应晚于开始时间'],
  [/^is more than (\d+) days after start/, '比开始时间晚了 $1 天以上，长期的班次请用重复规则'],
  [/^"(.*)" is no time zone/, '“$1”不是时区，请照 Asia/Shanghai 的样子写'],
  [/^cannot be worked out/, '无法计算（详见日志）'],
];

/** A reason that no form fits is left to the log: an English one would help nobody here. */
export function unsoundInChinese(reason: string): string {
  const [form, words] = forms.find(([one]) => one.test(reason)) ?? [];
  return form && words !== undefined ? (reason.match(form)?.[0] ?? '').replace(form, words) : '无法计算（详见日志）';
}
