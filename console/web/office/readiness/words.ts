// What only the page of readiness says.
import { inLanguage } from '../../words/inLanguage.ts';

const zh = {
  totals: (ready: number, risk: number, not: number) => `${ready} 户就绪，${risk} 户有风险，${not} 户现在没有人能到。`,
  judged: (at: string) => `截至 ${at}`,
  unjudged: '还没有判断：调度程序没有在运行，或刚刚启动。',
  allReady: '每一户现在都有人能到。',
  byReason: '原因',
  homes: (n: number) => `${n} 户`,
  what: '怎么办',
  acts: {
    button: '给这一户登记一个按钮',
    device: '看设备；上门或打电话，请老人按一次测试',
    battery: '看设备；换电池后请老人按一次测试',
    shifts: '排班：这时段附近没有人',
    people: '看附近的人：近期都没有应答',
    desk: '排班：卫生中心没有人值守',
    contacts: '补登记联系人',
  },
  expiring: '一个月内到期',
  nothingExpires: '一个月内没有到期的。',
  left: (days: number) => (days < 0 ? `已过期 ${-days} 天` : days === 0 ? '今天到期' : `还有 ${days} 天`),
  certificate: '登录证书',
  gaps: '排班空缺（两周内）',
  noGaps: '两周内没有空缺。',
  fill: '加一个班次',
};
const en: typeof zh = {
  totals: (ready, risk, not) => `${ready} homes ready, ${risk} at risk, ${not} that nobody could reach now.`,
  judged: (at) => `as of ${at}`,
  unjudged: 'Not judged yet: no dispatcher works, or it has just started.',
  allReady: 'Somebody could be at every home now.',
  byReason: 'Why',
  homes: (n) => `${n} homes`,
  what: 'What to do',
  acts: {
    button: 'Register a button for this home',
    device: 'See the device; visit or call, and ask for a test press',
    battery: 'See the device; change the battery, then ask for a test press',
    shifts: 'Roster: nobody is near at this hour',
    people: 'See who is near: nobody has answered lately',
    desk: 'Roster: nobody at the health centre',
    contacts: 'Add contacts',
  },
  expiring: 'Runs out within a month',
  nothingExpires: 'Nothing runs out within a month.',
  left: (days) => (days < 0 ? `${-days} days ago` : days === 0 ? 'today' : `${days} days left`),
  certificate: 'certificate',
  gaps: 'Gaps in the roster (two weeks)',
  noGaps: 'No gaps within two weeks.',
  fill: 'Add a shift',
};
export const readinessWords = inLanguage({ zh, en });
