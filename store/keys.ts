// Every key name, here and nowhere else. A shard's keys share the hash tag {sNN}, so that one script may touch them all.
import type { IncidentId, ShardId } from '../contracts/ids.ts';

/** Keys of one shard. */
export const shardKeys = (shard: ShardId) => {
  const tag = `{${shard}}`;
  return {
    /** hash: `n` (number), `nonce` (owner), `cursor` (last decided intake entry) */
    sequence: `${tag}:sequence`,
    /** hash: `holder`, `beat` */
    lease: `${tag}:lease`,
    /** stream: field `input` (JSON) */
    intake: `${tag}:intake`,
    /** hash: incident → state (JSON) */
    states: `${tag}:states`,
    /** zset: incident by deadline (ms); holds each open incident and each closed one with somebody still to be told */
    deadlines: `${tag}:deadlines`,
    /** zset: closed incident by the instant of closing (ms) */
    closed: `${tag}:closed`,
    /** stream: field `entry` (JSON) */
    feed: `${tag}:feed`,
    /** hash: district → last incident number */
    numbers: `${tag}:numbers`,
    /** hash: `head` (of the intake at the last take-over), `trying` (entry), `tries` (count) */
    attempts: `${tag}:attempts`,
    /** stream of an incident's events: field `event` (JSON) */
    log: (incident: IncidentId) => `${tag}:log:${incident}`,
    /** hash: side record (text, position) → JSON; can be erased without touching the log */
    side: (incident: IncidentId) => `${tag}:side:${incident}`,
    /** hash: input key → result (JSON); which buckets there are: results.ts */
    results: (bucket: string) => `${tag}:results:${bucket}`,
    /**
     * hash: incident/leg → message (JSON) that the recipient must still be told; of a group: group/id → its message, and under
     * the recipient g/responder/id a line for each of its calls
     */
    inbox: (recipient: string) => `${tag}:inbox:${recipient}`,
    /** hash: incident/leg → what an outside channel has taken of that inbox (JSON) */
    handedOver: (recipient: string) => `${tag}:handed-over:${recipient}`,
    /** string: what the person at this device should be told (JSON), expires */
    deviceState: (device: string) => `${tag}:device-state:${device}`,
    /** string: latest position, health, presence, answer or movement (JSON), expires */
    latest: (kind: 'position' | 'health' | 'presence' | 'answered' | 'moved', id: string) =>
      `${tag}:latest:${kind}:${id}`,
    /** channel: latest values as they come */
    latestChannel: `${tag}:latest`,
    /** hash: home → could it be helped now (JSON), and `@`, when it was judged (ms); expires. An earlier program has a string of the name `readiness`. */
    readinessOf: (district: string) => `${tag}:readiness-of:${district}`,
    ...watchedKeys(tag),
    /** stream: who did what outside of incidents, fields `record` (JSON) and `hash` */
    audit: (district: string) => `${tag}:audit:${district}`,
    /** hash: `n`, `hash` of the last entry of that chain */
    auditHead: (district: string) => `${tag}:audit-head:${district}`,
    /** hash: number of an entry → its names and words (JSON), which can be erased */
    auditAsides: (district: string) => `${tag}:audit-asides:${district}`,
    /** hash: hop of an incident → when (ms); written by edges, read by no decision */
    hops: (incident: IncidentId) => `${tag}:hops:${incident}`,
    ...foreignKeys(tag),
    /** channel: homes that are judged differently now */
    readinessChannel: `${tag}:readiness`,
  };
};

/** Of a shard: what its watches keep of devices and of daily signs of life. */
const watchedKeys = (tag: string) => ({
  /** hash: device/kind of a fault → `Fault` of contracts/device/faults.ts (JSON); of a gateway: `source/gateway` in the device's place */
  faults: (district: string) => `${tag}:faults:${district}`,
  /** hash: resident → `KeptCheckIn` of contracts/device/checkIns.ts (JSON); `@`: the watch's beat */
  checkIns: (district: string) => `${tag}:check-ins:${district}`,
  /** hash: resident → what somebody has ticked last (JSON) */
  checkInTicks: (district: string) => `${tag}:check-in-ticks:${district}`,
  /** hash: list → `CheckInList` (JSON) */
  checkInLists: (district: string) => `${tag}:check-in-lists:${district}`,
  /** hash: resident/time/whom → when they, or their contacts, were texted (ms) */
  checkInsTold: (district: string) => `${tag}:check-ins-told:${district}`,
});

/** What is kept of the devices of other makers, by source. */
const foreignKeys = (tag: string) => ({
  /** string: the press (JSON) that a foreign device's vendor knows by this key, expires */
  foreignOnce: (source: string, device: string, key: string) => `${tag}:foreign-once:${source}:${device}:${key}`,
  /** hash: device → the last event that its vendor says over and over, `{key, said, at}` (JSON) */
  foreignLast: (source: string) => `${tag}:foreign-last:${source}`,
  /** hash: device/flag → 1 or 0, as a foreign device said it last, and how often it has risen */
  foreignFlags: (source: string) => `${tag}:foreign-flags:${source}`,
  /** hash: friendly name → address */
  foreignNames: (source: string) => `${tag}:foreign-names:${source}`,
  /** hash: what is counted of a source, `SourceCounts` of contracts/office/source.ts */
  foreignCounts: (source: string) => `${tag}:foreign-counts:${source}`,
  /** stream: what came from a source as it came, field `raw` (JSON); expires */
  foreignRaw: (source: string) => `${tag}:foreign-raw:${source}`,
  /** hash: device → what of it could not be read (JSON) */
  foreignUnclear: (source: string) => `${tag}:foreign-unclear:${source}`,
  /** hash: address that nobody has, or device that is being installed → what was heard of it last (JSON), heardOf.ts; expires */
  foreignHeardOf: (source: string) => `${tag}:foreign-heard-of:${source}`,
});

/** Keys of the whole installation (one hash tag of their own). */
export const directoryKeys = {
  /** string: version of the data's layout */
  version: '{dir}:version',
  /** string: how doors without TLS stand to this installation, clearDoors.ts */
  clearDoors: '{dir}:clear-doors',
  /** hash: kind/id → versioned document (JSON) */
  documents: (district: string) => `{dir}:documents:${district}`,
  /** the same from before the last import */
  documentsBefore: (district: string) => `{dir}:documents-before:${district}`,
  /** hash: kind/id → what it was before its last edits, the newest first (JSON), edits.ts */
  edits: (district: string) => `{dir}:edits:${district}`,
  /** list: the last sets of documents that were changed together, the newest first (JSON), editDistrict.ts */
  editSets: (district: string) => `{dir}:edit-sets:${district}`,
  /** string: the policy that takes effect later (JSON), plannedPolicy.ts */
  plannedPolicy: (district: string) => `{dir}:planned-policy:${district}`,
  /** hash: responder → what the files of the last import said of their own switch (JSON) */
  fileSwitches: (district: string) => `{dir}:file-switches:${district}`,
  /** hash: resident who has moved → where they lived when (JSON), stays.ts */
  stays: (district: string) => `{dir}:stays:${district}`,
  /** hash: resident who was erased → when (ms) */
  erased: (district: string) => `{dir}:erased:${district}`,
  /** hash: id of a swap that somebody asked a colleague for → the request (JSON), swapRequests.ts */
  swapRequests: (district: string) => `{dir}:swap-requests:${district}`,
  /** hash: id of a swap/how it stood → ms when somebody was told outside of the app, swapsTold.ts */
  swapsTold: (district: string) => `{dir}:swaps-told:${district}`,
  /** hash: `duty` → who has the duty phone, and who is to take it (JSON), dutyPhone.ts */
  dutyPhone: (district: string) => `{dir}:duty-phone:${district}`,
  /** hash: digest of the secret of a person's calendar → whose it is (JSON), calendarLinks.ts */
  calendarLinks: '{dir}:calendar-links',
  /** hash: district → shard */
  districts: '{dir}:districts',
  /** string: the district imported first: where a press of nobody's device goes */
  defaultDistrict: '{dir}:default',
  /** stream: field `change` (JSON) */
  changes: '{dir}:changes',
  /** hash: login → credential (JSON) */
  credentials: '{dir}:credentials',
  /** hash: token's digest → grant (JSON) */
  tokens: '{dir}:tokens',
  /** hash: digest of a session → when somebody last touched its page (ms), 0: locked by hand */
  sessionUse: '{dir}:session-use',
  /** channel: somebody's way in has ended */
  endedChannel: '{dir}:ended',
  /** string: what known browsers' cookies are signed with */
  browserSecret: '{dir}:browser-secret',
  /** hash: address → refused tries to sign in on a day (JSON), expires */
  refusedTries: (day: string) => `{dir}:refused-tries:${day}`,
  /** hash: login → account (JSON) */
  accounts: '{dir}:accounts',
  /** hash: id of a passkey → login */
  passkeys: '{dir}:passkeys',
  /** string: a passkey's challenge that was answered, expires */
  answered: (challenge: string) => `{dir}:answered:${challenge}`,
  /** hash: code/subject → standing alarm (JSON) */
  alarms: '{dir}:alarms',
  /** stream: alarms raised (field `change`) and cleared (field `cleared`), JSON */
  alarmRecord: '{dir}:alarm-record',
  /** hash: gateway → the last entry of that stream that it was told */
  alarmsTold: '{dir}:alarms-told',
  /** stream: what would have been sent where no gateway is configured, field `message` (JSON) */
  outbox: '{dir}:outbox',
  /** string: what a short id at a provider belongs to (JSON), expires; correlations.ts */
  correlation: (id: string) => `{dir}:correlation:${id}`,
  /** hash: `n`, the last of these ids that was given */
  correlationCount: '{dir}:correlation-count',
  /** zset: what was sent with a credential, or to a person with it, by the instant (ms), expires; quotas.ts */
  quota: (of: string) => `{dir}:quota:${of}`,
  /** string: how the notifier and its gateways are (JSON), expires */
  notifier: '{dir}:notifier',
  /** string: when the receiver last looked at its sources (ms), foreign/receiverBeat.ts */
  receiverBeat: '{dir}:receiver-beat',
  /** zset: district/device whose presses are merged, by the instant of the last time (ms) */
  floods: '{dir}:floods',
  /** hash: district/device → presses merged in this flood */
  floodCounts: '{dir}:flood-counts',
  /** hash: district → presses merged ever */
  merged: '{dir}:merged',
  /** channel: changes of alarms as they come */
  alarmChannel: '{dir}:alarms',
  /** stream: the canaries' ways, field `trace` (JSON) */
  canaries: '{dir}:canaries',
  /** string: a duty console of this district is open; expires */
  watched: (district: string) => `{dir}:watched:${district}`,
} as const;

/** The day that a result is filed under. */
export const dayOf = (milliseconds: number): string => new Date(milliseconds).toISOString().slice(0, 10);
/** How long a bucket of results is kept after its last write. */
export const resultsKeptSeconds = 3 * 24 * 3600;
