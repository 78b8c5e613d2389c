// What each provider lets through, as its documents say (where they are silent a bound of ours, marked so). Beyond some of these nothing is refused but
// dropped without a word, or the sender is blocked for ten minutes: so they are counted before sending.
import type { Window } from '../../store/quotas.ts';
import { dayMs, sinceMidnightMs } from './beijingDay.ts';

const [second, minute, hour, day] = [1_000, 60_000, 3_600_000, dayMs];

/** Windows of everything that is sent with a credential, and of what is sent with it to one person. @param now unix ms */
export type ProviderQuota = { ofAll: readonly Window[]; ofOne(now: number): readonly Window[] };

const none = (): readonly Window[] => [];
/** 20 a minute; the last six are spread, so that what comes then waits ten seconds and not a minute, and goes out together. */
const groupRobot: readonly Window[] = [
  { atMost: 20, perMs: minute },
  { atMost: 1, perMs: 10 * second, once: { count: 14, withinMs: minute } },
];

export const providerQuotas = {
  /** 20/min; whether the minute slides is undocumented, so it does */
  wecom_robot: { ofAll: groupRobot, ofOne: none },
  /** one person 30/min and 1000/h, the rest dropped silently */
  wecom_app: {
    ofAll: [],
    ofOne: () => [
      { atMost: 30, perMs: minute },
      { atMost: 1, perMs: 5 * second, once: { count: 20, withinMs: minute } },
      { atMost: 1_000, perMs: hour },
    ],
  },
  /** 20/min, then blocked for ten minutes */
  dingtalk_robot: { ofAll: groupRobot, ofOne: none },
  /** ours: no figure is documented */
  dingtalk_app: { ofAll: [], ofOne: () => groupRobot },
  /** 100/min and 5/s */
  feishu_bot: {
    ofAll: [
      { atMost: 5, perMs: second },
      { atMost: 100, perMs: minute },
      { atMost: 1, perMs: 3 * second, once: { count: 80, withinMs: minute } },
    ],
    ofOne: none,
  },
  /** 5/s to one person */
  feishu_app: { ofAll: [], ofOne: () => [{ atMost: 5, perMs: second }] },
  /** notices: 50 a day to one number of one template, 40 a day over all of the platform */
  aliyun_sms: { ofAll: [], ofOne: () => [{ atMost: 40, perMs: day }] },
  /** one callee 1/min, 5/h, 20/24 h; failed ones count */
  aliyun_voice: {
    ofAll: [],
    ofOne: () => [
      { atMost: 1, perMs: minute + second },
      { atMost: 5, perMs: hour },
      { atMost: 20, perMs: day },
    ],
  },
  /** defaults: 30 s 1, 1 h 5, a day 10 to one number */
  tencent_sms: {
    ofAll: [],
    ofOne: () => [
      { atMost: 1, perMs: 30 * second },
      { atMost: 5, perMs: hour },
      { atMost: 10, perMs: day },
    ],
  },
  /** defaults: one callee 30 s 1, 10 min 2, a day 5, and one between 22:00 and 08:00; 20/s */
  tencent_voice: {
    ofAll: [{ atMost: 20, perMs: second }],
    ofOne: (now) => [
      { atMost: 1, perMs: 30 * second },
      { atMost: 2, perMs: 10 * minute },
      { atMost: 5, perMs: day },
      ...night(now, 1),
    ],
  },
} as const satisfies Record<string, ProviderQuota>;

/** As after Tencent's review. */
export const tencentVoiceRaised: ProviderQuota = {
  ofAll: providerQuotas.tencent_voice.ofAll,
  ofOne: () => [
    { atMost: 2, perMs: 30 * second },
    { atMost: 10, perMs: 10 * minute },
    { atMost: 50, perMs: day },
  ],
};

const [nightFrom, nightTo] = [22 * hour, 8 * hour];

/** Between 22:00 and 08:00: what was sent since it began. */
function night(now: number, atMost: number): Window[] {
  const ofDay = sinceMidnightMs(now);
  if (ofDay >= nightTo && ofDay < nightFrom) return [];
  return [{ atMost, perMs: ofDay >= nightFrom ? ofDay - nightFrom + 1 : ofDay + day - nightFrom + 1 }];
}
