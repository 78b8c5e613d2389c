// `yjt doctor`: what this machine itself shows, for the day on which nothing answers, then what the running system says.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync, statfsSync } from 'node:fs';
import { connect } from 'node:net';
import { dirname, resolve } from 'node:path';
import { DoctorAnswer } from '../contracts/system/views.ts';
import type { Answer } from './commands.ts';
import { Failure } from './failure.ts';
import type { Session } from './session.ts';
import { call, type System } from './system.ts';
import { table } from './table.ts';

type Check = DoctorAnswer['checks'][number];

const connectWithinMs = 2_000;
/** Below this a busy district fills the disk within days. */
const diskLowBytes = 512 * 1024 * 1024;

/** Examines everything. Failed when a check failed; a warning is for a human to judge. */
export async function examine(session: Session): Promise<Answer> {
  const { settings, say } = session;
  const local = settings.YJT_URL === undefined;
  const checks = [node(session), ...(local ? [redisServer(session), dataDir(session)] : [])];
  try {
    const system = session.system();
    const { checks: ofSystem } = await call(system, '/api/v1/doctor', DoctorAnswer);
    checks.push(ok('system', say.doctor.running(system.url)), await mqtt(session, system), ...ofSystem);
  } catch (error) {
    if (!(error instanceof Failure) || error.code === 'usage') throw error;
    checks.push(failed('system', error.message, say.doctor.runningRemedy));
    if (local && error.code === 'not_running')
      checks.push(await port(session, 'PORT'), await port(session, 'MQTT_PORT'));
  }
  const rows = checks.map(({ state, check, says, remedy }) => [
    say.columns.checks[state],
    check,
    remedy === undefined ? says : `${says} → ${remedy}`,
  ]);
  return {
    json: { well: checks.every(({ state }) => state === 'ok'), checks },
    text: table(rows),
    failed: checks.some(({ state }) => state === 'failed'),
  };
}

const ok = (check: string, says: string): Check => ({ check, state: 'ok', says });
const warning = (check: string, says: string, remedy: string): Check => ({ check, state: 'warning', says, remedy });
const failed = (check: string, says: string, remedy: string): Check => ({ check, state: 'failed', says, remedy });

function node({ say }: Session): Check {
  const version = process.versions.node;
  return Number(version.split('.')[0]) >= 20
    ? ok('node', say.doctor.node(version))
    : failed('node', say.doctor.nodeOld(version), say.doctor.nodeRemedy);
}

function redisServer({ settings, say }: Session): Check {
  if (settings.REDIS_URL !== undefined) return ok('redis-server', say.doctor.ownRedis);
  for (const program of ['redis-server', 'valkey-server'])
    try {
      const version = execFileSync(program, ['--version'], { encoding: 'utf8' });
      return ok('redis-server', version.split(' sha=')[0]?.trim() ?? program);
    } catch {
      // not this one; the sentence below is for when there is none
    }
  return failed('redis-server', say.doctor.noRedis, say.doctor.noRedisRemedy);
}

function dataDir({ settings, say }: Session): Check {
  const path = resolve(settings.DATA_DIR);
  const there = existsSync(path);
  let standing = path;
  while (!existsSync(standing)) standing = dirname(standing);
  try {
    accessSync(standing, constants.W_OK);
  } catch {
    return failed('data', say.doctor.dataBad(standing), say.doctor.dataRemedy);
  }
  const { bavail, bsize } = statfsSync(standing);
  const free = `${Math.floor((bavail * bsize) / 1024 / 1024)} MB`;
  if (bavail * bsize < diskLowBytes) return warning('data', say.doctor.diskLow(path, free), say.doctor.diskRemedy);
  return ok('data', there ? say.doctor.dataGood(path, free) : say.doctor.dataNew(path));
}

async function mqtt({ say }: Session, { mqtt: { host, port } }: System): Promise<Check> {
  return (await answers(host, port))
    ? ok('mqtt', say.doctor.mqttOpen(port))
    : failed('mqtt', say.doctor.mqttClosed(port), say.doctor.mqttRemedy);
}

/** The system does not run: would its port be free? */
async function port({ settings, say }: Session, name: 'PORT' | 'MQTT_PORT'): Promise<Check> {
  const number = settings[name];
  return (await answers('127.0.0.1', number))
    ? warning(name, say.doctor.portTaken(number), say.doctor.portRemedy(name))
    : ok(name, say.doctor.portFree(number));
}

function answers(host: string, port: number): Promise<boolean> {
  return new Promise((done) => {
    const socket = connect({ host, port, timeout: connectWithinMs }, () => {
      socket.destroy();
      done(true);
    });
    socket.on('error', () => done(false)); // nobody there: that is the answer
    socket.on('timeout', () => {
      socket.destroy();
      done(false);
    });
  });
}
