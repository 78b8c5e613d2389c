// The door for what foreign devices say: readings (adapters/) become presses in the intake, latest values, and lines for whoever looks after it.
// Whoever acknowledges a message to its sender does so once `take` has resolved: then each press of it is on disk. Said again it is the same press.
import { createHash } from 'node:crypto';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { ulid } from 'ulid';
import { movedIn } from '../../contracts/device/checkIns.ts';
import type {
  HealthReading,
  MovedReading,
  Once,
  Place,
  PressReading,
  Reading,
  StateReading,
} from '../../contracts/device/reading.ts';
import { at as instant } from '../../contracts/ids.ts';
import { PressInput, UnreadablePressInput } from '../../contracts/incident/inputs.ts';
import type { Health, Location } from '../../contracts/incident/messages.ts';
import { readAs } from '../../contracts/json.ts';
import { addressForm } from '../../contracts/office/address.ts';
import type { Source } from '../../contracts/office/source.ts';
import { defined } from '../../contracts/shapes.ts';
import { clearAlarm, raiseAlarm } from '../alarms.ts';
import type { BucketRule } from '../buckets.ts';
import type { DistrictRegistry } from '../district.ts';
import { intakeTimeoutMs } from '../inTime.ts';
import { readLatest } from '../latest.ts';
import { openLatestDoor } from '../latestDoor.ts';
import type { Limits } from '../limits.ts';
import { within } from '../patience.ts';
import { openPressDoor } from '../pressDoor.ts';
import { type HeardOf, heardIn, noteHeardOf } from './heardOf.ts';
import {
  addressOf,
  flagOf,
  forgetLast,
  keepFlag,
  keepName,
  markStored,
  type Sayable,
  type SourceAt,
  saidFirst,
  settle,
} from './memory.ts';
import { keepRaw, noteCame, noteUnclear, type RawMessage } from './watching.ts';

export type ForeignParts = {
  redis: Redis;
  replicas: number;
  limits: Pick<Limits, 'admitPress' | 'sparing'>;
  pressRule: BucketRule;
  log: Pick<Logger, 'warn'>;
};

/** What came, and from where. `readings`: places in WGS-84. */
export type Came = {
  district: DistrictRegistry;
  source: Source;
  readings: readonly Reading[];
  raw: Omit<RawMessage, 'at' | 'led'>;
  heardAt: number;
  /** its sender says the same again until it is answered */
  retries?: boolean;
};

export type ForeignDoor = {
  /** @throws when a press of it is not on disk in time: its sender must not be acknowledged */
  take(came: Came): Promise<void>;
  /** Its sender has its answer, and does not say it again: the same once more is soon another press, where nothing in it tells one from the other. */
  answered(came: Came): Promise<void>;
  stop(): void;
};

/** A flag that rises is said again after a crash within this time at the latest: it is the same press. */
const flagAgainMs = 60_000;
const strangerAgainMs = 15 * 60_000;
/** Who retries without any id does so within this time, in the same bytes. */
const retriedMs = 60_000;
/** Who has an answer does not retry; what it had sent before that is on its way no longer than this. */
const answeredMs = 4_000;
/** 2 KiB in base64: as much as is kept of any press that cannot be read. */
const unreadableChars = 2_732;
/** A fix that does not say how exact it is is one of a pendant's own receiver. */
const usualAccuracyMetres = 50;
/** An ISO instant, and nothing where the device claims what is none. */
const isoOf = (ms: number | undefined): string | undefined =>
  ms === undefined || !Number.isFinite(ms) || Math.abs(ms) > 8.64e15 ? undefined : new Date(ms).toISOString();

type Ways = ForeignParts & {
  presses: ReturnType<typeof openPressDoor>;
  latest: ReturnType<typeof openLatestDoor>;
};

export function openForeignDoor(parts: ForeignParts): ForeignDoor {
  const ways: Ways = {
    ...parts,
    presses: openPressDoor({ ...parts, rule: parts.pressRule }),
    latest: openLatestDoor(parts),
  };
  return {
    take: (came) => take(ways, came),
    answered: (came) => answered(ways, came),
    stop: () => {
      ways.presses.stop();
      ways.latest.stop();
    },
  };
}

async function take(ways: Ways, came: Came): Promise<void> {
  const lost = (error: unknown): void =>
    ways.log.warn({ source: came.source.id, error: String(error) }, 'foreign: what came beside presses was not kept');
  const of = (...kinds: Reading['is'][]): Reading[] => came.readings.filter(({ is }) => kinds.includes(is));
  for (const name of of('name')) await takeOne(ways, came, name).catch(lost);
  for (const calls of of('press', 'state')) await takeOne(ways, came, calls);
  // Everything that counts is stored: what is only known about it may be lost, and holds up no press.
  for (const rest of of('moved', 'health', 'position', 'gateway', 'check')) await takeOne(ways, came, rest).catch(lost);
  await noted(ways, came).catch(lost);
  await heard(ways, came).catch(lost);
}

/** Nobody waits for it. */
async function answered(ways: Ways, came: Came): Promise<void> {
  if (!came.retries) return;
  try {
    for (const reading of came.readings) {
      if (reading.is !== 'press' || reading.once !== undefined) continue;
      const device = await deviceOf(ways, came, reading.device);
      const which = { device, of: hardwareOf(came, device), key: asRetried(came, reading).key };
      await settle(ways.redis, whereOf(came), which, answeredMs);
    }
  } catch (error) {
    ways.log.warn({ source: came.source.id, error: String(error) }, 'foreign: the same press again counts late');
  }
}

async function takeOne(ways: Ways, came: Came, reading: Reading): Promise<void> {
  switch (reading.is) {
    case 'press':
      return press(ways, came, reading);
    case 'state':
      return flag(ways, came, reading);
    case 'health': {
      const device = await deviceOf(ways, came, reading.device);
      if (reading.restarted) await forgetLast(ways.redis, whereOf(came), device);
      return health(ways, came, device, reading);
    }
    case 'moved':
      return moved(ways, came, reading);
    case 'position':
      return position(ways, came, await deviceOf(ways, came, reading.device), reading.place);
    case 'name':
      return keepName(ways.redis, whereOf(came), reading);
    case 'gateway':
      return gateway(ways, came, reading);
    case 'check':
      return unclear(ways, came, reading);
    case 'nothing':
      return;
  }
}

const whereOf = ({ district, source }: Pick<Came, 'district' | 'source'>): SourceAt => ({
  shard: district.shard,
  source: source.id,
});

/** The id of a device here; of one that is in no home its source and address, so that the duty officer can find it. */
async function deviceOf({ redis }: Ways, came: Came, said: string): Promise<string> {
  const { district, source } = came;
  const name = said.startsWith('name:') ? said.slice('name:'.length) : undefined;
  const direct = district.deviceAt(name ?? said);
  if (direct) return direct.id;
  // A cloud's own id is a name too, for the address that it said once.
  const address = (await addressOf(redis, whereOf(came), name ?? said)) ?? (name === undefined ? said : undefined);
  const known = address === undefined ? undefined : district.deviceAt(address);
  return known ? known.id : `${source.id}/${address ?? name ?? said}`.slice(0, 120);
}

/** What is remembered of a device is of its hardware: another address under the same number is another one. Empty: it has none. */
const hardwareOf = ({ district }: Came, device: string): string =>
  addressForm(district.devices.get(device)?.address ?? '');

async function press(ways: Ways, came: Came, reading: PressReading): Promise<void> {
  const device = await deviceOf(ways, came, reading.device);
  await store(ways, came, { ...reading, device });
}

/** Only what goes from false to true is a press; what is true when it is first heard may have been so for long. */
async function flag(ways: Ways, came: Came, reading: StateReading): Promise<void> {
  const device = await deviceOf(ways, came, reading.device);
  const { flag: name, on } = reading;
  // Of devices that nobody has registered nothing is remembered: anybody could invent them.
  if (!came.district.devices.has(device)) {
    if (on) await store(ways, came, { ...reading, device, once: { key: `flag ${name}`, withinMs: strangerAgainMs } });
    return;
  }
  const which = { device, of: hardwareOf(came, device), flag: name };
  const was = await flagOf(ways.redis, whereOf(came), which);
  const rises = was?.rises ?? 0;
  if (on && was?.on !== true) {
    const once = { key: `flag ${name} ${rises}`, withinMs: flagAgainMs };
    // Whoever installs it has it in their hand: the first that is heard of it is no old news.
    const isNew = came.district.devices.get(device)?.installing !== undefined;
    const maybeOld = was === undefined && !isNew ? { maybeOld: true as const } : {};
    await store(ways, came, { ...reading, device, once, ...maybeOld });
  } else await health(ways, came, device, reading);
  if (was?.on !== on) await keepFlag(ways.redis, whereOf(came), { ...which, on, rises: on ? rises + 1 : rises });
}

type Said = Omit<PressReading, 'is'>;

/** @throws when it is not on disk */
async function store(ways: Ways, came: Came, said: Said): Promise<void> {
  const { shard } = came.district;
  ways.limits.admitPress();
  const proposed = inputOf(came, said);
  const sayable = sayableOf(came, said, proposed);
  const first = sayable && (await saidFirst(ways.redis, whereOf(came), sayable));
  if (!first?.stored) {
    // What was said before in other words is stored as it was: the same id and body is the same press, and nobody is rung twice.
    const input = readAs(PressedCheck, first?.said) ?? proposed;
    const { waits, stored } = ways.presses.take({ shard, input });
    // So many of this device are on disk within seconds that this one is counted with the next: nobody behind it waits for that.
    if (waits)
      stored.catch((error: unknown) =>
        ways.log.warn({ device: said.device, error: String(error) }, 'foreign: merged presses were not stored'),
      );
    else await within(intakeTimeoutMs, stored);
    if (sayable && !waits) await markStored(ways.redis, whereOf(came), sayable, JSON.stringify(input));
  }
  await health(ways, came, said.device, said);
  if (said.place) await position(ways, came, said.device, said.place);
}

type Pressed = PressInput | UnreadablePressInput;
const PressedCheck = Compile(Type.Union([PressInput, UnreadablePressInput]));

function sayableOf(came: Came, said: Said, input: Pressed): Sayable | undefined {
  const once = said.once ?? (came.retries ? asRetried(came, said) : undefined);
  return (
    once && {
      device: said.device,
      of: hardwareOf(came, said.device),
      ...once,
      proposed: JSON.stringify(input),
      now: came.heardAt,
    }
  );
}

/** What tells a retry from a press, where the vendor says nothing that does. */
const asRetried = ({ raw }: Came, { kind }: Pick<Said, 'kind'>): Once => ({
  key: createHash('sha256').update(`${kind} ${raw.how} ${raw.body}`).digest('hex').slice(0, 32),
  withinMs: retriedMs,
});

function inputOf({ district, heardAt, raw }: Came, said: Said): Pressed {
  const id = ulid();
  const from = { v: 1, district: district.id, device: said.device, id, heardAt: instant(heardAt) } as const;
  if (said.unreadable)
    return { ...from, kind: 'unreadable_press', body: raw.body.slice(0, unreadableChars), why: 'unknown_kind' };
  return {
    ...from,
    kind: 'press',
    press: said.kind,
    ...defined({
      deviceTime: isoOf(said.at),
      battery: percentOf(said.battery?.pct),
      location: said.place && locationOf(said.place),
      word: said.word?.slice(0, 40),
      maybeOld: said.maybeOld,
    }),
  };
}

const percentOf = (pct: number | undefined): number | undefined =>
  pct !== undefined && pct >= 0 && pct <= 100 ? pct : undefined;

const locationOf = ({ lon, lat, accuracy = usualAccuracyMetres, at }: Place): Location => ({
  lon,
  lat,
  accuracy: Math.min(Math.max(accuracy, 0), 100_000),
  ...defined({ at: isoOf(at) }),
});

/** A sign of life: what it says is put beside what was known, for one message has the battery and the next one the signal. */
async function health(
  { redis, latest, log }: Ways,
  { district, source, heardAt }: Came,
  device: string,
  said: Partial<Pick<HealthReading, 'battery' | 'signal' | 'tamper' | 'firmware'>>,
): Promise<void> {
  // Of what nobody has registered nothing is kept: anybody could invent it.
  if (!district.devices.has(device)) return;
  const { shard } = district;
  const { battery, signal, tamper, firmware } = said;
  // The next one says it again; a press beside it is stored already.
  const notKept = (error: unknown): void =>
    log.warn({ device, error: String(error) }, 'foreign: a sign of life was not kept');
  const news: Health = defined({
    battery: percentOf(battery?.pct),
    batteryLow: battery?.low,
    volts: battery?.volts,
    signal,
    tamper,
    firmware: firmware?.slice(0, 64),
  });
  try {
    const [known] = await readLatest(redis, shard, 'health', [device]);
    const before: Partial<Health> = typeof known === 'object' && known !== null ? { ...known } : {};
    // A new battery says how full it is, and nothing of the warning before.
    if (news.batteryLow === undefined && (news.battery ?? news.volts) !== undefined) delete before.batteryLow;
    const value = { ...before, ...news, heardAt, via: source.id };
    latest.take({ shard, id: device, kind: 'health', value }).stored.catch(notKept); // nobody behind it waits for that
  } catch (error) {
    notKept(error);
  }
}

/** A sign of life of a person: only what changes is one, for a device says all that it knows with each heartbeat. */
async function moved(ways: Ways, came: Came, reading: MovedReading): Promise<void> {
  const device = await deviceOf(ways, came, reading.device);
  const { district, source, heardAt } = came;
  if (!district.devices.has(device)) return;
  const { flag: name, on, by } = reading;
  const which = { device, of: hardwareOf(came, device), flag: `moved ${name}` };
  const was = await flagOf(ways.redis, whereOf(came), which);
  const counts = was !== undefined && was.on !== on && (on || by === 'door');
  if (was?.on !== on) await keepFlag(ways.redis, whereOf(came), { ...which, on, rises: (was?.rises ?? 0) + 1 });
  if (!counts || !district.isSignOfLife(device)) return;
  const value = { at: movedAt(reading.at, heardAt), by, via: source.id };
  const [known] = await readLatest(ways.redis, district.shard, 'moved', [device]);
  if ((movedIn(known)?.at ?? 0) >= value.at) return; // what lay on its way says nothing newer
  ways.latest
    .take({ shard: district.shard, id: device, kind: 'moved', value })
    .stored.catch((error: unknown) =>
      ways.log.warn({ device, error: String(error) }, 'foreign: a movement was not kept'),
    );
}

/** What lay somewhere on its way was a movement then, and not now; what claims the future, or another week, is of now. */
const movedAt = (claimed: number | undefined, heardAt: number): number =>
  claimed !== undefined && claimed <= heardAt && claimed > heardAt - 7 * 24 * 3_600_000 ? claimed : heardAt;

async function position({ latest, log }: Ways, came: Came, device: string, place: Place): Promise<void> {
  const { heardAt, district } = came;
  if (!district.devices.has(device)) return;
  const value = { ...locationOf(place), accuracy: place.accuracy ?? usualAccuracyMetres, heardAt };
  latest
    .take({ shard: district.shard, id: device, kind: 'position', value })
    .stored.catch((error: unknown) => log.warn({ device, error: String(error) }, 'foreign: a position was not kept'));
}

async function gateway(
  { redis }: Ways,
  { district, source, heardAt }: Came,
  said: { gateway: string; up: boolean },
): Promise<void> {
  const alarm = { code: 'gateway_down', subject: `${district.id}/${source.id}/${said.gateway}`.slice(0, 120) } as const;
  if (said.up) await clearAlarm(redis, alarm, instant(heardAt));
  else
    await raiseAlarm(redis, {
      ...alarm,
      district: district.id,
      since: instant(heardAt),
      figures: { name: source.name, gateway: said.gateway.slice(0, 80) },
    });
}

/** It goes to the duty officer, and stays until somebody has looked. */
async function unclear(ways: Ways, came: Came, said: Extract<Reading, { is: 'check' }>): Promise<void> {
  const { district, source, heardAt } = came;
  const device = said.device === undefined ? source.id : await deviceOf(ways, came, said.device);
  const word = said.word?.slice(0, 40);
  const seen = { device, why: said.why, at: heardAt, ...defined({ word }) };
  const named = (await noteUnclear(ways.redis, whereOf(came), seen)) ? device : source.id;
  await raiseAlarm(ways.redis, {
    code: 'device_unclear',
    subject: `${district.id}/${source.id}/${named}`.slice(0, 120),
    district: district.id,
    since: instant(heardAt),
    figures: { name: source.name, device: named.slice(0, 80), word: word ?? said.why },
  });
}

async function noted({ redis }: Ways, came: Came): Promise<void> {
  const { readings, heardAt, raw } = came;
  const many = (is: Reading['is']): number => readings.filter((one) => one.is === is).length;
  await noteCame(redis, whereOf(came), { at: heardAt, presses: many('press'), unclear: many('check') });
  const told = readings.filter(({ is }) => is !== 'nothing');
  if (told.length > 0) await keepRaw(redis, whereOf(came), { ...raw, at: heardAt, led: told.slice(0, 20).map(ledTo) });
}

/** Whoever installs a device finds it by what comes of it: of addresses that nobody has, and of what is not installed yet. */
async function heard(ways: Ways, came: Came): Promise<void> {
  const { district, source, heardAt, readings } = came;
  const news = new Map<string, HeardOf>();
  for (const reading of readings) {
    if (reading.is === 'gateway' || reading.is === 'check' || reading.is === 'nothing') continue;
    const device = await deviceOf(ways, came, reading.device);
    const known = district.devices.get(device);
    if (known !== undefined && known.installing === undefined) continue;
    const of = known === undefined ? device.slice(source.id.length + 1) : device;
    const one = heardIn(reading, of, heardAt);
    if (one) news.set(of, { ...news.get(of), ...one });
  }
  for (const one of news.values()) await noteHeardOf(ways.redis, whereOf(came), one);
}

const ledTo = (reading: Reading): string =>
  reading.is === 'press' || reading.is === 'state' ? `${reading.is} ${reading.kind}` : reading.is;
