// Who is asked, in what order, through what, and when something must happen next: data of a district, in words that a
// community officer can read. What must hold in it before it is taken over: policyCheck.ts.

import { type Static, Type } from 'typebox';
import { RegistryId } from '../ids.ts';
import { Document } from '../shapes.ts';
import { Area, CallKind, Channel, Moment, Priority, ResponderRole, Skill, Track } from '../terms.ts';
import { CheckInRule } from './checkIn.ts';
import { isBetween, TimeOfDay } from './hours.ts';

const Words = Type.String({ minLength: 1, maxLength: 80 });
const Seconds = (minimum: number, maximum = 86_400) => Type.Integer({ minimum, maximum });

/**
 * Some people of a tier. `inParallel`: how many are asked at once. `needs`: only who holds this skill. `prefers`: a holder
 * counts as so many seconds nearer. `onlyIfNearer`: asked beside the group before it, and only if nearer than its best by
 * `weights.bridgeSeconds`. `settles: false`: their yes bridges the minutes until another comes, and stands nobody down.
 */
export const Group = Document({
  roles: Type.Array(ResponderRole, { minItems: 1, uniqueItems: true }),
  area: Area,
  inParallel: Type.Integer({ minimum: 1, maximum: 50 }),
  needs: Type.Optional(Skill),
  prefers: Type.Optional(Document({ skill: Skill, worthSeconds: Seconds(1, 3_600) })),
  onlyIfNearer: Type.Optional(Type.Boolean()),
  settles: Type.Optional(Type.Boolean()),
});
export type Group = Static<typeof Group>;

/**
 * One step of a plan. After `answerWithinSeconds` without a yes the next tier is asked. `ringAgainSeconds`: an offer without
 * an answer rings again so often. `asks: call_120`: the people of this tier are asked to call an ambulance, not to come.
 */
export const Tier = Document({
  name: Words,
  who: Type.Array(Group, { minItems: 1, maxItems: 10 }),
  answerWithinSeconds: Seconds(5, 3_600),
  ringAgainSeconds: Type.Optional(Seconds(5, 3_600)),
  channels: Type.Array(Channel, { minItems: 1, uniqueItems: true }),
  asks: Type.Optional(Type.Enum(['come', 'call_120'])),
});
export type Tier = Static<typeof Tier>;

/** The tiers of one track for some kinds of call. */
export const Plan = Document({
  id: RegistryId,
  track: Track,
  name: Words,
  tiers: Type.Array(Tier, { minItems: 1, maxItems: 20 }),
});
export type Plan = Static<typeof Plan>;

/** What a kind of call starts. The first rule that fits the kind and the time of day counts. */
export const CallRule = Document({
  kind: CallKind,
  between: Type.Optional(Document({ from: TimeOfDay, to: TimeOfDay })),
  priority: Priority,
  plans: Document({ grid: Type.Optional(RegistryId), health: Type.Optional(RegistryId) }),
  tellContacts: Type.Optional(Type.Array(Moment, { uniqueItems: true })),
});
export type CallRule = Static<typeof CallRule>;

/** Metres a second; `byRole` multiplies, e.g. 0.7 for people who walk slowly. */
const Speeds = Document({
  bicycleMetresPerSecond: Type.Number({ exclusiveMinimum: 0, maximum: 20 }),
  footMetresPerSecond: Type.Number({ exclusiveMinimum: 0, maximum: 5 }),
  byRole: Type.Optional(
    Type.Partial(
      Document(
        Object.fromEntries(ResponderRole.enum.map((role) => [role, Type.Number({ minimum: 0.1, maximum: 3 })])) as {
          [R in ResponderRole]: ReturnType<typeof Type.Number>;
        },
      ),
    ),
  ),
});

/** So long after the officer was first asked, so many people of these roles are told by every way; all when `count` is left out. */
const OfficerStep = Document({
  afterSeconds: Seconds(10),
  roles: Type.Array(ResponderRole, { minItems: 1, uniqueItems: true }),
  count: Type.Optional(Type.Integer({ minimum: 1, maximum: 50 })),
});
export type OfficerStep = Static<typeof OfficerStep>;

export const Policy = Document({
  calls: Type.Array(CallRule, { minItems: 1, maxItems: 200 }),
  plans: Type.Array(Plan, { minItems: 1, maxItems: 100 }),
  /** Outside channels that this district has a gateway for. */
  channels: Type.Array(Channel, { uniqueItems: true }),
  /** Every tier is spent: these are told again and again, at shorter and shorter intervals; the last one repeats. */
  whenSpent: Document({
    roles: Type.Array(ResponderRole, { minItems: 1, uniqueItems: true }),
    everySeconds: Type.Array(Seconds(5, 3_600), { minItems: 1, maxItems: 20 }),
  }),
  weights: Document({
    ownGridTieSeconds: Seconds(0, 600),
    bridgeSeconds: Seconds(0, 3_600),
    busySeconds: Seconds(0, 3_600),
    notConnectedSeconds: Seconds(0, 3_600),
  }),
  /** An older position is no longer where somebody is: their base counts instead. */
  positionFreshSeconds: Seconds(10),
  /** Somebody on the way is looked at so often; with less than so much progress they stand still. */
  progress: Document({ checkSeconds: Seconds(10), leastSeconds: Seconds(1) }),
  /** A carried device's own position counts when it is this fresh, this exact, and this far from home. */
  fix: Document({
    freshSeconds: Seconds(1),
    accuracyMetres: Seconds(1),
    awayMetres: Seconds(1),
    /** Farther from home nobody of ours can go. */
    reachMetres: Type.Optional(Type.Integer({ minimum: 100, maximum: 1_000_000 })),
  }),
  /** Calls of one courtyard within this long are shown together. */
  linkWithinSeconds: Seconds(0),
  /** More new incidents than this within a minute: calls are offered by courtyard until the rate has been lower for so long. */
  surge: Type.Optional(
    Document({ pressesPerMinute: Type.Integer({ minimum: 2, maximum: 100_000 }), forSeconds: Seconds(10, 7_200) }),
  ),
  arriveGraceSeconds: Seconds(10),
  /** A desk that has taken something in hand is asked again after this long without a word. */
  inHandSeconds: Type.Optional(Seconds(60)),
  /** A call back to the resident is due so soon; the officer is reminded when it was not made. */
  callBackSeconds: Type.Optional(Seconds(10)),
  /** Nobody opens: after this long without a key the police or the fire brigade are to be called. */
  entrySeconds: Type.Optional(Seconds(30)),
  /** Who else is told while nobody acknowledges a P1: while nobody comes, and while somebody does. */
  officerLadder: Type.Optional(
    Document({
      alone: Type.Array(OfficerStep, { maxItems: 10 }),
      accompanied: Type.Array(OfficerStep, { maxItems: 10 }),
    }),
  ),
  officerAcknowledgeSeconds: Seconds(10),
  sceneReviewSeconds: Seconds(10),
  closeReminderSeconds: Seconds(10),
  standDownChaseSeconds: Seconds(10),
  reopenWithinHours: Type.Integer({ minimum: 1, maximum: 24 * 31 }),
  /** Who may know what of a resident (needToKnow.ts). */
  needToKnow: Type.Optional(
    Document({
      /** Who is told the person and the door with the offer; everybody else opens them by their yes. */
      atOnce: Type.Array(
        Document({
          roles: Type.Array(ResponderRole, { minItems: 1, uniqueItems: true }),
          area: Type.Enum(['courtyard', 'own_grid', 'community']),
        }),
        { maxItems: 20 },
      ),
      /** On the health track, after their yes. */
      conditions: Document({
        roles: Type.Array(ResponderRole, { uniqueItems: true }),
        skills: Type.Array(Skill, { uniqueItems: true }),
      }),
      /** Door and keys stay so long with whoever had said yes, after they are done or it is closed. */
      keptMinutes: Type.Integer({ minimum: 0, maximum: 24 * 60 }),
    }),
  ),
  speeds: Speeds,
  /** When a home counts as covered, and what puts it at risk. */
  readiness: Document({
    withinSeconds: Seconds(30),
    roles: Type.Array(ResponderRole, { minItems: 1, uniqueItems: true }),
    healthRoles: Type.Array(ResponderRole, { minItems: 1, uniqueItems: true }),
    /** Absent: each device by its model (dispatcher/domain/device/judge.ts). */
    deviceSilentHours: Type.Optional(Type.Integer({ minimum: 1, maximum: 24 * 31 })),
    batteryLowPercent: Type.Integer({ minimum: 0, maximum: 100 }),
    answeredWithinHours: Type.Integer({ minimum: 1, maximum: 24 * 31 }),
    /** A button that was not tried for so long is on the list of those to try. */
    testWithinDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 366 })),
    /** A device that has a fault is mended within so many days. */
    mendWithinDays: Type.Optional(Type.Integer({ minimum: 1, maximum: 60 })),
  }),
  /** How daily signs of life are asked for (decisions/047). */
  checkIns: Type.Optional(CheckInRule),
});
export type Policy = Static<typeof Policy>;

/** What a policy that does not say so is given. Answering: 60 s and 180 s of the UK TSA (facts: standards). */
export const inHandSecondsOf = ({ inHandSeconds = 600 }: Pick<Policy, 'inHandSeconds'>): number => inHandSeconds;
export const callBackSecondsOf = ({ callBackSeconds = 60 }: Pick<Policy, 'callBackSeconds'>): number => callBackSeconds;
export const entrySecondsOf = ({ entrySeconds = 180 }: Pick<Policy, 'entrySeconds'>): number => entrySeconds;
export const reachMetresOf = ({ fix: { reachMetres = 5_000 } }: Pick<Policy, 'fix'>): number => reachMetres;
/** Buttons are tried once a month (facts: standards; Sovereign, South Ayrshire). */
export const testWithinDaysOf = ({ readiness: { testWithinDays = 31 } }: Pick<Policy, 'readiness'>): number =>
  testWithinDays;
/** Five working days in the field (facts: standards; Texas 279.81): here days, so that a holiday hides nothing. */
export const mendWithinDaysOf = ({ readiness: { mendWithinDays = 5 } }: Pick<Policy, 'readiness'>): number =>
  mendWithinDays;
const usualLadder: NonNullable<Policy['officerLadder']> = {
  alone: [
    { afterSeconds: 60, roles: ['community_officer'], count: 1 },
    { afterSeconds: 180, roles: ['community_officer', 'street_officer'] },
  ],
  accompanied: [
    { afterSeconds: 300, roles: ['community_officer'], count: 1 },
    { afterSeconds: 900, roles: ['community_officer', 'street_officer'] },
  ],
};
export const officerLadderOf = ({ officerLadder = usualLadder }: Pick<Policy, 'officerLadder'>) => officerLadder;

/** Who may know what. */
export type NeedToKnowRule = NonNullable<Policy['needToKnow']>;
const usualNeedToKnow: NeedToKnowRule = {
  atOnce: [
    { roles: ['grid_coordinator'], area: 'own_grid' },
    { roles: ['health_desk', 'community_officer', 'street_officer'], area: 'community' },
  ],
  conditions: { roles: ['health_desk', 'doctor'], skills: ['first_aid'] },
  keptMinutes: 30,
};
export const needToKnowOf = ({ needToKnow = usualNeedToKnow }: Pick<Policy, 'needToKnow'>): NeedToKnowRule =>
  needToKnow;
export const keptMsOf = (policy: Pick<Policy, 'needToKnow'>): number => needToKnowOf(policy).keptMinutes * 60_000;

/** When a district is in a surge; what a policy that does not say so is given. */
export type SurgeRule = NonNullable<Policy['surge']>;
const usualSurge: SurgeRule = { pressesPerMinute: 30, forSeconds: 300 };
export const surgeRuleOf = ({ surge = usualSurge }: Pick<Policy, 'surge'>): SurgeRule => surge;

/**
 * The rule for a kind of call at a time of day (minutes since midnight, district's time zone); undefined when the policy has
 * none, which the import refuses.
 */
export function ruleFor(policy: Policy, kind: CallKind, minute: number): CallRule | undefined {
  return policy.calls.find(
    (rule) => rule.kind === kind && (rule.between === undefined || isBetween(minute, rule.between)),
  );
}

/** The tiers of a plan; the district's first plan of the track when this one is gone from the policy. */
export const planOf = (policy: Policy, track: Track, id: string | undefined): Plan | undefined =>
  policy.plans.find((plan) => plan.id === id) ?? policy.plans.find((plan) => plan.track === track);

/** How long until those of a spent track are told again, by how often that has happened. */
export function spentAgainMs(policy: Policy, round: number): number {
  const { everySeconds } = policy.whenSpent;
  return (everySeconds[Math.min(round, everySeconds.length - 1)] ?? 60) * 1000;
}
