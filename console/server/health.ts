// Is it working? /healthz: this process answers. /readyz: a press would be accepted and acted on. doctor: every part, with
// what to do about it.
import { statfs } from 'node:fs/promises';
import { connect as connectSocket } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { DoctorAnswer, type ReadinessReason } from '../../contracts/api.ts';
import { shardKeys } from '../../store/keys.ts';
import { ownerBehindMs, readLease } from '../../store/lease.ts';
import { measure } from '../../store/limits.ts';
import { readNotifierStatus } from '../../store/notifierStatus.ts';
import { readReadiness } from '../../store/readiness.ts';
import type { DistrictRegistry, Registry } from '../../store/registry.ts';
import type { ServerClock } from './clock.ts';
import { gapsOf } from './duty.ts';
import type { Live } from './live.ts';
import { notifierChecks } from './notifierChecks.ts';
import { only } from './session.ts';
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

type Check = DoctorAnswer['checks'][number];

/** Two looks at a lease this far apart must show another beat (the owner beats each 0.5 s). */
const beatLookMs = 1_200;
/** A part that does not answer within this is down. */
const answerWithinMs = 2_000;
/** An answer to /readyz is used for this long: probes must not load the store. */
const readyKeptMs = 1_000;
const backlogMany = 1_000;
const diskLowShare = 0.1;
/** As the auditor alarms. */
const memoryLowShare = 0.8;

export function addHealth(app: FastifyInstance, parts: HealthParts): void {
  let kept: { at: number; checks: Promise<Check[]> } | undefined;

  app.get('/healthz', { schema: { hide: true } }, async () => ({ ok: true }));

  app.get('/readyz', { schema: { summary: '200 once presses are accepted and acted on' } }, async (_request, reply) => {
    const now = performance.now();
    if (!kept || now - kept.at > readyKeptMs) kept = { at: now, checks: essential(parts) };
    const failed = (await kept.checks).filter(({ state }) => state === 'failed');
    return reply
      .code(failed.length === 0 ? 200 : 503)
      .send({ ready: failed.length === 0, failed: failed.map(({ check }) => check) });
  });

  app.get(
    '/api/v1/doctor',
    { schema: { summary: 'every part, and what to do', response: { 200: DoctorAnswer } } },
    async (request) => {
      only(request, 'officer', 'administrator');
      const checks = [...(await essential(parts)), ...(await further(parts)), ...standing(parts, request)];
      return { well: checks.every(({ state }) => state === 'ok'), checks };
    },
  );
}

/** What a press needs to be accepted and acted on. */
function essential(parts: HealthParts): Promise<Check[]> {
  return Promise.all([store(parts), broker(parts), dispatcher(parts), districts(parts)]);
}

async function further(parts: HealthParts): Promise<Check[]> {
  const [outside, ...others] = await Promise.all([
    soon(readNotifierStatus(parts.redis)),
    durability(parts),
    disk(parts),
    memory(parts),
    overdue(parts),
    consoles(parts),
    ...parts.registry
      .all()
      .flatMap((district) => [covered(parts, district), rostered(parts, district), retention(parts, district)]),
  ]);
  return [...others, ...notifierChecks(outside, parts.registry.all())];
}

/** The alarms that stand, each with what to do, in the reader's language; and the latest canary. */
function standing({ system }: HealthParts, request: FastifyRequest): Check[] {
  const { district } = only(request, 'officer', 'administrator');
  const language = request.headers['accept-language']?.startsWith('en') ? 'en' : 'zh';
  const { alarms, canary } = system.view(district);
  const told = alarms.map((alarm) =>
    alarm.severe
      ? failed(alarm.code, alarm[language].says, alarm[language].remedy)
      : warning(alarm.code, alarm[language].says, alarm[language].remedy),
  );
  if (canary?.ms !== undefined)
    return [...told, ok('canary', `自检呼叫 ${canary.ms} 毫秒走通全程（${onScreen(canary.at)}）`)];
  const says = canary ? '上一次自检呼叫没有走通' : '还没有自检呼叫的结果';
  return [...told, warning('canary', says, '自检每分钟一次，失败后数秒重试；若持续，请查看按键接入与派警进程')];
}

const ok = (check: string, says: string): Check => ({ check, state: 'ok', says });
const warning = (check: string, says: string, remedy: string): Check => ({ check, state: 'warning', says, remedy });
const failed = (check: string, says: string, remedy: string): Check => ({ check, state: 'failed', says, remedy });

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

async function store({ redis, managed }: HealthParts): Promise<Check> {
  if ((await soon(redis.ping())) === 'PONG') return ok('store', 'Redis 正常');
  const remedy = managed
    ? '系统会自动重启它；若一分钟后仍如此，请查看 npm start 的输出'
    : '请检查 REDIS_URL 所指的服务器';
  return failed('store', 'Redis 没有应答，呼叫无法保存', remedy);
}

async function broker({ mqtt }: HealthParts): Promise<Check> {
  const open = await soon(
    new Promise<boolean>((resolve) => {
      const socket = connectSocket(mqtt.port, mqtt.host, () => {
        socket.destroy();
        resolve(true);
      });
      socket.on('error', () => resolve(false));
    }),
  );
  if (open) return ok('broker', `MQTT 端口 ${mqtt.port} 正常`);
  return failed(
    'broker',
    `MQTT 端口 ${mqtt.port} 连不上，按键无法上报`,
    '系统会自动重启 broker；若反复如此，请查看 npm start 的输出',
  );
}

async function dispatcher({ redis, registry }: HealthParts): Promise<Check> {
  const shards = [...new Set(registry.all().map(({ shard }) => shard))];
  const beats = async () => Promise.all(shards.map((shard) => readLease(redis, shard)));
  const before = await soon(beats());
  await new Promise((done) => setTimeout(done, beatLookMs));
  const after = await soon(beats());
  const still = shards.filter((_, i) => !after?.[i] || after[i]?.beat === before?.[i]?.beat);
  if (before && after && still.length === 0) return ok('dispatcher', '派警进程正常');
  return failed(
    'dispatcher',
    '派警进程没有心跳，呼叫已保存但无人派警',
    '系统会在数秒内自动接管；若持续，请重启 npm start',
  );
}

async function districts({ registry }: HealthParts): Promise<Check> {
  const all = registry.all();
  if (all.length > 0) return ok('district', `辖区：${all.map(({ bundle }) => bundle.district.name).join('、')}`);
  return failed('district', '还没有导入任何辖区', '运行 npm run -s yjt -- import community/hongmenjie');
}

async function durability({ redis, managed }: HealthParts): Promise<Check> {
  const reply: unknown = await soon(redis.config('GET', 'appendfsync'));
  const setting = Array.isArray(reply) ? reply[1] : undefined;
  if (setting === 'always') return ok('durability', '每次写入都已落盘');
  if (setting === undefined && !managed)
    return warning('durability', '无法读取 Redis 的落盘设置', '请确认 appendonly yes 与 appendfsync always');
  return warning(
    'durability',
    `Redis 的 appendfsync 为 ${String(setting)}，断电可能丢失一秒`,
    '请设为 appendonly yes、appendfsync always',
  );
}

async function disk({ dataDir }: HealthParts): Promise<Check> {
  const found = await soon(statfs(dataDir));
  if (!found) return warning('disk', '无法读取磁盘空间', `请检查数据目录 ${dataDir} 是否存在`);
  const share = found.bavail / found.blocks;
  const free = `${Math.round((found.bavail * found.bsize) / 1024 / 1024)} MB`;
  if (share > diskLowShare) return ok('disk', `磁盘剩余 ${free}`);
  return warning('disk', `磁盘只剩 ${free}（${Math.round(share * 100)}%）`, '请清理磁盘，写满后新的呼叫将无法保存');
}

/** Past its limit the store must refuse, not throw away; and it must have one before the machine's memory ends. */
async function memory({ redis }: HealthParts): Promise<Check> {
  const reply: unknown = await soon(redis.config('GET', 'maxmemory-policy'));
  const policy = Array.isArray(reply) ? String(reply[1]) : undefined;
  const found = await soon(measure({ redis, dataDir: undefined }));
  if (!found) return warning('memory', '无法读取 Redis 的内存用量', '请稍后再试');
  const used = `${Math.round(found.usedBytes / 1024 / 1024)} MB`;
  if (policy !== undefined && policy !== 'noeviction')
    return failed('memory', `Redis 的 maxmemory-policy 为 ${policy}：内存满时会丢数据`, '请设为 noeviction');
  if (found.memoryShare === undefined)
    return warning('memory', `Redis 已用内存 ${used}，没有上限`, '请设 maxmemory，使新呼叫在内存用尽之前停收');
  const says = `Redis 已用内存 ${used}（${Math.round(found.memoryShare * 100)}%）`;
  if (found.memoryShare < memoryLowShare) return ok('memory', says);
  return warning('memory', says, '请调大 YJT_REDIS_MEMORY_MB（REDIS_URL 则为 maxmemory），到 90% 会停收新呼叫');
}

/** Archived incidents cannot be reopened: the retention must be longer than officers may reopen. */
async function retention({ keepClosedMs }: HealthParts, district: DistrictRegistry): Promise<Check> {
  const hours = district.bundle.policy.reopenWithinHours;
  const name = district.bundle.district.name;
  const kept = keepClosedMs === 0 ? '不归档' : `结案 ${Math.round(keepClosedMs / 3_600_000)} 小时后归档`;
  if (keepClosedMs === 0 || keepClosedMs > hours * 3_600_000) return ok('retention', `${name}：${kept}`);
  return warning(
    'retention',
    `${name}：${kept}，而预案允许 ${hours} 小时内重新打开`,
    '请调大 YJT_KEEP_CLOSED，归档后的警情不能重新打开',
  );
}

async function overdue({ redis, registry, clock }: HealthParts): Promise<Check> {
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
  if (late === 0 && waiting < backlogMany) return ok('deadlines', `所有时限都按时处理，${waiting} 条输入在等待`);
  return warning(
    'deadlines',
    `${late} 个时限已过 10 秒未处理，${waiting} 条输入在等待`,
    '请查看派警进程是否正常；必要时重启 npm start',
  );
}

/** Could everybody be helped now? */
async function covered({ redis }: HealthParts, district: DistrictRegistry): Promise<Check> {
  const judged = await soon(readReadiness(redis, district.shard, district.id));
  const name = district.bundle.district.name;
  if (!judged)
    return warning(
      'readiness',
      `${name}：还不知道各户此刻能否得到救助`,
      '派警进程每分钟评估一次；若持续如此，请重启 npm start',
    );
  const uncovered = judged.homes.filter(({ state }) => state === 'not_covered');
  const atRisk = judged.homes.filter(({ state }) => state === 'at_risk').length;
  const says = `${name}：${judged.homes.length} 户中 ${uncovered.length} 户此刻无人可到，${atRisk} 户有隐患`;
  if (uncovered.length === 0) return ok('readiness', says);
  const reasons = [...new Set(uncovered.flatMap((home) => home.reasons))].map((reason) => why[reason]).join('、');
  return warning('readiness', says, `原因：${reasons}。逐户情况见 GET /api/v1/readiness`);
}

const why: Record<ReadinessReason, string> = {
  no_device: '没有设备',
  device_silent: '设备久无信号',
  nobody_near: '附近没有在班人员',
  battery_low: '电量低',
  device_tampered: '设备被拆动',
  nobody_answers_lately: '附近人员近期没有应答',
  health_centre_unstaffed: '卫生中心无人值守',
  no_contacts: '没有登记家属',
};

/** Gaps are told one by one up to so many. */
const gapsTold = 3;

async function rostered({ redis, clock }: HealthParts, district: DistrictRegistry): Promise<Check> {
  const gaps = await soon(gapsOf(redis, district, clock.now()));
  const name = district.bundle.district.name;
  if (!gaps) return warning('roster', `${name}：无法查看排班`, '请稍后再试');
  if (gaps.length === 0) return ok('roster', `${name}：今后14天各级都有人在班`);
  const told = gaps.slice(0, gapsTold).map((gap) => {
    const where = gap.grid === '*' ? '' : (district.grids.get(gap.grid)?.name ?? gap.grid);
    const what =
      gap.reason === 'no_channel'
        ? `${district.responders.get(gap.responder ?? '')?.name ?? ''}没有可用的联系方式`
        : '无人在班';
    return `${onScreen(gap.from)} 至 ${onScreen(gap.to)} ${where}“${gap.name}”${what}`;
  });
  return warning(
    'roster',
    `${name}：今后14天有 ${gaps.length} 处排班空缺`,
    `${told.join('；')}${gaps.length > gapsTold ? ' 等' : ''}。全部见 GET /api/v1/roster/gaps`,
  );
}

/** `11-24 08:00`, Beijing time. */
const onScreen = (instant: string): string => instant.slice(5, 16).replace('T', ' ');

async function consoles({ live }: HealthParts): Promise<Check> {
  if (live.pages > 0) return ok('console', `${live.pages} 个值班页面在线`);
  return warning('console', '没有打开的值班页面', '请值班员打开控制台并登录');
}
