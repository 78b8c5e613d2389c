// The forms of a policy: each field once. The types hold them to the schema (contracts/office/policy.ts); what is right is the server's to say.
import type { CheckInRule } from '../../../../contracts/office/checkIn.ts';
import type { CallRule, Group, OfficerStep, Plan, Policy, Tier } from '../../../../contracts/office/policy.ts';
import { callsInChinese, callsInEnglish } from '../../../../wording/calls.ts';
import { checkInsInChinese, checkInsInEnglish } from '../../../../wording/checkIns.ts';
import { policyInChinese, policyInEnglish } from '../../../../wording/policy.ts';
import {
  both,
  type Choices,
  choice,
  choices,
  type Field,
  type Fields,
  field,
  label,
  moments,
  needed,
  roles,
  skills,
} from '../registry/fields.ts';

const areas = both(policyInChinese.areas, policyInEnglish.areas);
const tracks = both(policyInChinese.tracks, policyInEnglish.tracks);
const channels = both(policyInChinese.channels, policyInEnglish.channels);
const { app: _, ...outside } = channels;
const kinds = both(callsInChinese, callsInEnglish);
const warningFrom = both(checkInsInChinese.levels, checkInsInEnglish.levels);
const priorities = {
  1: { zh: '1 级：有生命危险', en: '1: life-threatening' },
  2: { zh: '2 级：须上门', en: '2: somebody must go' },
  3: { zh: '3 级：设备或服务', en: '3: device or service' },
} satisfies Record<CallRule['priority'], Choices[string]>;

const seconds = (zh: string, en: string, hint?: [string, string]): Field =>
  field('number', `${zh}（秒）`, `${en} (s)`, hint);
const group = (fields: Fields, zh: string, en: string, hint?: [string, string]): Field => ({
  type: 'group',
  fields,
  ...label(zh, en, hint),
});
const many = (fields: Fields, begins: Readonly<Record<string, unknown>>, zh: string, en: string): Field => ({
  type: 'many',
  fields,
  begins,
  ...label(zh, en),
});
const plainly = (yes: [string, string], no: [string, string], zh: string, en: string): Field => ({
  type: 'choice',
  as: 'yes',
  of: { true: { zh: yes[0], en: yes[1] }, false: { zh: no[0], en: no[1] } },
  ...label(zh, en),
});

export const firstGroup = { roles: ['grid_coordinator'], area: 'own_grid', inParallel: 1 } satisfies Group;
const groups = {
  roles: needed(choices(roles, '岗位', 'Roles')),
  area: needed(choice(areas, '哪里的人', 'Where')),
  inParallel: needed(field('number', '同时问几人', 'How many at once')),
  needs: choice(skills, '必须会', 'Must have learnt'),
  prefers: group(
    {
      skill: needed(choice(skills, '会什么', 'Skill')),
      worthSeconds: needed(seconds('算近多少', 'Counts as so much nearer')),
    } satisfies Record<keyof NonNullable<Group['prefers']>, Field>,
    '优先会某项技能的人',
    'Prefers who has learnt',
  ),
  onlyIfNearer: field('yes', '只在明显更近时一并通知', 'Only if clearly nearer than the group before'),
  settles: plainly(
    ['不再问别人', 'nobody else is asked'],
    ['先去帮忙，原来的人照样去', 'they bridge, the others still go'],
    '有人答应后',
    'After their yes',
  ),
} satisfies Record<keyof Group, Field>;

export const firstTier = {
  name: '新的一级',
  who: [firstGroup],
  answerWithinSeconds: 60,
  ringAgainSeconds: 20,
  channels: ['app'],
} satisfies Tier;
export const tierFields = {
  name: needed(field('text', '名称', 'Name')),
  answerWithinSeconds: needed(seconds('多久没人答应就问下一级', 'Next tier after')),
  ringAgainSeconds: seconds('每隔多久再响一次', 'Rings again every', ['不填：只响一次', 'none: once only']),
  channels: needed(choices(channels, '用什么通知', 'By')),
  asks: choice(
    { come: { zh: '上门', en: 'to come' }, call_120: { zh: '拨打120', en: 'to call 120' } } satisfies Record<
      NonNullable<Tier['asks']>,
      Choices[string]
    >,
    '请他们做什么',
    'Asks them',
  ),
  who: many(groups, firstGroup, '问谁（几组同时问）', 'Who, side by side'),
} satisfies Record<keyof Tier, Field>;

export const planFields = {
  name: needed(field('text', '预案名称', 'Name of the plan')),
  track: needed(choice(tracks, '哪条线', 'Track')),
} satisfies Record<Exclude<keyof Plan, 'id' | 'tiers'>, Field>;

/** @param plans those that there are, to choose from */
export function callFields(plans: readonly Plan[]): Fields {
  const of = (track: Plan['track']): Choices =>
    Object.fromEntries(plans.filter((one) => one.track === track).map(({ id, name }) => [id, { zh: name, en: name }]));
  const time = ['如 22:00', 'like 22:00'] as [string, string];
  return {
    kind: needed(choice(kinds, '呼叫', 'Call')),
    between: group(
      { from: field('text', '从', 'From', time), to: field('text', '到', 'Until', time) } satisfies Record<
        keyof NonNullable<CallRule['between']>,
        Field
      >,
      '时段',
      'Hours',
      ['都不填：全天', 'none: all day'],
    ),
    priority: { ...needed(choice(priorities, '级别', 'Priority')), as: 'number' } as Field,
    plans: group(
      {
        grid: choice(of('grid'), policyInChinese.tracks.grid, policyInEnglish.tracks.grid),
        health: choice(of('health'), policyInChinese.tracks.health, policyInEnglish.tracks.health),
      } satisfies Record<Plan['track'], Field>,
      '按哪个预案',
      'Plans',
    ),
    tellContacts: choices(moments, '何时通知家属（本人同意的）', 'When contacts are told'),
  } satisfies Record<keyof CallRule, Field>;
}

const steps = many(
  {
    afterSeconds: needed(seconds('之后', 'After')),
    roles: needed(choices(roles, '告知谁', 'Who is told')),
    count: field('number', '几人', 'How many', ['不填：全部', 'none: all']),
  } satisfies Record<keyof OfficerStep, Field>,
  { afterSeconds: 300, roles: ['community_officer'] },
  '',
  '',
);
/** All that is neither a rule nor a plan. */
export const otherFields = {
  whenSpent: group(
    {
      roles: needed(choices(roles, '反复呼叫谁', 'Who is called again and again')),
      everySeconds: needed(
        field('numbers', '每次间隔（秒）', 'After (s)', [
          '越来越短，最后一个一直重复，如 60、45、30',
          'shorter and shorter; the last repeats',
        ]),
      ),
    } satisfies Record<keyof Policy['whenSpent'], Field>,
    '各级都问完仍无人答应',
    'When every tier was asked in vain',
  ),
  officerLadder: group(
    {
      alone: { ...steps, ...label('没有人去的时候', 'While nobody comes') } as Field,
      accompanied: { ...steps, ...label('有人去的时候', 'While somebody comes') } as Field,
    } satisfies Record<keyof NonNullable<Policy['officerLadder']>, Field>,
    '值班员不接 1 级警时还告知谁',
    'Who else is told while nobody acknowledges a P1',
    ['不填：按系统默认', 'none: as usual'],
  ),
  channels: choices(outside, '本辖区已开通的外部通道', 'Channels with a gateway here'),
  officerAcknowledgeSeconds: needed(seconds('值班员多久不接警就再提醒', 'The officer is reminded after')),
  callBackSeconds: seconds('多久之内给本人回电', 'Call back within', ['不填：60', 'none: 60']),
  entrySeconds: seconds('敲不开门多久后请警察或消防', 'Nobody opens: police or fire brigade after', [
    '不填：180',
    'none: 180',
  ]),
  inHandSeconds: seconds('坐席接手后多久没消息再问', 'A desk without a word is asked after', [
    '不填：600',
    'none: 600',
  ]),
  arriveGraceSeconds: needed(seconds('超过预计到达多久算迟到', 'Overdue after')),
  standDownChaseSeconds: needed(seconds('撤回后多久没确认再通知', 'A stand-down is told again after')),
  sceneReviewSeconds: needed(seconds('到场多久后请值班员过问', 'At the scene: the officer looks after')),
  closeReminderSeconds: needed(seconds('处理完多久后提醒结案', 'Closing is reminded after')),
  reopenWithinHours: needed(field('number', '结案后多久内可重开（小时）', 'May be reopened within (h)')),
  linkWithinSeconds: needed(seconds('同一院落多久内的呼叫一起显示', 'Calls of one courtyard together within')),
  weights: group(
    {
      ownGridTieSeconds: needed(seconds('本网格的人算近多少', 'Own grid counts as nearer by')),
      bridgeSeconds: needed(seconds('“明显更近”是近多少', '“Clearly nearer” is')),
      busySeconds: needed(seconds('手上有 3 级事的人算远多少', 'Busy with a P3 counts as further by')),
      notConnectedSeconds: needed(seconds('手机没连上的人算远多少', 'Phone not connected counts as further by')),
    } satisfies Record<keyof Policy['weights'], Field>,
    '谁最近：怎么算',
    'Who is nearest',
  ),
  positionFreshSeconds: needed(seconds('位置多久之内算新', 'A position is fresh for')),
  progress: group(
    {
      checkSeconds: needed(seconds('多久看一次路上的人', 'Looked at every')),
      leastSeconds: needed(seconds('至少应近了多少', 'At least nearer by')),
    } satisfies Record<keyof Policy['progress'], Field>,
    '路上的人有没有在走',
    'Somebody on the way',
  ),
  fix: group(
    {
      freshSeconds: needed(seconds('多久之内的才算', 'Fresh for')),
      accuracyMetres: needed(field('number', '误差不超过（米）', 'Accurate to (m)')),
      awayMetres: needed(field('number', '离家多远才按它去（米）', 'This far from home (m)')),
      reachMetres: field('number', '离家多远就去不了（米）', 'Beyond reach (m)', ['不填：5000', 'none: 5000']),
    } satisfies Record<keyof Policy['fix'], Field>,
    '随身设备的位置',
    'Position of a carried device',
  ),
  surge: group(
    {
      pressesPerMinute: needed(field('number', '一分钟超过几起', 'More calls a minute than')),
      forSeconds: needed(seconds('回落多久后恢复', 'Until lower for')),
    } satisfies Record<keyof NonNullable<Policy['surge']>, Field>,
    '大量呼叫：改为按院落派',
    'Surge: offered by courtyard',
    ['不填：30 起、300 秒', 'none: 30 calls, 300 s'],
  ),
  needToKnow: group(
    {
      atOnce: many(
        {
          roles: needed(choices(roles, '岗位', 'Roles')),
          area: needed(choice(areas, '哪里的人', 'Where')),
        },
        { roles: ['grid_coordinator'], area: 'own_grid' },
        '派单时就看到是谁、哪扇门的人（别人答应后才看到）',
        'Told the person and the door at once',
      ),
      conditions: group(
        {
          roles: needed(choices(roles, '岗位', 'Roles')),
          skills: needed(choices(skills, '会什么', 'Skills')),
        },
        '答应后看到健康情况的人',
        'Read health notes after their yes',
      ),
      keptMinutes: needed(field('number', '结束后还能看多久（分钟）', 'Kept for (min)')),
    } satisfies Record<keyof NonNullable<Policy['needToKnow']>, Field>,
    '谁能知道什么',
    'Who may know what',
    ['不填：按系统默认', 'none: as usual'],
  ),
  speeds: group(
    {
      bicycleMetresPerSecond: needed(field('number', '骑车（米/秒）', 'By bicycle (m/s)')),
      footMetresPerSecond: needed(field('number', '步行（米/秒）', 'On foot (m/s)')),
      byRole: group(
        Object.fromEntries(
          Object.entries(roles).map(([role, { zh, en }]) => [role, field('number', `${zh}（倍）`, `${en} (times)`)]),
        ),
        '按岗位快慢（不填：1 倍）',
        'By role (none: 1)',
      ),
    } satisfies Record<keyof Policy['speeds'], Field>,
    '走得多快',
    'Speeds',
  ),
  readiness: group(
    {
      withinSeconds: needed(seconds('多久之内有人能到', 'Somebody within')),
      roles: needed(choices(roles, '算哪些岗位', 'Roles that count')),
      healthRoles: needed(choices(roles, '卫生中心算哪些岗位', 'Roles of the health centre')),
      deviceSilentHours: field(
        'number',
        '设备多久没消息算失联（小时，不填按型号）',
        'Device silent for (h; empty: by its model)',
      ),
      batteryLowPercent: needed(field('number', '电量低于多少算低（%）', 'Battery low below (%)')),
      answeredWithinHours: needed(field('number', '多久没人应答算不可靠（小时）', 'Nobody answered within (h)')),
      testWithinDays: field(
        'number',
        '按键多少天要试一次（不填为 31 天）',
        'Buttons are tried every (days; empty: 31)',
      ),
      mendWithinDays: field('number', '设备故障几天内修好（不填为 5 天）', 'Faults are mended within (days; empty: 5)'),
    } satisfies Record<keyof Policy['readiness'], Field>,
    '一户算不算就绪',
    'When a home is ready',
  ),
  checkIns: group(
    {
      dayBegins: field('text', '一天从几点算起', 'The day begins', ['不填：04:00', 'none: 04:00']),
      askedMinutes: field('number', '提醒本人后多久报未签到（分钟）', 'Asked, then opened after (min)', [
        '不填：15',
        'none: 15',
      ]),
      unknownMinutes: field('number', '收不到信号多久后请人打电话（分钟）', 'Not known, then a human after (min)', [
        '不填：120',
        'none: 120',
      ]),
      extraBy: field('text', '高温、寒潮名单加一次签到', 'Asked once more while a list is on', [
        '不填：16:00',
        'none: 16:00',
      ]),
      warningFrom: choice(warningFrom, '哪一级预警自动启用名单', 'Warnings that switch a list on'),
    } satisfies Record<keyof CheckInRule, Field>,
    '平安签到',
    'Check-ins',
  ),
} satisfies Record<Exclude<keyof Policy, 'calls' | 'plans'>, Field>;

/** Every field, for what is said of one by its way: `plans/0/tiers/1/who/0/roles`. */
export const policyFields = (plans: readonly Plan[]): Fields => ({
  calls: { type: 'many', fields: callFields(plans), ...label('规则', 'Rule') },
  plans: {
    type: 'many',
    fields: {
      ...planFields,
      id: field('text', '编号', 'Id'),
      tiers: { type: 'many', fields: tierFields, ...label('级', 'Tier') },
    },
    ...label('预案', 'Plan'),
  },
  ...otherFields,
});
