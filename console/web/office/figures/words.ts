// What the report says of the load, of drills, of what is listened to again, and of devices.
import type { UpkeepReason } from '../../../../contracts/device/upkeep.ts';
import type { ReviewVerdict } from '../../../../contracts/office/reviews.ts';
import { verdictNames } from '../../../../wording/reviews.ts';
import { upkeepNames } from '../../../../wording/upkeep.ts';
import { inLanguage } from '../../words/inLanguage.ts';

const zh = {
  load: '什么时候按得多：星期和钟点',
  loadSays: (total: number, most: string, n: number) =>
    total === 0 ? '没有人按键' : `共按键 ${total} 次，最多的是 ${most}，${n} 次`,
  weekdays: ['周一', '周二', '周三', '周四', '周五', '周六', '周日'],
  atHour: (day: string, hour: number) => `${day} ${hour}:00–${hour + 1}:00`,
  presses: (says: string, n: number) => `${says}：${n} 次`,
  hour: '钟点',
  quarters: '这一天每 15 分钟',
  quarterOf: '时间',
  oneDay: '选“自选”，起止填同一天，可看那一天每 15 分钟的按键。',

  drills: '演练',
  drillsNone: '这一段没有演练。结案时选“演练”，就会列在这里，不计入其他数字。',

  owed: (n: number) => `理由待补 ${n} 起`,
  reasonErased: '写过，文字已删除',

  sample: '抽查复核',
  sampleSays:
    '每名值班员每月抽两起：先抽一起有人到场的，再抽其余。按姓名和警情编码的散列值排队，谁也挑不了；同一个月重抽结果相同。接警的人不能复核自己接的警情。',
  sampleNone: '没有可抽查的警情。只抽整月、全社区的。',
  sampleColumns: { month: '月份', officer: '值班员', of: '接警', incident: '警情', found: '复核结果' },
  notReviewed: '还没有复核',
  verdicts: verdictNames.zh as Record<ReviewVerdict, string>,
  verdict: '结果',
  reviewWords: '看到了什么（可不填）',
  review: '写复核',
  saved: '已记下。',
  by: (verdict: string, who: string, at: string) => `${verdict}（${who}，${at}）`,
  booksAway: '记录现在读不到，久未测试的设备暂列不出。',

  upkeep: '设备维护',
  upkeepSays: (at: string, devices: number) => `截至 ${at}，共 ${devices} 台设备。这是现在的情况，与上面选的时间无关。`,
  lists: upkeepNames.zh as Record<UpkeepReason, string>,
  rules: {
    silent: (hours: number) => (hours === 0 ? '按型号：电池 72 小时，插电三次心跳没有消息' : `${hours} 小时没有消息`),
    battery_low: (percent: number) => `电量不高于 ${percent}%`,
    untested: (days: number) => `${days} 天内既没试过也没按过`,
    suspect: () => '30 天内有三起以上按误报结案；按键照常算数，请检修',
  } as Record<UpkeepReason, (n: number) => string>,
  where: '地点',
  lives: '住户',
  last: '最近一次',
  never: '从未',
  battery: '电量',
  faults: '故障',
  faultsSay: (overdue: number) => `按网格和承诺日期；逾期 ${overdue} 项。修好后按一次键，再销项`,
  noGrid: '网关和其他',
  what: '问题',
  since: '从',
  promised: '承诺修好',
  done: '销项',
  isOver: '（已恢复，等销项）',
  overdue: (day: string) => `${day} 已逾期`,
  moreFaults: (n: number) => `还有 ${n} 项，销掉上面的就会列出。`,
  tryIt: '开始测试',
  trying: (until: string) => `${until} 前第一次按算测试`,
  calls: '误报',
  listNone: '没有。',
  more: (n: number) => `还有 ${n} 台，请导出 CSV 看全部。`,
};
const en: typeof zh = {
  load: 'When people press: day and hour',
  loadSays: (total, most, n) => (total === 0 ? 'nobody pressed' : `${total} presses, most ${most}: ${n}`),
  weekdays: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  atHour: (day, hour) => `${day} ${hour}:00–${hour + 1}:00`,
  presses: (says, n) => `${says}: ${n}`,
  hour: 'Hour',
  quarters: 'This day by quarters of an hour',
  quarterOf: 'Time',
  oneDay: 'With “Own dates” from and to one day, its presses are shown by quarters of an hour.',

  drills: 'Drills',
  drillsNone: 'No drill in this stretch. What is closed as a drill is listed here, and is in no other figure.',

  owed: (n) => `${n} reasons owed`,
  reasonErased: 'was given; its words are erased',

  sample: 'Listened to again',
  sampleSays:
    'Two a month of each officer: one that somebody was at the door of, then one of the others. They are drawn by the hash of the officer’s name and the incident’s id: nobody can choose, and drawing again gives the same. Nobody reviews what they acknowledged themselves.',
  sampleNone: 'Nothing to draw from. Only whole months of the whole district are drawn.',
  sampleColumns: { month: 'Month', officer: 'Officer', of: 'Acknowledged', incident: 'Incident', found: 'Found' },
  notReviewed: 'not reviewed yet',
  verdicts: verdictNames.en,
  verdict: 'Verdict',
  reviewWords: 'What was found (may be empty)',
  review: 'Write a review',
  saved: 'Written down.',
  by: (verdict, who, at) => `${verdict} (${who}, ${at})`,
  booksAway: 'The books cannot be read now: devices that were not tried are not listed.',

  upkeep: 'Devices to look after',
  upkeepSays: (at, devices) => `As of ${at}, of ${devices} devices. This is now, whatever stretch is chosen above.`,
  lists: upkeepNames.en,
  rules: {
    silent: (hours) =>
      hours === 0
        ? 'by model: nothing heard for 72 h on battery, three beats on mains'
        : `nothing heard for ${hours} h`,
    battery_low: (percent) => `battery at ${percent} % or less`,
    untested: (days) => `neither tried nor pressed for ${days} days`,
    suspect: () =>
      'three calls or more closed as a false alarm within 30 days; its presses still count: have it looked at',
  },
  where: 'Where',
  lives: 'Residents',
  last: 'Last',
  never: 'never',
  battery: 'Battery',
  faults: 'Faults',
  faultsSay: (overdue) => `by grid and promised day; ${overdue} overdue. Once mended press it, then close it`,
  noGrid: 'Gateways and others',
  what: 'What',
  since: 'Since',
  promised: 'Promised',
  done: 'Close',
  isOver: ' (well again, to be closed)',
  overdue: (day) => `${day}, overdue`,
  moreFaults: (n) => `${n} more: they come up as those above are closed.`,
  tryIt: 'Begin a test',
  trying: (until) => `until ${until} the first press is a test`,
  calls: 'False alarms',
  listNone: 'None.',
  more: (n) => `${n} more: all of them are in the CSV file.`,
};
export const reportWords = inLanguage({ zh, en });
