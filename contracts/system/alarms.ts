// What the system says about itself: an alarm stands while its cause lasts. Each has one code; what it means and what to
// do about it is one table, wording/alarms.ts.
import { type Static, Type } from 'typebox';
import { EpochMsSchema } from '../ids.ts';

export const AlarmCode = Type.Enum([
  /** A process of ours ended or hung; stands until it is ready again. Subject: its name. */
  'process_down',
  /** The store did not answer, or was started again. */
  'store_down',
  /** No dispatcher has beaten for a shard with a district. */
  'dispatcher_silent',
  /** Two canaries in a row of a district did not come back. Subject: the district. */
  'canary_dead',
  /** Nobody has had the duty console open for a minute. Subject: the district. */
  'no_console',
  'disk_low',
  'memory_low',
  /** Redis could not write, or not rewrite, its append-only file. */
  'store_write_errors',
  /** The server keeps nothing: without an append-only file all is gone when it starts again. */
  'store_not_kept',
  /** New presses are refused, so that what is open can still be worked. */
  'intake_refused',
  /** Its presses come too fast to be told apart and are merged. Subject: the device. */
  'device_floods',
  /** A deadline has passed and nobody acted. */
  'deadline_lag',
  'clock_drift',
  /** A message of an inbox has had no receipt for too long. */
  'inbox_unreceipted',
  /** An input was set aside because nobody could read or decide it. */
  'poison_input',
  /** Invariant 1: an input is in no incident and has no result. */
  'input_undecided',
  /** Invariant 1: a press was said to be in an incident that does not hold it. Subject: the incident. */
  'press_unbooked',
  /** Invariant 2: an open incident without a deadline. */
  'incident_without_deadline',
  /** Invariant 2: what there is to do about an incident cannot be read. Subject: its id; figures: what of it can be read. */
  'incident_unreadable',
  /** Invariant 3: somebody sent is neither told nor chased. */
  'sent_untold',
  /** Invariant 4: an incident is closed without a human's disposition. */
  'closed_without_human',
  /** A gateway of the notifier fails, its breaker is open. Subject: the channel; `channel/alarms`: alarms are not taken. */
  'gateway_failing',
  /** A gateway does not take messages for somebody. Subject: channel/responder. */
  'delivery_refused',
  /** The documents of a district cannot be used; the last good ones are. Subject: the district. */
  'registry_unsound',
  /** The policy that is planned cannot take effect as things stand, or its instant came and it did not. Subject: the district; figures: when, why. */
  'policy_unfit',
  /** An input of a newer program lies in a shard, and no dispatcher knows it. Subject: the shard; figures: its kind. */
  'version_behind',
  /** Other machines come in without TLS, and nobody has said that they may. */
  'clear_doors',
  /** A certificate ends soon. Subject: MQTTS_PORT, HTTPS_PORT, ca.crt, or login/district for those of devices; figures: days left. */
  'certificate_ending',
  /** A door has no certificate that it could serve. Subject: MQTTS_PORT or HTTPS_PORT. */
  'certificate_unusable',
  /** Stored values cannot be read and count as absent. Subject: which kind, with its district where it has one. */
  'stored_unreadable',
  /** The key of personal fields is missing: they are shown as locked. Subject: the district; figures: documents, why. */
  'fields_locked',
  /** History and figures cannot be read or written; no press waits for them. Figures: why. */
  'books_away',
  /** A source of foreign devices has said nothing for too long. Subject: district/source; figures: name, minutes. */
  'source_silent',
  /** What comes from a source is refused: its signature or its secret is wrong. Subject: district/source; figures: name, why. */
  'source_refused',
  /** A source cannot be opened, or its broker is away. Subject: district/source; figures: name, why. */
  'source_not_open',
  /** Something came from a device that could not be read: look at it. Subject: district/source/device; figures: name, device, word. */
  'device_unclear',
  /** What many devices hang on is down: none behind it can call. Subject: district/source/gateway; figures: name, gateway. */
  'gateway_down',
  /** Nobody could have heard the daily sign of life of some residents for too long, or so many are missed that some wait for their turn: call them. Subject: the district; figures: people. */
  'checkins_unknown',
  /** Nobody has looked for minutes whether the residents of a district have given their sign of life. Subject: the district; figures: minutes. */
  'checkins_stopped',
  /** The outbound heartbeat is not taken. */
  'heartbeat_failing',
]);
export type AlarmCode = Static<typeof AlarmCode>;

/** `subject` tells alarms of one code apart; empty where there is only one. `figures` fill the sentence. */
export const Alarm = Type.Object({
  code: AlarmCode,
  subject: Type.String({ maxLength: 120 }),
  /** Only the officers of this district are concerned; absent: all. */
  district: Type.Optional(Type.String()),
  since: EpochMsSchema,
  figures: Type.Record(Type.String(), Type.Union([Type.String(), Type.Number()])),
});
export type Alarm = Static<typeof Alarm>;

/** One line of the record of alarms: it began, or it ended after so long. */
export const AlarmChange = Type.Object({
  ...Alarm.properties,
  at: EpochMsSchema,
  change: Type.Enum(['raised', 'cleared']),
});
export type AlarmChange = Static<typeof AlarmChange>;
