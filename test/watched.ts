// A month of devices that live, die, flap and run out of battery behind gateways that go and come back, drawn from a seed: what is heard of each, and which
// faults that must lead to, by DESIGN's sentences (mains three beats, battery 25 h and 72 h, a gateway that is down is one fault, none twice), without the
// judge's predicates. Time is a number; nothing waits.
import type { FaultKind } from '../contracts/device/faults.ts';
import { between, type Chance, chanceOf } from '../devices-sim/chance.ts';

export const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** From, until, ms since the month began. */
export type Span = readonly [from: number, until: number];
/** What somebody must find: once, and within these instants. `by` beyond the month: it may be found or not. */
export type MustFind = { of: string; kind: FaultKind; from: number; by: number };

export type Gateway = { id: string; outages: readonly Span[] };
export type Watched = {
  id: string;
  model: string;
  gateway: Gateway;
  /** when it is heard, ms, in order; and how full its battery is then, per cent */
  heard: readonly number[];
  batteryAt(at: number): number | undefined;
  must: readonly MustFind[];
};
/** `devices`: made one after the other, for what 12,000 are heard in a month is more than fits. */
export type Month = {
  endsAt: number;
  gateways: readonly Gateway[];
  devices: Iterable<Watched>;
};

/** DESIGN and facts (device supervision): three beats of five minutes; 25 h at risk, 72 h silent. */
const mains = { model: 'Tasmota relay', beatMs: 5 * minuteMs, riskMs: 15 * minuteMs, silentMs: 15 * minuteMs };
const battery = { model: 'TS0215A_sos', beatMs: 4 * hourMs, riskMs: 25 * hourMs, silentMs: 72 * hourMs };
type Kind = typeof mains;
/** A round each minute: found a minute late at most. */
const roundMs = minuteMs;

/** @param share of the devices that run on mains, 0 to 1 */
export function monthOf({
  seed,
  devices,
  days = 30,
  share = 0.5,
}: {
  seed: number;
  devices: number;
  days?: number;
  share?: number;
}): Month {
  const endsAt = days * dayMs;
  const many = Math.max(4, Math.ceil(devices / 40));
  const gateways = Array.from({ length: many }, (_, i) =>
    i % 4 === 2
      ? dailyGateway(`gw-${i}`, days)
      : gatewayOf(`gw-${i}`, chanceOf(seed, `gateway ${i}`), i % 2 === 0 ? 0 : endsAt),
  );
  return { endsAt, gateways, devices: made() };

  function* made(): Generator<Watched> {
    for (let i = 0; i < devices; i++) {
      const chance = chanceOf(seed, `device ${i}`);
      const kind = chance() < share ? mains : battery;
      const gateway = gateways[i % many] ?? { id: 'none', outages: [] };
      yield deviceOf(`dev-${i}`, kind, { chance, endsAt, gateway });
    }
  }
}

/** Every second gateway goes now and then: for minutes, for days, or to and fro for more than an hour. */
function gatewayOf(id: string, chance: Chance, endsAt: number): Gateway {
  const outages: Span[] = [];
  for (
    let at = between(chance, [0, 4 * dayMs]);
    at < endsAt - 2 * dayMs;
    at += between(chance, [2 * dayMs, 8 * dayMs])
  ) {
    const how = chance();
    if (how < 0.3) {
      // Not in step with a beat: a device that is never heard for it nobody could tell from a dead one.
      for (let n = 0; n < 12; n++) outages.push([at + n * 7 * minuteMs, at + n * 7 * minuteMs + 2 * minuteMs]);
      at += 12 * 7 * minuteMs;
    } else {
      const lasts =
        how < 0.7 ? between(chance, [20 * minuteMs, 6 * hourMs]) : between(chance, [6 * hourMs, 80 * hourMs]);
      outages.push([at, at + lasts]);
      at += lasts;
    }
  }
  return { id, outages };
}

/** A router that is started anew every morning, or a cloud that is. */
const dailyGateway = (id: string, days: number): Gateway => ({
  id,
  outages: Array.from({ length: days }, (_, day): Span => [day * dayMs + 3 * hourMs, day * dayMs + 4 * hourMs]),
});

/** To and fro within a quarter of an hour is the same fault. */
export function mustOfGateway({ id, outages }: Gateway): MustFind[] {
  return outages.flatMap(([from], i) => {
    const before = outages[i - 1];
    return before !== undefined && from - before[1] < 15 * minuteMs
      ? []
      : [{ of: id, kind: 'gateway_down' as const, from, by: from + roundMs }];
  });
}

type Given = { chance: Chance; endsAt: number; gateway: Gateway };

function deviceOf(id: string, kind: Kind, given: Given): Watched {
  const { chance, endsAt, gateway } = given;
  const fate = chance();
  const diesAt = fate < 0.08 ? between(chance, [dayMs, endsAt]) : Infinity;
  const episodes =
    fate >= 0.08 && fate < 0.18 && kind === mains && gateway.outages.length === 0 ? episodesOf(chance, endsAt) : [];
  const ends = fate >= 0.18 && fate < 0.3 && kind === battery ? batteryEnds(chance, endsAt) : undefined;
  const sent = beatsOf(kind, given, diesAt).filter(
    (at) => !episodes.some((span) => isWithin(span, at) && isPause(span, at)),
  );
  const heard = sent.filter((at) => !gateway.outages.some((span) => isWithin(span, at)));
  const base = { id, model: kind.model, gateway, heard };
  const low = ends && mustBeLow(id, ends, heard);
  return {
    ...base,
    batteryAt: (at) => (kind === battery ? (ends ? levelOf(ends, at) : 90) : undefined),
    must: [
      ...(diesAt < endsAt ? mustOfDeath(id, kind, heard, gateway) : []),
      ...episodes.flatMap((span) => mustOfEpisode(id, heard, span)),
      ...(low ? [low] : []),
    ],
  };
}

const isWithin = ([from, until]: Span, at: number): boolean => at >= from && at < until;

/** Regular, a little early or late, now and then one lost, never two in a row. */
function beatsOf({ beatMs }: Kind, { chance, endsAt }: Given, diesAt: number): number[] {
  const beats: number[] = [];
  let isLost = false;
  for (let at = between(chance, [0, beatMs]); at < Math.min(endsAt, diesAt); at += beatMs) {
    isLost = !isLost && chance() < 0.05;
    if (!isLost) beats.push(at + between(chance, [-10_000, 10_000]));
  }
  return beats;
}

/** Hours of bad radio: heard for six to ten minutes, then not for twenty. Days lie between them. */
function episodesOf(chance: Chance, endsAt: number): Span[] {
  const spans: Span[] = [];
  for (let at = between(chance, [dayMs, 5 * dayMs]); at < endsAt - dayMs; at += between(chance, [3 * dayMs, 9 * dayMs]))
    spans.push([at, at + between(chance, [2 * hourMs, 9 * hourMs])]);
  return spans;
}
const cycleMs = 28 * minuteMs;
const isPause = ([from]: Span, at: number): boolean => (at - from) % cycleMs >= 8 * minuteMs;

/** The first pause that is longer than three beats is the fault; all that follow are the same. None where a beat falls into no pause so long. */
function mustOfEpisode(of: string, heard: readonly number[], [from, until]: Span): MustFind[] {
  const last = heard.findIndex(
    (at, i) => at >= from - mains.silentMs && at < until && (heard[i + 1] ?? Infinity) - at > mains.silentMs + roundMs,
  );
  const at = heard[last];
  return at === undefined ? [] : [{ of, kind: 'silent', from: at + mains.silentMs, by: at + mains.silentMs + roundMs }];
}

type Ends = { lowAt: number; changedAt: number; trembles: number };
const batteryEnds = (chance: Chance, endsAt: number): Ends => {
  const lowAt = between(chance, [dayMs, endsAt - 4 * dayMs]);
  return { lowAt, changedAt: lowAt + between(chance, [2 * dayMs, 20 * dayMs]), trembles: chance() };
};
/** A cold night: to and fro about the limit of 20 per cent, by less than five. */
function levelOf({ lowAt, changedAt, trembles }: Ends, at: number): number {
  if (at < lowAt) return 40;
  if (at >= changedAt) return 100;
  return (
    20 -
    2 * Math.sin(at / hourMs + trembles) ** 2 +
    (Math.floor(at / hourMs) % 3 === 1 && at > lowAt + 6 * hourMs ? 4 : 0)
  );
}

/** When it is first heard to say 20 per cent or less. */
function mustBeLow(of: string, ends: Ends, heard: readonly number[]): MustFind | undefined {
  const at = heard.find((one) => levelOf(ends, one) <= 20);
  return at === undefined ? undefined : { of, kind: 'battery_low', from: at, by: at + roundMs };
}

/**
 * Its last word and the limit; where its gateway was down meanwhile, nobody could hear it, and after the return it is given its time again, until it could have
 * been heard for both times together.
 */
function mustOfDeath(of: string, kind: Kind, heard: readonly number[], { outages }: Gateway): MustFind[] {
  const last = heard.at(-1);
  if (last === undefined) return [];
  const { riskMs, silentMs } = kind;
  const after = outages.filter(([, until]) => until > last);
  const capped = heardFor(last, silentMs + riskMs, after);
  const whenFound = (limitMs: number): { from: number; by: number } => {
    let at = last + limitMs;
    for (const [from, until] of after) if (from <= at && at <= until + riskMs) at = until + riskMs;
    // The return of a gateway is seen by rounds too.
    return at <= capped.from ? { from: at - roundMs, by: at + roundMs } : capped;
  };
  const [risk, silent] = [whenFound(riskMs), whenFound(silentMs)];
  const must: MustFind[] = [{ of, kind: 'silent', ...silent }];
  if (silent.from - risk.by > 0) must.push({ of, kind: 'at_risk', ...risk });
  return must;
}

/** When somebody could have been heard for so long since, from and until a round for each return; where that is while nobody can be, at the return. */
function heardFor(since: number, ms: number, outages: readonly Span[]): { from: number; by: number } {
  let [at, left, returns] = [since, ms, 1];
  for (const [from, until] of outages) {
    const up = Math.max(0, from - at);
    if (up >= left + returns * roundMs) break;
    if (up >= left - returns * roundMs) return { from: at + left - returns * roundMs, by: until + returns * roundMs };
    left -= up;
    at = Math.max(at, until);
    returns += 1;
  }
  return { from: at + left - returns * roundMs, by: at + left + returns * roundMs };
}
