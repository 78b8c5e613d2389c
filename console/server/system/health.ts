// Is it working? /healthz: this process answers. /readyz: a press would be accepted and acted on. doctor: every part, with
// what to do about it.

import { statfs } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { isUnbegun } from '../../../contracts/office/beginning.ts';
import { unknownYears } from '../../../contracts/office/holidays.ts';
import { DoctorAnswer } from '../../../contracts/system/views.ts';
import { dayIn } from '../../../contracts/wallClock.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { shardKeys } from '../../../store/keys.ts';
import { ownerBehindMs, readLease } from '../../../store/lease.ts';
import { measure } from '../../../store/limits.ts';
import { readNotifierStatus } from '../../../store/notifierStatus.ts';
import { readReadiness } from '../../../store/readiness.ts';
import type { Registry } from '../../../store/registry.ts';
import { type ChecksWording, checksWording, type Told } from '../../../wording/checks.ts';
import { momentIn } from '../../../wording/instant.ts';
import type { ServerClock } from '../clock.ts';
import type { Live } from '../live/live.ts';
import { gapsOf } from '../office/duty.ts';
import { guarded } from '../repeat.ts';
import { type App, route } from '../resource.ts';
import { whoAsks } from '../session/doors.ts';
import { notifierChecks } from './notifierChecks.ts';
import type { SystemState } from './systemState.ts';

export type HealthParts = {
  redis: Redis;
  registry: Registry;
  live: Live;
  system: SystemState;
  clock: ServerClock;
  mqtt: { host: string; port: number };
  dataDir: string;
  managed: boolean;
  /** how long a closed incident stays in Redis; 0: for ever */
  keepClosedMs: number;
};

/** Known all the time (`watchReadiness`). `notReady`: what of a press's way fails as of now. */
export type Readiness = { notReady: () => readonly string[] };

type Check = DoctorAnswer['checks'][number];

/** Two looks at a lease this far apart must show another beat (the owner beats each 0.5 s). */
const beatLookMs = 1_200;
/** A part that does not answer within this is down. */
const answerWithinMs = 2_000;
/** Between two looks at what a press needs. */
const lookPauseMs = 500;
/** A look takes up to some seconds where a part does not answer; what is older than this is not known any more. */
const knownForMs = 8_000;
const backlogMany = 1_000;
const diskLowShare = 0.1;
/** As the auditor alarms. */
const memoryLowShare = 0.8;

export function addHealth(app: App, parts: HealthParts & Readiness): void {
  app.get('/healthz', { config: { right: 'system.probe' }, schema: { hide: true } }, async () => ({ ok: true }));

  const readyAsks = route('system.probe', '200 once presses are accepted and acted on', {});
  app.get('/readyz', readyAsks, async (_request, reply) => {
    const failed = parts.notReady();
    return reply.code(failed.length === 0 ? 200 : 503).send({ ready: failed.length === 0, failed });
  });

  const doctorAsks = route('doctor.read', 'every part, and what to do', { response: { 200: DoctorAnswer } });
  app.get('/api/v1/doctor', doctorAsks, async (request) => {
    whoAsks(request);
    const language = languageOf(request);
    const say = checksWording[language];
    const checks = [
      ...(await essential(parts, say)),
      ...(await further(parts, say)),
      ...standing(parts, request, language),
    ];
    return { well: checks.every(({ state }) => state === 'ok'), checks };
  });
}

/**
 * Looks all the time, so that a probe is answered from what is known: one that waits a second must not wait for two looks at a
 * lease. @returns what fails as of now
 */
export function watchReadiness(
  app: Pick<FastifyInstance, 'addHook' | 'log'>,
  parts: HealthParts,
): () => readonly string[] {
  let known: { at: number; failed: readonly string[] } | undefined;
  let timer: NodeJS.Timeout | undefined;
  let closed = false;
  const look = async (): Promise<void> => {
    await guarded('ready', app.log, async () => {
      const checks = await essential(parts, checksWording.zh);
      const failed = checks.filter(({ state }) => state === 'failed').map(({ check }) => check);
      known = { at: performance.now(), failed };
    });
    if (!closed) timer = setTimeout(() => void look(), lookPauseMs);
  };
  app.addHook('onReady', async () => void look());
  app.addHook('onClose', async () => {
    closed = true;
    clearTimeout(timer);
  });
  return () => {
    if (parts.system.storeAway) return ['store']; // known before the next look ends
    return known && performance.now() - known.at < knownForMs ? known.failed : ['not_known'];
  };
}

/** What a press needs to be accepted and acted on. */
function essential(parts: HealthParts, say: ChecksWording): Promise<Check[]> {
  return Promise.all([store, broker, dispatcher, districts].map((look) => look(parts, say)));
}

async function further(parts: HealthParts, say: ChecksWording): Promise<Check[]> {
  const [outside, ...others] = await Promise.all([
    soon(readNotifierStatus(parts.redis)),
    ...[durability, disk, memory, overdue, consoles].map((look) => look(parts, say)),
    ...parts.registry
      .all()
      .flatMap((district) => [covered, rostered, retention, planned].map((look) => look(parts, district, say))),
  ]);
  return [...others, ...notifierChecks(outside, parts.registry.all(), say)];
}

/** The alarms that stand, each with what to do, in the reader's language; and the latest canary. */
function standing({ system, registry }: HealthParts, request: FastifyRequest, language: 'zh' | 'en'): Check[] {
  const { district } = whoAsks(request).me;
  const here = registry.district(district);
  const say = checksWording[language];
  const { alarms, canary } = system.view(district);
  const told = alarms.map((alarm) => (alarm.severe ? failed : warning)(alarm.code, alarm[language]));
  if (canary?.ms !== undefined && here)
    return [...told, ok('canary', say.canaryWell(canary.ms, onScreen(canary.at, here)))];
  return [...told, warning('canary', say.canary(canary !== undefined))];
}

const languageOf = ({ headers }: FastifyRequest): 'zh' | 'en' =>
  headers['accept-language']?.startsWith('en') ? 'en' : 'zh';

const ok = (check: string, says: string): Check => ({ check, state: 'ok', says });
const warning = (check: string, told: Told): Check => ({ check, state: 'warning', ...told });
const failed = (check: string, told: Told): Check => ({ check, state: 'failed', ...told });

/** The value, or undefined when it took too long or failed: the check says so. */
async function soon<T>(value: Promise<T>): Promise<T | undefined> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<undefined>((resolve) => {
    timer = setTimeout(() => resolve(undefined), answerWithinMs);
  });
  try {
    return await Promise.race([value, late]);
  } catch {
    return undefined; // the check that asked reports it
  } finally {
    clearTimeout(timer);
  }
}

async function store({ redis, managed }: HealthParts, say: ChecksWording): Promise<Check> {
  const answers = (await soon(redis.ping())) === 'PONG';
  return answers ? ok('store', say.storeWell) : failed('store', say.storeAway(managed));
}

async function broker({ mqtt }: HealthParts, say: ChecksWording): Promise<Check> {
  const open = await soon(
    new Promise<boolean>((resolve) => {
      const socket = connectSocket(mqtt.port, mqtt.host, () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    }),
  );
  return open ? ok('broker', say.brokerWell(mqtt.port)) : failed('broker', say.brokerAway(mqtt.port));
}

async function dispatcher({ redis, registry }: HealthParts, say: ChecksWording): Promise<Check> {
  const shards = [...new Set(registry.all().map(({ shard }) => shard))];
  const beats = async () => Promise.all(shards.map((shard) => readLease(redis, shard)));
  const before = await soon(beats());
  await new Promise((done) => setTimeout(done, beatLookMs));
  const after = await soon(beats());
  const still = shards.filter((_, i) => !after?.[i] || after[i]?.beat === before?.[i]?.beat);
  if (before && after && still.length === 0) return ok('dispatcher', say.dispatcherWell);
  return failed('dispatcher', say.dispatcherSilent);
}

async function districts({ registry }: HealthParts, say: ChecksWording): Promise<Check> {
  const names = registry.all().map(({ bundle }) => bundle.district.name);
  const unbegun = registry.all().find(({ bundle }) => isUnbegun(bundle));
  if (unbegun) return warning('district', say.nothingBegun(unbegun.bundle.district.name));
  return names.length > 0 ? ok('district', say.districts(names)) : failed('district', say.noDistrict);
}

async function durability({ redis, managed }: HealthParts, say: ChecksWording): Promise<Check> {
  const persistence = await soon(redis.info('persistence'));
  if (persistence !== undefined && /^aof_enabled:0/m.test(persistence)) return failed('durability', say.notKept);
  const [setting, onRewrite] = await Promise.all(
    ['appendfsync', 'no-appendfsync-on-rewrite'].map(async (name) => {
      const reply: unknown = await soon(redis.config('GET', name));
      return Array.isArray(reply) ? reply[1] : undefined;
    }),
  );
  if (setting === 'no') return failed('durability', say.keptAnyTime);
  if (onRewrite === 'yes') return warning('durability', say.notKeptMeanwhile);
  if (setting === 'always') return ok('durability', say.kept);
  if (setting === undefined && !managed) return warning('durability', say.keepingUnknown);
  return warning('durability', say.keptLate(String(setting)));
}

async function disk({ dataDir }: HealthParts, say: ChecksWording): Promise<Check> {
  const found = await soon(statfs(dataDir));
  if (!found) return warning('disk', say.diskUnknown(dataDir));
  const share = found.bavail / found.blocks;
  const free = `${Math.round((found.bavail * found.bsize) / 1024 / 1024)} MB`;
  return share > diskLowShare
    ? ok('disk', say.disk(free))
    : warning('disk', say.diskLow(free, Math.round(share * 100)));
}

/** Past its limit the store must refuse, not throw away; and it must have one before the machine's memory ends. */
async function memory({ redis }: HealthParts, say: ChecksWording): Promise<Check> {
  const reply: unknown = await soon(redis.config('GET', 'maxmemory-policy'));
  const policy = Array.isArray(reply) ? String(reply[1]) : undefined;
  const found = await soon(measure({ redis, dataDir: undefined }));
  if (!found) return warning('memory', say.memoryUnknown);
  const used = `${Math.round(found.usedBytes / 1024 / 1024)} MB`;
  if (policy !== undefined && policy !== 'noeviction') return failed('memory', say.evicts(policy));
  if (found.memoryShare === undefined) return warning('memory', say.noMemoryLimit(used));
  const says = say.memory(used, Math.round(found.memoryShare * 100));
  return found.memoryShare < memoryLowShare
    ? ok('memory', says)
    : warning('memory', { says, remedy: say.memoryRemedy });
}

/** Archived incidents cannot be reopened: the retention must be longer than officers may reopen. */
async function retention(
  { keepClosedMs }: HealthParts,
  district: DistrictRegistry,
  say: ChecksWording,
): Promise<Check> {
  const { bundle } = district;
  const { name } = bundle.district;
  const reopenHours = bundle.policy.reopenWithinHours;
  const hours = keepClosedMs === 0 ? undefined : Math.round(keepClosedMs / 3_600_000);
  if (hours === undefined || keepClosedMs > reopenHours * 3_600_000) return ok('retention', say.retention(name, hours));
  return warning('retention', say.retentionShort(name, hours, reopenHours));
}

/** Whoever plans the spring must know when it is. */
async function planned({ clock }: HealthParts, { bundle }: DistrictRegistry, say: ChecksWording): Promise<Check> {
  const { name, timeZone } = bundle.district;
  const unknown = unknownYears(dayIn(timeZone, clock.now()));
  return unknown.length === 0
    ? ok('holidays', say.holidays(name))
    : warning('holidays', say.holidaysUnknown(name, unknown));
}

async function overdue({ redis, registry, clock }: HealthParts, say: ChecksWording): Promise<Check> {
  const counts = await soon(
    Promise.all(
      registry.all().map(async ({ shard }) => ({
        // by the clock of whoever acts on them
        late: await redis.zcount(
          shardKeys(shard).deadlines,
          '-inf',
          clock.now() - (await ownerBehindMs(redis, shard)) - 10_000,
        ),
        waiting: await redis.xlen(shardKeys(shard).intake),
      })),
    ),
  );
  const late = (counts ?? []).reduce((sum, one) => sum + one.late, 0);
  const waiting = (counts ?? []).reduce((sum, one) => sum + one.waiting, 0);
  return late === 0 && waiting < backlogMany
    ? ok('deadlines', say.onTime(waiting))
    : warning('deadlines', say.overdue(late, waiting));
}

/** Could everybody be helped now? */
async function covered({ redis }: HealthParts, district: DistrictRegistry, say: ChecksWording): Promise<Check> {
  const judged = await soon(readReadiness(redis, district.shard, district.id));
  const name = district.bundle.district.name;
  if (!judged) return warning('readiness', say.readinessUnknown(name));
  const uncovered = judged.homes.filter(({ state }) => state === 'not_covered');
  const atRisk = judged.homes.filter(({ state }) => state === 'at_risk').length;
  const says = say.readiness(name, judged.homes.length, uncovered.length, atRisk);
  if (uncovered.length === 0) return ok('readiness', says);
  const reasons = [...new Set(uncovered.flatMap((home) => home.reasons))];
  return warning('readiness', { says, remedy: say.readinessWhy(reasons) });
}

/** Gaps are told one by one up to so many. */
const gapsTold = 3;

async function rostered({ redis, clock }: HealthParts, district: DistrictRegistry, say: ChecksWording): Promise<Check> {
  const gaps = await soon(gapsOf(redis, district, clock.now()));
  const name = district.bundle.district.name;
  if (!gaps) return warning('roster', say.rosterUnknown(name));
  if (gaps.length === 0) return ok('roster', say.rosterFull(name));
  const told = gaps.slice(0, gapsTold).map((gap) => {
    const where = gap.grid === '*' ? '' : (district.grids.get(gap.grid)?.name ?? gap.grid);
    const span = { from: onScreen(gap.from, district), to: onScreen(gap.to, district), where, name: gap.name };
    const who = gap.reason === 'no_channel' ? (district.responders.get(gap.responder ?? '')?.name ?? '') : undefined;
    return say.gap(span, who);
  });
  return warning('roster', say.gaps(name, gaps.length, told, gaps.length > gapsTold));
}

/** `11-24 08:00`, in the zone of the district. */
const onScreen = (instant: string, { bundle }: DistrictRegistry): string =>
  momentIn(bundle.district.timeZone, Date.parse(instant));

async function consoles({ live }: HealthParts, say: ChecksWording): Promise<Check> {
  return live.pages > 0 ? ok('console', say.consoles(live.pages)) : warning('console', say.noConsole);
}
