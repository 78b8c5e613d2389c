// One run: a system under a steady load, the faults of a plan one after the other, then peace, then the checker.
import { setTimeout as wait } from 'node:timers/promises';
import { chanceOf } from '../../devices-sim/chance.ts';
import { until } from '../system.ts';
import { check } from './checker.ts';
import { type Fault, faultsOf, type Stage } from './faults.ts';
import { Load } from './load.ts';
import { oneOfEach, type Planned, planFaults } from './plan.ts';
import { checkViews } from './restViews.ts';
import { type Layout, Rig } from './rig.ts';
import { Seen } from './seen.ts';
import { leftToDo, openWithoutDeadline, readStored } from './stored.ts';
import type { Finding } from './verdict.ts';

/**
 * @property faults how many; `families`: one of each family
 * @property choose which of the possible faults; all when left out
 * @property order exactly these kinds, one after the other, instead of drawn ones
 * @property endAfterMs no further fault is begun after this; what was planned and not made is reported
 * @property longestMs a held fault lasts at most so long
 * @property calmWithinSeconds so long the system may take to come to rest at the end
 */
export type RunParts = {
  layout: Layout;
  seed: number;
  faults: number | 'families';
  longestMs: number;
  endAfterMs?: number;
  perSecond?: number;
  homes?: number;
  choose?: (fault: Fault) => boolean;
  order?: readonly { kind: string; heldMs: number }[];
  dist?: string;
  calmWithinSeconds?: number;
  says?: (line: string) => void;
};

/** @property waitMs longest from a press to its acknowledgement and decision @property backMs from the mending until then */
export type Made = { kind: string; heldMs: number; waitMs: number; backMs: number };
export type Outcome = {
  layout: Layout;
  seed: number;
  made: Made[];
  /** From the last press until everything was closed and everybody told, ms. */
  restMs: number | undefined;
  leftOut: ReadonlyMap<string, string>;
  /** Every kind that there is, in whichever layout. */
  known: readonly string[];
  findings: Finding[];
  presses: number;
  replies: number;
  orders: number;
  incidents: number;
  deliveries: number;
  /** The logs of a run that found something. */
  logs: string;
};

/** After each fault the system must work again within this, without a human hand. */
const backWithinSeconds = 60;
export const homesPressing = 220;
const standardPerSecond = 25;

export async function run(parts: RunParts): Promise<Outcome> {
  const { layout, seed, says = () => undefined } = parts;
  const rig = await Rig.start({ layout, ...(parts.dist === undefined ? {} : { dist: parts.dist }) });
  const seen = new Seen();
  let load: Load | undefined;
  try {
    load = await Load.start({
      system: rig.system,
      seen,
      seed,
      homes: parts.homes ?? homesPressing,
      perSecond: parts.perSecond ?? standardPerSecond,
      mqttPort: rig.links?.clients.port ?? rig.system.mqttPort,
      feed: rig.feed,
      logins: rig.logins,
    });
    await until(() => answered(seen, 0));
    const { plan, leftOut } = planOf(parts, rig);
    const known = faultsOf(rig.roles()).map(({ kind }) => kind);
    const findings: Finding[] = [];
    const made: Made[] = [];
    const end = performance.now() + (parts.endAfterMs ?? Infinity);
    for (const planned of plan) {
      if (performance.now() > end) break;
      const { n, fault, heldMs } = planned;
      says(`${n}/${plan.length} ${fault.kind}${heldMs > 0 ? ` for ${(heldMs / 1000).toFixed(1)} s` : ''}`);
      const stage = {
        rig,
        seen,
        chance: chanceOf(seed, `fault ${n}`),
        responders: load.responders,
        buttons: load.homes,
      };
      const one = await make(planned, stage, findings);
      if (!one) break; // what does not come back by itself cannot be broken further
      made.push(one);
      says(
        `  press waited ${seconds(one.waitMs)}, back after ${seconds(one.backMs)}; ${seen.deliveries} messages to phones so far`,
      );
    }
    const restMs = await comeToRest({ rig, seen, load }, parts.calmWithinSeconds ?? 120, findings);
    const saw = seen.copy();
    const stored = await readStored(rig.redis);
    const checked = check(stored, saw);
    const views = await until(() => checkViews(rig.system, checked.stories), 20);
    findings.push(...checked.findings, ...views);
    return {
      layout,
      seed,
      made,
      restMs,
      leftOut,
      known,
      findings,
      presses: seen.acknowledgedPresses().length,
      replies: [...seen.replies.values()].filter(({ acknowledged }) => acknowledged).length,
      orders: [...seen.commands.values()].filter(({ answer }) => answer !== undefined).length,
      incidents: stored.logs.size,
      deliveries: seen.deliveries,
      logs: findings.length > 0 ? rig.logs(60) : '',
    };
  } finally {
    await load?.end();
    await rig.stop();
  }
}

type RestParts = { rig: Rig; seen: Seen; load: Load };

function planOf(parts: RunParts, rig: Rig): { plan: Planned[]; leftOut: Map<string, string> } {
  const known = faultsOf(rig.roles()).filter(({ only = parts.layout }) => only === parts.layout);
  const leftOut = new Map<string, string>();
  const possible = known.filter((fault) => {
    const missing = fault.missing(rig);
    if (missing !== undefined) leftOut.set(fault.kind, missing);
    return missing === undefined && (parts.choose?.(fault) ?? true);
  });
  if (!parts.order) {
    const { seed, longestMs } = parts;
    const chosen = parts.faults === 'families' ? oneOfEach(possible, seed) : possible;
    const count = parts.faults === 'families' ? chosen.length : parts.faults;
    return { plan: planFaults(chosen, count, seed, longestMs), leftOut };
  }
  const plan = parts.order.map(({ kind, heldMs }, i) => {
    const fault = possible.find((one) => one.kind === kind);
    if (!fault) throw new Error(`no fault "${kind}" here: ${leftOut.get(kind) ?? 'unknown'}`);
    return { n: i + 1, fault, heldMs, pauseMs: 500 };
  });
  return { plan, leftOut };
}

/** @returns undefined when the system did not come back */
async function make(planned: Planned, stage: Stage, findings: Finding[]): Promise<Made | undefined> {
  const { fault, heldMs, pauseMs } = planned;
  const { rig, seen } = stage;
  const processes = rig.processCount();
  const began = performance.now();
  const mend = await fault.inject(stage);
  await wait(heldMs);
  await mend();
  const mended = performance.now();
  try {
    const back = await until(() => answered(seen, mended), backWithinSeconds);
    await until(() => worksAgain(rig, processes), backWithinSeconds);
    await wait(pauseMs);
    for (const id of await openWithoutDeadline(rig.redis))
      findings.push({ kind: 'invariant', says: `${id}: open without a deadline after ${fault.kind}` });
    const waitMs = seen.longestWait(began - 1_000, mended, performance.now());
    return { kind: fault.kind, heldMs, waitMs, backMs: back - mended };
  } catch (error) {
    findings.push({
      kind: 'invariant',
      says: `it did not come back within ${backWithinSeconds} s of ${fault.kind}: ${error}`,
    });
    return undefined;
  }
}

const seconds = (ms: number): string => `${(ms / 1000).toFixed(1)} s`;

function answered(seen: Seen, since: number): number {
  const at = seen.answeredSince(since);
  if (at === undefined) throw new Error('no press is acknowledged and decided');
  return at;
}

async function worksAgain(rig: Rig, processes: number): Promise<void> {
  const now = rig.processCount();
  if (now < processes) throw new Error(`${now} processes run, not ${processes}`);
  const ready = await rig.system.call('/readyz', { withinMs: 2_000 });
  if (!ready.ok) throw new Error(`not ready: ${await ready.text()}`);
}

/**
 * Everything is closed and everybody told.
 * @returns how long that took, ms; undefined when it did not come to rest, which is a finding
 */
async function comeToRest(stage: RestParts, seconds: number, findings: Finding[]): Promise<number | undefined> {
  const { rig, seen, load } = stage;
  const began = performance.now();
  load.calm();
  const atRest = async (): Promise<void> => {
    const presses = [...seen.presses.values()].filter(({ acknowledgedAt }) => acknowledgedAt === undefined).length;
    const replies = [...seen.replies.values()].filter(({ acknowledged }) => !acknowledged).length;
    const { inputs, incidents } = await leftToDo(rig.redis);
    if (presses + replies + inputs + incidents > 0)
      throw new Error(
        `${presses} presses and ${replies} replies not acknowledged, ${inputs} inputs and ${incidents} incidents to do`,
      );
  };
  try {
    await until(atRest, seconds);
    return performance.now() - began;
  } catch (error) {
    findings.push({ kind: 'invariant', says: `it did not come to rest within ${seconds} s: ${error}` });
    return undefined;
  }
}
