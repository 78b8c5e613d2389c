// Recorded incidents. Those of every version so far must replay to the state that they had: an old incident means the same
// tomorrow. Those of this version must also be decided the same way again, event by event; a change of a decision shows here
// as a difference that somebody has to want. `YJT_RECORD=1` writes this version's records anew.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type IncidentEvent, upcast } from '../../contracts/incident/events.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import { replay } from '../../dispatcher/domain/incident/evolve.ts';
import { deadline, pending, told } from '../../dispatcher/domain/incident/pending.ts';
import { District, type Performed } from '../district.ts';
import { actions, change, type Model } from './actions.ts';

/** The version whose decisions are held fast; raise it when they change on purpose, and keep the old folder. */
const version = 'v3';
const folder = join(import.meta.dirname, 'recorded');

type Record_ = {
  /** What happened to the district, in order. */
  performed: Performed[];
  /** What became of each input. */
  results: unknown[];
  incidents: { events: IncidentEvent[]; state: Incident; deadline?: number; told: unknown; pending: unknown[] }[];
};

const plain = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

function recordOf(d: District): Record_ {
  const states = [...d.open.all(), ...d.over.values()].sort((a, b) => a.number - b.number);
  return plain({
    performed: d.performed,
    results: d.results,
    incidents: states.map((state) => ({
      events: d.log.get(state.id) ?? [],
      state,
      ...(deadline(state) === undefined ? {} : { deadline: deadline(state) as number }),
      told: told(state),
      pending: pending(state).map(({ responder, kind, active, channel }) => ({ responder, kind, active, channel })),
    })),
  });
}

function perform(performed: readonly Performed[]): District {
  const d = new District();
  for (const step of performed) {
    if ('input' in step) d.take(step.input);
    else if ('pass' in step) d.pass(step.pass);
    else if ('restart' in step) d.restart();
    else if ('duty' in step) d.change(step.duty, { onDuty: step.onDuty });
    else change(d, step.change);
  }
  return d;
}

/** What a story shows: kinds of event with their reasons, and refusals. Stories that show nothing new are not kept. */
function showsOf({ incidents, results }: Record_): Set<string> {
  const events = incidents.flatMap(({ events: all }) => all);
  const says = (one: object): string =>
    Object.entries(one)
      .filter(
        ([key, value]) => typeof value === 'string' && !['leg', 'incident', 'into', 'from', 'textId'].includes(key),
      )
      .map(([key, value]) => `${key}=${value}`)
      .join(' ');
  return new Set([
    ...events.map((event) => says(event)),
    ...results.map((result) => says({ ...(result as object), body: 0, incident: 0 })),
  ]);
}

function write(): void {
  const seen = new Set<string>();
  rmSync(join(folder, version), { recursive: true, force: true });
  mkdirSync(join(folder, version), { recursive: true });
  const all = fc
    .sample(fc.commands(actions, { maxCommands: 30, size: 'max' }), { seed: 42, numRuns: 3_000 })
    .map((commands) => {
      const d = new District();
      fc.modelRun((): { model: Model; real: District } => ({ model: { open: new Map() }, real: d }), commands);
      return recordOf(d);
    });
  // The stories with most to show first; a long one must show more.
  const ranked = all.map((one) => ({ one, shows: showsOf(one), size: JSON.stringify(one).length }));
  let kept = 0;
  while (kept < 70) {
    const next = ranked
      .map((each) => ({ ...each, fresh: [...each.shows].filter((what) => !seen.has(what)).length }))
      .sort((a, b) => b.fresh / b.size ** 0.4 - a.fresh / a.size ** 0.4)[0];
    if (!next || next.fresh === 0) return;
    for (const what of next.shows) seen.add(what);
    writeFileSync(join(folder, version, `${String(++kept).padStart(2, '0')}.json`), `${JSON.stringify(next.one)}\n`);
  }
}

if (process.env.YJT_RECORD) write();

const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .sort();
const read = (file: string): Record_ => JSON.parse(readFileSync(join(folder, file), 'utf8')) as Record_;

describe('recorded incidents', () => {
  it.each(files)('%s replay to the state that they had', (file) => {
    for (const { events, state } of read(file).incidents) expect(plain(replay(events.map(upcast)))).toEqual(state);
  });

  it.each(files.filter((file) => file.startsWith(`${version}/`)))('%s are decided the same way again', (file) => {
    const recorded = read(file);
    expect({ ...recordOf(perform(recorded.performed)), performed: recorded.performed }).toEqual(recorded);
  });
});
