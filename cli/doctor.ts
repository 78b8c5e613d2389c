// What this machine itself shows, without the system's help: for the day on which nothing answers.
import { execFileSync } from 'node:child_process';
import { accessSync, constants, existsSync } from 'node:fs';
import { connect } from 'node:net';
import type { DoctorAnswer } from '../contracts/api.ts';
import type { Settings } from '../contracts/settings.ts';

type Check = DoctorAnswer['checks'][number];

/** Checks of this machine; those of the running system come from the system. */
export async function checkMachine(settings: Settings): Promise<Check[]> {
  return [
    node(),
    server(settings),
    dataDir(settings),
    await port('http', settings.PORT),
    await port('mqtt', settings.MQTT_PORT),
  ];
}

const ok = (check: string, says: string): Check => ({ check, state: 'ok', says });
const failed = (check: string, says: string, remedy: string): Check => ({ check, state: 'failed', says, remedy });

function node(): Check {
  const [major = 0] = process.versions.node.split('.').map(Number);
  return major >= 20
    ? ok('node', `Node ${process.versions.node}`)
    : failed('node', `Node ${process.versions.node} 太旧`, '请安装 Node 20 或更新版本');
}

function server(settings: Settings): Check {
  if (settings.REDIS_URL !== undefined) return ok('redis-server', '使用 REDIS_URL 指定的服务器');
  for (const program of ['redis-server', 'valkey-server'])
    try {
      return ok('redis-server', execFileSync(program, ['--version'], { encoding: 'utf8' }).trim().slice(0, 60));
    } catch {
      // not this one; the sentence below is for when there is none
    }
  return failed('redis-server', '没有安装 redis-server', '运行 sudo apt-get install redis-server，或设 REDIS_URL');
}

function dataDir({ DATA_DIR }: Settings): Check {
  if (!existsSync(DATA_DIR)) return ok('data', `${DATA_DIR} 还不存在，首次启动时建立`);
  try {
    accessSync(DATA_DIR, constants.W_OK);
    return ok('data', `${DATA_DIR} 可写`);
  } catch {
    return failed('data', `${DATA_DIR} 不可写`, '请用 chown 把它交给运行系统的用户，或另设 DATA_DIR');
  }
}

function port(name: string, number: number): Promise<Check> {
  return new Promise((resolve) => {
    const socket = connect({ port: number, host: '127.0.0.1', timeout: 2_000 }, () => {
      socket.destroy();
      resolve(ok(`port-${name}`, `端口 ${number} 有应答`));
    });
    const closed = (): void => resolve(failed(`port-${name}`, `端口 ${number} 没有应答`, '系统没有运行：npm start'));
    socket.on('error', closed);
    socket.on('timeout', () => socket.destroy(new Error('timeout')));
  });
}
