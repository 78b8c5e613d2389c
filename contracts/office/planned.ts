// A policy that takes effect later, and what another policy would have made of the last month (docs/decisions/033).
import { type Static, Type } from 'typebox';
import { Document, Instant, optional } from '../shapes.ts';
import { CallKind, Track } from '../terms.ts';
import { Policy } from './policy.ts';
import { RegistryProblem } from './registry.ts';

const Fields = Type.Record(Type.String(), Type.Unknown());
const Why = Type.String({ minLength: 1, maxLength: 200 });

/**
 * `waiting`: for its instant; `unfit`: it would be refused as things stand, `problems` says why, and there is time to mend it; `refused`: its instant
 * has come and it was not taken over: what held before holds. `base`: the version that it was made from.
 */
export const PlannedPolicy = Type.Object({
  id: Type.String(),
  at: Instant,
  plannedAt: Instant,
  by: Type.String(),
  why: optional(Type.String()),
  base: Type.Integer(),
  policy: Policy,
  state: Type.Enum(['waiting', 'unfit', 'refused']),
  problems: Type.Array(RegistryProblem),
});
export type PlannedPolicy = Static<typeof PlannedPolicy>;

/** The policy that holds, and the one that is to. */
export const PolicyState = Type.Object({ version: Type.Integer(), policy: Policy, planned: optional(PlannedPolicy) });
export type PolicyState = Static<typeof PolicyState>;

/** What is sent of one: a policy with a hundred plans. */
export const policyAtMostBytes = 1024 * 1024;

/** `version`: of the policy that it was made from. `instead`: the id of the planned one that it takes the place of; absent: there is none. */
export const PolicyPlan = Document({
  at: Instant,
  version: Type.Integer({ minimum: 1 }),
  policy: Fields,
  why: optional(Why),
  instead: optional(Type.String({ maxLength: 64 })),
});
export type PolicyPlan = Static<typeof PolicyPlan>;
/** Farther ahead nobody knows who there will be. */
export const plannedAheadAtMostMs = 400 * 24 * 3_600_000;

/** What a preview looks back on: the incidents closed of so many days, the latest of them. */
export const previewed = { days: 30, incidents: 2_000 } as const;
export const PreviewOrder = Document({ policy: Fields });
export const PreviewBegun = Type.Object({ run: Type.String() });
export type PreviewBegun = Static<typeof PreviewBegun>;

/** Somebody's yes: seconds after the call. */
const Yes = Type.Object({ seconds: Type.Integer(), responder: Type.String(), name: Type.String() });
/** The first yes on a track: as it was, as it is by the policy that holds, and by the other. Absent: nobody said yes. */
export const PreviewedCall = Type.Object({
  incident: Type.String(),
  number: Type.Integer(),
  at: Instant,
  call: CallKind,
  track: Track,
  was: optional(Yes),
  now: optional(Yes),
  next: optional(Yes),
});
export type PreviewedCall = Static<typeof PreviewedCall>;

/**
 * `earlier`, `later`: with the median of by how many seconds. `gained`: somebody says yes only by the other policy; `lost`: only by the one that
 * holds. `unlike`: deciding it again by the policy that holds gives another first yes than there was.
 */
export const PreviewedTrack = Type.Object({
  earlier: Type.Integer(),
  earlierBySeconds: optional(Type.Number()),
  later: Type.Integer(),
  laterBySeconds: optional(Type.Number()),
  same: Type.Integer(),
  gained: Type.Integer(),
  lost: Type.Integer(),
  unanswered: Type.Integer(),
  unlike: Type.Integer(),
});
export type PreviewedTrack = Static<typeof PreviewedTrack>;

/** `of`: how many are compared; `total`: how many there are in these days. `changes`: what differs most first. */
export const PolicyPreview = Type.Object({
  state: Type.Enum(['running', 'done', 'stopped', 'failed']),
  days: Type.Integer(),
  compared: Type.Integer(),
  of: Type.Integer(),
  total: Type.Integer(),
  grid: PreviewedTrack,
  health: PreviewedTrack,
  changes: Type.Array(PreviewedCall),
});
export type PolicyPreview = Static<typeof PolicyPreview>;
