// What yjt says of a policy: who is asked, in which order.
import type { Area, Moment } from '../../contracts/terms.ts';
import { callsInChinese, callsInEnglish } from '../../wording/calls.ts';
import { peopleInChinese, peopleInEnglish } from '../../wording/people.ts';

const zh = {
  policy: {
    colon: '：',
    comma: '、',
    and: '；并行 ',
    or: '或',
    kinds: callsInChinese,
    roles: peopleInChinese.roles,
    areas: {
      courtyard: '本院落',
      own_grid: '本网格',
      neighbour_grids: '相邻网格',
      community: '全社区',
      street: '街道',
    } as Record<Area, string>,
    skills: peopleInChinese.skills,
    moments: { opened: '接警时', coming: '有人出发时', on_scene: '到场时', closed: '结案时' } as Record<Moment, string>,
    between: (from: string, to: string) => `（${from} 至 ${to}）`,
    follows: (plans: string) => `，按预案 ${plans}`,
    tells: (moments: string) => `；${moments}按本人同意通知家属`,
    group: (area: string, roles: string, n: number) => `${area}的${roles}，最近的 ${n} 人`,
    needs: (skill: string) => `须会${skill}`,
    prefers: (skill: string, seconds: number) => `会${skill}的优先（折算近 ${seconds} 秒）`,
    onlyIfNearer: '明显更近时才一并通知',
    bridges: '先到先帮，不替代前面的人',
    nextTier: (seconds: number) => `${seconds} 秒内无人答应，转下一级`,
    rings: (seconds: number) => `；其间每 ${seconds} 秒再响一次`,
    call120: '（请其拨打120）',
    spent: (roles: string, seconds: string) =>
      `各级都问完仍无人答应：反复呼叫${roles}，间隔 ${seconds} 秒，直到有人答应。`,
  },
};

const en: typeof zh = {
  policy: {
    colon: ': ',
    comma: ', ',
    and: '; beside it ',
    or: ' or ',
    kinds: callsInEnglish,
    roles: peopleInEnglish.roles,
    areas: {
      courtyard: 'of the courtyard',
      own_grid: 'of the grid',
      neighbour_grids: 'of the grids beside it',
      community: 'of the community',
      street: 'of the street office',
    },
    skills: peopleInEnglish.skills,
    moments: { opened: 'at the call', coming: 'when somebody sets out', on_scene: 'at arrival', closed: 'at closing' },
    between: (from, to) => ` (${from} to ${to})`,
    follows: (plans) => `, by the plan ${plans}`,
    tells: (moments) => `; contacts are told ${moments}, as the resident has agreed`,
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
  },
};

export const policy = { zh, en };
