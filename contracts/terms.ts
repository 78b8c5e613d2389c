// Every word that a message, a document or a view may have in a field, and nothing else: each enumeration has one home.
import { type Static, Type } from 'typebox';
import { asksKnown } from './outsideCall.ts';

export const Track = Type.Enum(['grid', 'health']);
export type Track = Static<typeof Track>;

/**
 * What an incident may need (DESIGN "Needs"): `door` somebody at the door, `fire` people for a smoke alarm beside another call,
 * `health` the health centre, `officer` the duty officer's attention, `word` a word with the resident; and once somebody asks,
 * `second_person`, `doctor`, `entry`, and an outside call that a human makes: `call_120`, `call_119`, `call_110`.
 */
export const NeedKind = Type.Enum([
  'door',
  'fire',
  'health',
  'officer',
  'word',
  'second_person',
  'doctor',
  'entry',
  'call_120',
  'call_119',
  'call_110',
]);
export type NeedKind = Static<typeof NeedKind>;

/**
 * Where a need stands. After every decision it is one of the last five; `due` is a need within a decision that has not been
 * attended to yet. `met`: by somebody or something newer than the need. `asked`: somebody has an offer, or the officer a clock,
 * that runs until `until`. `spent`: all were asked in vain, at `until` again. `waits`: until then, because. `ended`: because.
 */
export const NeedState = Type.Enum(['due', 'met', 'asked', 'spent', 'waits', 'ended']);
export type NeedState = Static<typeof NeedState>;

/**
 * What somebody was asked for. `comes`: to be at the door; `bridge`: to be there until another comes; `desk`: takes in hand from a
 * desk; `calls`: calls an outside number; `told`: knows of it, and answers for the district.
 */
export const Purpose = Type.Enum(['comes', 'bridge', 'desk', 'calls', 'told']);
export type Purpose = Static<typeof Purpose>;

/** How a call back to the resident ended. */
export const CallBackOutcome = Type.Enum(['spoke', 'no_answer', 'cannot_speak']);
export type CallBackOutcome = Static<typeof CallBackOutcome>;

export const Priority = Type.Enum([1, 2, 3]);
export type Priority = Static<typeof Priority>;

/** The handbooks, by who reads them. */
export const Handbook = Type.Enum(['duty', 'coordinator', 'health', 'family', 'community', 'administrator']);
export type Handbook = Static<typeof Handbook>;

/** What somebody has learnt. */
export const Skill = Type.Enum(['first_aid', 'fire_safety', 'lifting']);
export type Skill = Static<typeof Skill>;

/** What the incident is about: the press's word, or why there is none. The last two an officer raises. */
export const CallKind = Type.Enum([
  'sos',
  'fall',
  'smoke',
  'service',
  'missed_checkin',
  'device_fault',
  'unreadable',
  'unknown_device',
  'unreadable_input',
]);
export type CallKind = Static<typeof CallKind>;

/** What the officer must know at a glance. */
export const Mark = Type.Enum([
  'unreadable',
  'unknown_device',
  'unreadable_input',
  'reused_id',
  'late',
  'cancel_requested',
  'repeated',
  'help_asked',
  /** Called from elsewhere than home: help goes to the device's own position. */
  'away_from_home',
  /** A responder, or a silent health track, asks for an ambulance; taken away when a human has called it. */
  'call_120',
  /** Every tier of a track has been asked in vain. */
  'nobody_answers',
  /** Whoever stands at the door gave a card or code that is not this home's. */
  'scene_unverified',
  /** Closed, and somebody who was sent could not be told by machine: call them. */
  'untold',
  'reopened',
  /** Pressed once more with an id seen before: perhaps only a message on its second way. */
  'maybe_repeat',
  /** The device's own position is less exact than the policy wants. */
  'inexact_fix',
  /** The device says that it is where nobody of ours can go. */
  'beyond_reach',
  /** Nobody answered the call back, or the person could not speak. */
  'not_reached',
  /** Nobody acknowledged it in time: the officer owes a written reason. */
  'reason_due',
  /** This home has residents who cannot talk on a telephone: somebody goes instead. */
  'cannot_talk',
]);
export type Mark = Static<typeof Mark>;

export const LegState = Type.Enum([
  'offered',
  'received',
  'accepted',
  'en_route',
  'on_scene',
  'done',
  'declined',
  'timed_out',
  'stood_down',
]);
export type LegState = Static<typeof LegState>;

/** An outside number that somebody is asked to call. */
export const Asks = Type.Enum([...asksKnown]);

/** Words a device may send. What becomes of each is the table in dispatcher/domain/incident/press.ts. */
export const PressKind = Type.Enum(['sos', 'fall', 'smoke', 'cancel', 'service', 'test', 'checkin']);
export type PressKind = Static<typeof PressKind>;

/** `called`: whoever says it has called the outside number of `needs`. `help_withdrawn`: the help of `needs` is not wanted any more. */
export const ReplyKind = Type.Enum([
  'receipt',
  'accept',
  'decline',
  'en_route',
  'on_scene',
  'done',
  'help',
  'note',
  'called',
  'help_withdrawn',
]);
export type ReplyKind = Static<typeof ReplyKind>;

/** Why somebody cannot come. */
export const DeclineReason = Type.Enum(['busy', 'too_far', 'unwell', 'off_duty', 'other']);
export type DeclineReason = Static<typeof DeclineReason>;
/** What is missing at the scene. `entry`: nobody opens. `fire`: 119. `police`: 110. */
export const HelpNeed = Type.Enum(['person', 'doctor', 'ambulance', 'entry', 'fire', 'police']);
export type HelpNeed = Static<typeof HelpNeed>;
/** What was found, as tick boxes. */
export const Finding = Type.Enum([
  'safe',
  'fell',
  'injured',
  'unwell',
  'unconscious',
  'needed_help_at_home',
  'no_answer_at_door',
  'not_at_home',
  'pressed_by_mistake',
  'device_fault',
  'fire_or_smoke',
  'gas',
  'taken_to_hospital',
]);
export type Finding = Static<typeof Finding>;

export const Disposition = Type.Enum([
  'helped',
  'taken_to_hospital',
  'false_alarm',
  'test',
  /** It was practised: nobody could tell before the end, which is what a drill is for. */
  'drill',
  'device_fault',
  'no_one_home',
  'duplicate',
  'died',
  'other',
]);
export type Disposition = Static<typeof Disposition>;
/** Nobody was in need: these are in no count of how fast people were helped, and are counted apart. */
export const practised = ['test', 'drill'] as const satisfies readonly Disposition[];
export const isPractised = (how: string | null | undefined): boolean => practised.some((one) => one === how);

/**
 * What somebody does here. Five forces of volunteers in a courtyard (courtyard_committee 院落自治管理小组成员, courtyard_council
 * 院落民情议事会成员, gate_keeper 门卫, building_head 楼栋长, resident_activist 居民骨干), two squads of the community
 * (security_patrol 治安巡逻队, emergency_squad 应急处突小分队), the grid's coordinator, the health centre, community, street.
 */
export const ResponderRole = Type.Enum([
  'grid_coordinator',
  'courtyard_committee',
  'courtyard_council',
  'gate_keeper',
  'building_head',
  'resident_activist',
  'security_patrol',
  'emergency_squad',
  'health_desk',
  'doctor',
  'community_officer',
  'street_officer',
]);
export type ResponderRole = Static<typeof ResponderRole>;

/** Where somebody must belong to be asked, seen from the home: its courtyard, its grid, the grids beside it, anywhere. */
export const Area = Type.Enum(['courtyard', 'own_grid', 'neighbour_grids', 'community', 'street']);
export type Area = Static<typeof Area>;

/** A way to reach somebody. `app` is MQTT and always there; the others need a gateway (`policy.channels`). */
export const Channel = Type.Enum(['app', 'sms', 'voice', 'webhook']);
export type Channel = Static<typeof Channel>;

/** A step at which the resident's contacts may be told, if the resident has agreed. */
export const Moment = Type.Enum(['opened', 'coming', 'on_scene', 'closed']);
export type Moment = Static<typeof Moment>;

/** Why a tier was passed over at once. */
export const SkipReason = Type.Enum(['nobody', 'off_duty', 'busy', 'all_asked', 'unreachable', 'lacks_skill']);
export type SkipReason = Static<typeof SkipReason>;

/** How whoever stands at the door proved it. `wrong`: what they gave is not this home's. */
export const SceneCheck = Type.Enum(['card', 'door_code', 'wrong', 'none']);

/**
 * Breaking the glass: why somebody reads what is not theirs by their part in the incident. Codes, so that one tap is enough:
 * somebody's life is at risk where they stand; a doctor or nurse asks for it; the health centre cannot be reached; the family asks.
 */
export const BreakGlassReason = Type.Enum(['life_at_risk', 'doctor_asks', 'centre_unreachable', 'family_asks']);
export type BreakGlassReason = Static<typeof BreakGlassReason>;

/**
 * What somebody may do. `community`: reads what officers see and orders nothing. `responder`, `button`: a phone and a
 * resident's tablet, each bound to who or what it is. `wall`: counts only. `family`: one contact of one resident, by the resident's consent.
 */
export const Role = Type.Enum([
  'officer',
  'health',
  'responder',
  'community',
  'administrator',
  'wall',
  'button',
  'family',
]);
export type Role = Static<typeof Role>;

/** Why a home is not ready. The first four mean that nobody would come, or nobody would know; where another device works, the second is a risk. */
export const ReadinessReason = Type.Enum([
  'no_device',
  /** Of what hangs there something is not installed: its press has not come, or nobody has heard the answer. */
  'device_not_installed',
  'device_silent',
  'nobody_near',
  /** Quiet for longer than a device of its kind should be, and not yet given up. */
  'device_quiet',
  'battery_low',
  'device_tampered',
  'nobody_answers_lately',
  'health_centre_unstaffed',
  'no_contacts',
]);
export type ReadinessReason = Static<typeof ReadinessReason>;
