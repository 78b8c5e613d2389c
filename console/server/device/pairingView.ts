// How far a device is on its way into a home, made of what is stored: whoever opens the page again, or another one, goes on where it stands.
import type { Redis } from 'ioredis';
import { deviceAddress } from '../../../contracts/device/number.ts';
import type { OtherPress, PairingView } from '../../../contracts/device/pairing.ts';
import { iso } from '../../../contracts/iso.ts';
import type { Device } from '../../../contracts/office/community.ts';
import { lineOf, placeOf } from '../../../contracts/office/district.ts';
import type { Source } from '../../../contracts/office/source.ts';
import { defined } from '../../../contracts/shapes.ts';
import { type DeviceFacts, limitsOf } from '../../../dispatcher/domain/device/judge.ts';
import { modelOf } from '../../../dispatcher/domain/device/models.ts';
import { hintsOf, showsAnswer, stepOf } from '../../../dispatcher/domain/device/pairing.ts';
import { readAlarms } from '../../../store/alarms.ts';
import { readCredential } from '../../../store/directory.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { type HeardOf, readHeardOf } from '../../../store/foreign/heardOf.ts';
import { readHeard } from '../../../store/heard.ts';
import { readDeviceStates } from '../../../store/inbox.ts';
import type { RegistryParts } from '../parts.ts';

export type PairingParts = Pick<RegistryParts, 'redis' | 'live' | 'clock' | 'publicUrl'>;
/** `district`: as far as the rights of whoever asks reach; `whole`: all of it, of which nothing leaves but addresses that nobody has. */
export type Seen = { district: DistrictRegistry; whole: DistrictRegistry };
/** What a source has heard. */
export type HeardFrom = HeardOf & { source: Source };

const othersAtMost = 10;

/** What all sources heard of late, the newest first. */
export async function heardLately(
  redis: Redis,
  { shard, sources }: DistrictRegistry,
  now: number,
): Promise<HeardFrom[]> {
  const each = [...sources.values()].map(async (source) =>
    (await readHeardOf(redis, { shard, source: source.id }, now)).map((one) => ({ ...one, source })),
  );
  return (await Promise.all(each)).flat().sort((a, b) => b.at - a.at);
}

/** @param since since when somebody waits for its press, ms */
export async function viewOf(
  parts: PairingParts,
  seen: Seen,
  device: Device,
  since: number | undefined,
): Promise<PairingView> {
  const { redis, live, clock } = parts;
  const { district } = seen;
  const now = clock.now();
  const home = district.homeOf(device.id);
  const [[facts = { connected: false }], [state], all, login, source] = await Promise.all([
    readHeard(redis, district.shard, [device.id]),
    readDeviceStates(redis, district.shard, [device.id]),
    heardLately(redis, seen.whole, now),
    showsAnswer(device) ? readCredential(redis, device.id) : undefined,
    sourceState(redis, seen.whole),
  ]);
  const mine = all.find(({ of }) => of === device.id);
  const tried = state?.tried && { at: state.revision, storedAt: state.tried.storedAt };
  const known = {
    device,
    facts,
    limits: limitsOf(modelOf(device), district.bundle.policy.readiness),
    login: login !== undefined && login !== null,
    calls: home !== undefined && live.open(district.id).some((one) => one.home === home),
    source: source(facts),
    now,
    ...defined({ tried, since, said: mine && { at: mine.at, ...defined({ pressedAt: mine.pressedAt }) } }),
  };
  const step = stepOf(known);
  const { id, kind, model, address, place, resident, installing } = device;
  const via = mine?.source ?? seen.whole.sources.get(facts.via ?? '');
  const battery = facts.battery ?? mine?.pct;
  return {
    device: id,
    kind,
    step,
    shows: showsAnswer(device),
    says: lineOf(placeOf(home, district)),
    url: deviceAddress(parts.publicUrl, id),
    others: since === undefined ? [] : othersSince(parts, seen, { device: id, since, heard: all }),
    hints: hintsOf(known),
    ...defined({
      ...{ home, resident, model, address, place },
      since: installing && iso(installing.since),
      heardAt: facts.heardAt === undefined ? undefined : iso(facts.heardAt),
      source: via && { id: via.id, name: via.name },
      battery: battery === undefined ? undefined : Math.round(battery),
      signal: mine?.signal,
      press: pressOf(mine),
      answered:
        step === 'confirm' && tried
          ? { at: iso(tried.at), tookMs: Math.max(0, Math.round(tried.at - heardBefore(tried.storedAt, mine))) }
          : undefined,
    }),
  };
}

/** A press is stored within this of being heard, else its sender is not answered. */
const storedWithinMs = 10_000;

/** When the press that was stored then was heard: as the door noted it, else no sooner than it was stored. */
function heardBefore(storedAt: number, mine: HeardOf | undefined): number {
  const heardAt = mine?.pressedAt ?? storedAt;
  return heardAt <= storedAt && storedAt - heardAt < storedWithinMs ? heardAt : storedAt;
}

function pressOf(mine: HeardOf | undefined): PairingView['press'] {
  if (mine?.pressedAt === undefined || mine.kind === undefined) return undefined;
  return { at: iso(mine.pressedAt), kind: mine.kind, ...defined({ word: mine.word }) };
}

/** Whether what a device hangs on is known to be down: its own source, or, while it was never heard, any. */
async function sourceState(
  redis: Redis,
  { id, sources }: DistrictRegistry,
): Promise<(facts: DeviceFacts) => 'up' | 'down' | 'none'> {
  if (sources.size === 0) return () => 'none';
  const down = new Set(
    (await readAlarms(redis)).flatMap(({ code, subject }) => {
      const [district, source] = subject.split('/');
      return (code === 'gateway_down' || code === 'source_not_open') && district === id && source !== undefined
        ? [source]
        : [];
    }),
  );
  return ({ via }) => {
    if (via !== undefined && sources.has(via)) return down.has(via) ? 'down' : 'up';
    return down.size > 0 ? 'down' : 'up';
  };
}

type Waiting = { device: string; since: number; heard: readonly HeardFrom[] };

/** Presses from elsewhere meanwhile: of an address that nobody has, of another device that is being installed, and real ones of devices here. */
function othersSince(
  { live }: PairingParts,
  { district, whole }: Seen,
  { device, since, heard }: Waiting,
): OtherPress[] {
  const called = (id: string): Pick<OtherPress, 'device' | 'says'> =>
    district.devices.has(id) ? { device: id, says: lineOf(placeOf(district.homeOf(id), district)) } : {};
  type At = { at: number; press: OtherPress };
  const foreign: At[] = heard
    .filter(({ of, pressedAt }) => of !== device && pressedAt !== undefined && pressedAt >= since)
    .map(({ of, pressedAt = 0, word, source }) => ({
      at: pressedAt,
      press: {
        at: iso(pressedAt),
        ...(whole.devices.has(of) ? called(of) : { address: of }),
        source: { id: source.id, name: source.name },
        ...defined({ word }),
      },
    }));
  const real: At[] = live
    .open(district.id)
    .flatMap(({ presses }) =>
      presses
        .filter((one) => one.device !== device && one.receivedAt >= since && district.devices.has(one.device))
        .map((one) => ({ at: one.receivedAt, press: { at: iso(one.receivedAt), ...called(one.device) } })),
    );
  const unique = new Map<string, At>();
  for (const one of [...foreign, ...real].sort((a, b) => a.at - b.at))
    unique.set(one.press.device ?? one.press.address ?? one.press.source?.id ?? '', one);
  return [...unique.values()]
    .reverse()
    .slice(0, othersAtMost)
    .map(({ press }) => press);
}
