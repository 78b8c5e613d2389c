// A policy in words: who a tier asks, by what, and until when. Each language stands by itself, so that a page fetches only the one that it shows.
import type { Group, OfficerStep, Tier } from '../contracts/office/policy.ts';
import type { Area, Channel, Moment, Track } from '../contracts/terms.ts';
import { channelsInChinese, channelsInEnglish } from './channels.ts';
import { type PeopleWords, peopleInChinese, peopleInEnglish } from './people.ts';

export type PolicyWords = PeopleWords & {
  colon: string;
  comma: string;
  or: string;
  areas: Readonly<Record<Area, string>>;
  moments: Readonly<Record<Moment, string>>;
  channels: Readonly<Record<Channel, string>>;
  tracks: Readonly<Record<Track, string>>;
  group: (area: string, roles: string, n: number) => string;
  needs: (skill: string) => string;
  prefers: (skill: string, seconds: number) => string;
  onlyIfNearer: string;
  bridges: string;
  nextTier: (seconds: number) => string;
  rings: (seconds: number) => string;
  call120: string;
  spent: (roles: string, seconds: string) => string;
  officer: (seconds: number, roles: string, n: number | undefined) => string;
};

export const policyInChinese: PolicyWords = {
  ...peopleInChinese,
  colon: '：',
  comma: '、',
  or: '或',
  areas: {
    courtyard: '本院落',
    own_grid: '本网格',
    neighbour_grids: '相邻网格',
    community: '全社区',
    street: '街道',
  },
  moments: { opened: '接警时', coming: '有人出发时', on_scene: '到场时', closed: '结案时' },
  channels: channelsInChinese,
  tracks: { grid: '上门', health: '卫生中心' },
  group: (area, roles, n) => `${area}的${roles}，最近的 ${n} 人`,
  needs: (skill) => `须会${skill}`,
  prefers: (skill, seconds) => `会${skill}的优先（折算近 ${seconds} 秒）`,
  onlyIfNearer: '明显更近时才一并通知',
  bridges: '先到先帮，不替代前面的人',
  nextTier: (seconds) => `${seconds} 秒内无人答应，转下一级`,
  rings: (seconds) => `；其间每 ${seconds} 秒再响一次`,
  call120: '（请其拨打120）',
  spent: (roles, seconds) => `各级都问完仍无人答应：反复呼叫${roles}，间隔 ${seconds} 秒，直到有人答应。`,
  officer: (seconds, roles, n) => `${seconds} 秒后告知${roles}${n === undefined ? '（全部）' : ` ${n} 人`}`,
};

export const policyInEnglish: PolicyWords = {
  ...peopleInEnglish,
  colon: ': ',
  comma: ', ',
  or: ' or ',
  areas: {
    courtyard: 'of the courtyard',
    own_grid: 'of the grid',
    neighbour_grids: 'of the grids beside it',
    community: 'of the community',
    street: 'of the street office',
  },
  moments: { opened: 'at the call', coming: 'when somebody sets out', on_scene: 'at arrival', closed: 'at closing' },
  channels: channelsInEnglish,
  tracks: { grid: 'at the door', health: 'health centre' },
  group: (area, roles, n) => `the nearest ${n}: ${roles} ${area}`,
  needs: (skill) => `who have learnt ${skill}`,
  prefers: (skill, seconds) => `${skill} counts as ${seconds} s nearer`,
  onlyIfNearer: 'beside the others only if clearly nearer',
  bridges: 'they bridge the time and replace nobody',
  nextTier: (seconds) => `nobody says yes within ${seconds} s: the next tier`,
  rings: (seconds) => `; rung again every ${seconds} s until then`,
  call120: ' (asked to call 120)',
  spent: (roles, seconds) =>
    `When every tier was asked in vain: ${roles}, again and again after ${seconds} s, until somebody says yes.`,
  officer: (seconds, roles, n) =>
    `after ${seconds} s ${roles} are told${n === undefined ? ', all of them' : ` (${n})`}`,
};

/** Who a group of a tier is. */
export function groupSays(group: Group, w: PolicyWords): string {
  const who = group.roles.map((role) => w.roles[role]).join(w.or);
  return [
    w.group(w.areas[group.area], who, group.inParallel),
    ...(group.needs ? [w.needs(w.skills[group.needs])] : []),
    ...(group.prefers ? [w.prefers(w.skills[group.prefers.skill], group.prefers.worthSeconds)] : []),
    ...(group.onlyIfNearer ? [w.onlyIfNearer] : []),
    ...(group.settles === false ? [w.bridges] : []),
  ].join(w.comma);
}

/** How long a tier waits, and whether it rings again. */
export const waitSays = ({ answerWithinSeconds, ringAgainSeconds }: Tier, w: PolicyWords): string =>
  `${w.nextTier(answerWithinSeconds)}${ringAgainSeconds === undefined ? '' : w.rings(ringAgainSeconds)}`;

/** Who is told while nobody acknowledges. */
export const officerSays = ({ afterSeconds, roles, count }: OfficerStep, w: PolicyWords): string =>
  w.officer(afterSeconds, roles.map((role) => w.roles[role]).join(w.comma), count);
