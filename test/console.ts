// The console's server in this process, on a real Redis and a real port, with two districts: what a stranger at its doors gets.
// No dispatcher runs unless it is asked for: what is stored is not decided.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import type { Redis } from 'ioredis';
import { pino } from 'pino';
import { type AppParts, buildApp } from '../console/server/app.ts';
import { ServerClock } from '../console/server/clock.ts';
import { Live } from '../console/server/live/live.ts';
import { tryDistrict } from '../console/server/office/duty.ts';
import { soundRegistry } from '../console/server/office/soundRegistry.ts';
import { Locks } from '../console/server/session/lock.ts';
import { OpenSockets } from '../console/server/session/openSockets.ts';
import { SystemState } from '../console/server/system/systemState.ts';
import type { CommunityBundle } from '../contracts/office/community.ts';
import { mayLook } from '../contracts/office/familySees.ts';
import type { ConsentAnswer } from '../contracts/office/residents.ts';
import type { Role } from '../contracts/terms.ts';
import { type Dispatcher, startDispatcher } from '../dispatcher/loop.ts';
import { Worlds } from '../dispatcher/worlds.ts';
import { ArchiveReader } from '../store/archive/reader.ts';
import type { DistrictRegistry } from '../store/district.ts';
import { openLatestDoor } from '../store/latestDoor.ts';
import { type Limits, startLimits } from '../store/limits.ts';
import { openPersonRates } from '../store/personRates.ts';
import { openPressDoor } from '../store/pressDoor.ts';
import { Readings } from '../store/readings.ts';
import { openRegistry, type Registry } from '../store/registry.ts';
import { addKey, KeyRing } from '../store/secrets/keyRing.ts';
import { lendKeys } from '../store/secrets/lent.ts';
import { createToken, type Grant } from '../store/tokens.ts';
import { writeDistrict } from '../store/writeDistrict.ts';
import { TestRedis } from './redis.ts';
import { sampleBundle } from './sample.ts';
import { until } from './system.ts';

/** One key file for all consoles on a server. */
async function keysBeside(server: TestRedis): Promise<KeyRing> {
  const file = join(server.folder, 'fields.keys');
  if (!existsSync(file)) await addKey(file, new Date());
  const keys = new KeyRing({ file });
  await keys.refresh();
  return keys;
}

/** The sample district under another name, with ids of its own. */
export function neighbourBundle(): CommunityBundle {
  const { district, policy, ...rest } = sampleBundle();
  const places: Omit<CommunityBundle, 'district' | 'policy'> = JSON.parse(
    JSON.stringify(rest).replaceAll(/"(id|home|resident|grid|courtyard)":"/g, '"$1":"n-'),
  );
  return {
    ...places,
    district: { ...district, id: 'neighbour', name: '邻近社区' },
    policy,
    teams: [],
    bicycles: [],
    gateHouses: [],
    boards: [],
    sources: [],
    servicePoints: [],
    shifts: [],
    leaves: [],
    swaps: [],
  };
}

type More = { port?: number; lockAfterMs?: number; guarded?: boolean };

export class TestConsole {
  readonly server: TestRedis;
  readonly redis: Redis;
  readonly registry: Registry;
  readonly app: FastifyInstance;
  readonly live: Live;
  readonly clock: ServerClock;
  readonly url: string;
  readonly logged: readonly string[];
  readonly #stop: () => Promise<void>;
  #dispatcher: Dispatcher | undefined;

  private constructor(
    parts: Omit<TestConsole, 'token' | 'familyOf' | 'ask' | 'stop' | 'decide' | 'district' | 'raise'> & {
      stop: () => Promise<void>;
    },
  ) {
    this.server = parts.server;
    this.redis = parts.redis;
    this.registry = parts.registry;
    this.app = parts.app;
    this.live = parts.live;
    this.clock = parts.clock;
    this.url = parts.url;
    this.logged = parts.logged;
    this.#stop = parts.stop;
  }

  /** `lockAfterMs`: how long a page may be left alone; never locked when left out. `guarded`: it has its own login at the store */
  static async start({ guarded = false, ...more }: Partial<AppParts> & More = {}): Promise<TestConsole> {
    const server = await TestRedis.start(guarded ? { as: 'console' } : {});
    const redis = server.open();
    await writeDistrict(redis, sampleBundle());
    await writeDistrict(redis, neighbourBundle());
    return TestConsole.#startOn(server, () => server.stop(), more);
  }

  /** Another console beside one that runs. */
  static startOn(server: TestRedis, more: Partial<AppParts> & More = {}): Promise<TestConsole> {
    return TestConsole.#startOn(server, async () => undefined, more);
  }

  static async #startOn(
    server: TestRedis,
    stopServer: () => Promise<void>,
    { port = 0, lockAfterMs = 0, ...more }: Partial<AppParts> & More = {},
  ): Promise<TestConsole> {
    const keys = await keysBeside(server);
    const redis = lendKeys(server.open(), keys);
    const logged: string[] = [];
    const log = pino({ level: 'info' }, { write: (line: string) => logged.push(line) });
    const clock = await ServerClock.start(redis);
    const stored = await openRegistry(redis, server.open({ blocking: true }), (error) =>
      log.error({ error: String(error) }, 'registry: not readable'),
    );
    const trial = (district: DistrictRegistry) => tryDistrict(district, clock.now());
    const registry = await soundRegistry(stored, { redis, clock, log, trial });
    const system = await SystemState.start({
      redis,
      subscriber: server.open({ blocking: true }),
      log,
      changed: () => undefined,
    });
    const dataDir = mkdtempSync(join(tmpdir(), 'yjt-'));
    const limits: Limits = await startLimits({ redis, dataDir: undefined, reserveBytes: 0 });
    const readings = new Readings({ redis, clock: () => performance.now(), log });
    const live = await Live.start({
      redis,
      readings,
      blocking: server.open({ blocking: true }),
      subscriber: server.open({ blocking: true }),
      registry,
      clock,
      limits,
      log,
      system: (district) => system.view(district),
    });
    const isBusy = (district: string): boolean => live.open(district).length > 0;
    const locks = new Locks({ redis, clock, lockAfterMs, isBusy });
    const sockets = await OpenSockets.start({ redis, subscriber: server.open({ blocking: true }), clock, locks, log });
    const app = await buildApp({
      officeSocket: undefined,
      receiverSocket: undefined,
      redis,
      archive: new ArchiveReader(join(dataDir, 'archive'), () => undefined),
      registry,
      live,
      system,
      sockets,
      readings,
      locks,
      clock,
      replicas: 0,
      presses: openPressDoor({ redis, replicas: 0, rule: { atOnce: 10, everyMs: 1_000 }, log }),
      latest: openLatestDoor({ redis, limits }),
      rates: openPersonRates({ perSecond: 50 }),
      trustedProxies: undefined,
      metricsToken: 'a token for metrics',
      weatherToken: 'a token for the weather',
      secondFactorFor: [],
      provider: undefined,
      limits,
      publicUrl: 'https://yjt.example',
      mqtt: { host: '127.0.0.1', port: 1 },
      tiles: undefined,
      keys,
      dataDir,
      gatewaySecret: undefined,
      receiptsSecret: undefined,
      managed: false,
      keepClosedMs: 0,
      reserveBytes: 0,
      webRoot: join(dataDir, 'web'),
      handbooks: join(import.meta.dirname, '../docs/handbooks'),
      mqttWebSocket: 'ws://127.0.0.1:1/mqtt',
      log,
      ...more,
    });
    const url = await app.listen({ port, host: '127.0.0.1' });
    const stop = async (): Promise<void> => {
      sockets.stop();
      live.stop();
      system.stop();
      limits.stop();
      clock.stop();
      await app.close();
      await readings.stop();
      registry.stop();
      await stopServer();
      rmSync(dataDir, { recursive: true, force: true });
    };
    return new TestConsole({ server, redis, registry, app, live, clock, url, logged, stop });
  }

  /** From now on what is stored is decided, too. @param clock for a test that moves time on */
  async decide(clock: { monotonic?: () => number } = {}): Promise<void> {
    const { redis, server, registry } = this;
    const onError = (error: unknown): never => {
      throw error;
    };
    const subscriber = server.open({ blocking: true });
    const worlds = await Worlds.start(registry, { redis, subscriber, onError, ...clock });
    this.#dispatcher = startDispatcher({
      redis: server.open(),
      blocking: server.open({ blocking: true }),
      holder: 'test',
      worldOf: worlds.worldOf,
      defaultDistrict: () => worlds.defaultDistrict(),
      log: pino({ level: 'silent' }),
      ...clock,
    });
  }

  /** A token as an administrator would make it. */
  token(role: Role, more: Partial<Grant> = {}): Promise<string> {
    return createToken(this.redis, {
      role,
      name: role,
      district: 'hongmenjie',
      once: false,
      expiresAt: this.clock.now() + 3_600_000,
      ...(role === 'responder' ? { responder: 'wang-g1' } : {}),
      ...(role === 'button' ? { device: 'btn-050' } : {}),
      ...more,
    });
  }

  /** The sample district as the console has it. */
  get district(): DistrictRegistry {
    const found = this.registry.district('hongmenjie');
    if (!found) throw new Error('the sample district is not there');
    return found;
  }

  /** A resident agrees that one of their contacts sees how they are. @returns what a grant of that contact holds */
  async familyOf(resident: string, n = 0): Promise<{ resident: string; contact: string }> {
    const name = this.district.residents.get(resident)?.contacts[n]?.name;
    const as = await this.token('administrator');
    const body = { purpose: 'family_sees', contact: { n, name } };
    const answer = await this.ask(`/api/v1/residents/${resident}/consents`, { as, body });
    const { consents } = (await answer.json()) as ConsentAnswer;
    const contact = consents.at(-1)?.contact ?? '';
    await until(() => {
      if (!mayLook(this.district.residents.get(resident), contact)) throw new Error('the consent is not known yet');
    });
    return { resident, contact };
  }

  /** A call as somebody raises it, once it is decided: until then the same is asked again. @returns the incident */
  raise(as: string, body: object): Promise<string> {
    return until(async () => {
      const { incident } = (await (await this.ask('/api/v1/incidents', { as, body })).json()) as { incident?: string };
      if (incident === undefined) throw new Error('not decided yet');
      return incident;
    });
  }

  /** One request. @param as a bearer token */
  ask(
    path: string,
    { as, body, method, headers = {} }: { as?: string; body?: unknown; method?: string; headers?: object } = {},
  ): Promise<Response> {
    return fetch(`${this.url}${path}`, {
      method: method ?? (body === undefined ? 'GET' : 'POST'),
      redirect: 'manual',
      headers: {
        ...(as === undefined ? {} : { authorization: `Bearer ${as}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
  }

  async stop(): Promise<void> {
    await this.#dispatcher?.stop();
    await this.#stop();
  }
}
