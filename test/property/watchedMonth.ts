// Lets the judge watch a month (test/watched.ts), a round each minute, as the dispatcher does, and says what it found.
import type { Fault, FaultKind } from '../../contracts/device/faults.ts';
import type { Policy } from '../../contracts/office/policy.ts';
import { changesOf } from '../../dispatcher/domain/device/faultChanges.ts';
import {
  type DeviceFacts,
  type Downtime,
  downSince,
  isHeld,
  judge,
  judgeGateway,
  limitsOf,
  type Outage,
  withDowntime,
} from '../../dispatcher/domain/device/judge.ts';
import { modelOf } from '../../dispatcher/domain/device/models.ts';
import { type Gateway, type Month, type MustFind, minuteMs, mustOfGateway, type Watched } from '../watched.ts';

/** A fault that began to stand, at the round that found it. */
export type Found = { of: string; kind: FaultKind; at: number };
export type Compared = {
  must: readonly MustFind[];
  missed: MustFind[];
  late: (MustFind & { at: number })[];
  unasked: Found[];
  writes: number;
};

/** @param rule of the policy, without hours of its own */
export function watchMonth({ endsAt, gateways, devices }: Month, rule: Policy['readiness']): Compared {
  const found: Found[] = [];
  const must = gateways.flatMap(mustOfGateway);
  let writes = 0;
  const rounds = Math.floor(endsAt / minuteMs);
  const note = (of: string, before: readonly Fault[], after: readonly Fault[], at: number): void => {
    writes += changesOf(of, before, after).length;
    for (const { kind, over } of after)
      if (over === undefined && !before.some((one) => one.kind === kind && one.over === undefined))
        found.push({ of, kind, at });
  };
  const states = new Map(gateways.map((one) => [one, gatewayRounds(one, rounds, note)]));
  for (const device of devices) {
    must.push(...device.must);
    watchDevice(device, { rounds, rule, outages: states.get(device.gateway) ?? [], note });
  }
  return { ...compare(must, found, endsAt), must, writes };
}

type Note = (of: string, before: readonly Fault[], after: readonly Fault[], at: number) => void;
/** Somebody closes what is over once a day. */
const isClosingTime = (round: number): boolean => round % (24 * 60) === 9 * 60;
const closed = (faults: readonly Fault[]): readonly Fault[] => faults.filter(({ over }) => over === undefined);

type Known = { last: Outage | undefined; downtime: Downtime };

/** What the dispatcher knows of a gateway at each round; empty: it never goes. */
function gatewayRounds({ id, outages }: Gateway, rounds: number, note: Note): Known[] {
  const states: Known[] = [];
  let downtime: Downtime = [];
  let fault: Fault | undefined;
  let last: Outage | undefined;
  for (let round = 0; round < rounds && outages.length > 0; round++) {
    const now = round * minuteMs;
    const wentAt = outages.find(([from, until]) => now >= from && now < until)?.[0];
    if (isClosingTime(round) && fault?.over !== undefined) fault = undefined;
    const after = judgeGateway(fault, wentAt, now);
    if (after !== fault) note(id, fault ? [fault] : [], after ? [after] : [], now);
    fault = after;
    if (wentAt !== undefined) downtime = withDowntime(downtime, [wentAt, now]);
    if (wentAt !== undefined && wentAt !== last?.downAt) last = { downAt: wentAt };
    if (wentAt === undefined && last?.backAt === undefined && last) last = { ...last, backAt: now - minuteMs };
    states.push({ last, downtime });
  }
  return states;
}

type Watch = { rounds: number; rule: Policy['readiness']; outages: readonly Known[]; note: Note };

function watchDevice({ id, model, heard, batteryAt }: Watched, { rounds, rule, outages, note }: Watch): void {
  const limits = limitsOf(modelOf({ kind: 'button', model }), rule);
  const facts: DeviceFacts = { connected: false };
  let next = 0;
  let before: readonly Fault[] = [];
  for (let round = 0; round < rounds; round++) {
    const now = round * minuteMs;
    for (let at = heard[next]; at !== undefined && at <= now; at = heard[++next]) {
      facts.heardAt = at;
      const level = batteryAt(at);
      if (level !== undefined) facts.battery = level;
    }
    if (before.length > 0 && isClosingTime(round)) before = closed(before);
    const held = isHeld(facts, outageOf(outages[round], facts), limits, now);
    const after = judge(facts, before, { limits, held, now });
    if (after !== before && (after.length > 0 || before.length > 0)) note(id, before, after, now);
    before = after;
  }
}

function outageOf(known: Known | undefined, { heardAt = 0 }: DeviceFacts): Outage | undefined {
  const last = known?.last;
  if (known === undefined || last?.backAt === undefined || heardAt > last.downAt) return last;
  return { ...last, downMs: downSince(known.downtime, heardAt) };
}

/** Each that must be found is found once and in time, and nothing else is. */
function compare(
  must: readonly MustFind[],
  found: readonly Found[],
  endsAt: number,
): Omit<Compared, 'must' | 'writes'> {
  const left = new Map<string, Found[]>();
  for (const one of found) {
    const key = `${one.of} ${one.kind}`;
    left.set(key, [...(left.get(key) ?? []), one]);
  }
  const missed: MustFind[] = [];
  const late: (MustFind & { at: number })[] = [];
  for (const one of [...must].sort((a, b) => a.from - b.from)) {
    const mine = left.get(`${one.of} ${one.kind}`)?.shift();
    if (mine === undefined) {
      if (one.by < endsAt - minuteMs) missed.push(one);
    } else if (mine.at < one.from || mine.at > one.by + minuteMs) late.push({ ...one, at: mine.at });
  }
  return { missed, late, unasked: [...left.values()].flat() };
}
