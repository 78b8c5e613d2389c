// Every fault that the harness knows: what it breaks, for how long, and how it is mended. A kind that this machine or
// layout cannot do says why; it is then reported as left out.
import { spawn } from 'node:child_process';
import { appendFile, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { type Chance, oneOf } from '../../devices-sim/chance.ts';
import { readDistricts } from '../../store/directory.ts';
import { shardKeys } from '../../store/keys.ts';
import { signal, until } from '../system.ts';
import type { Breakage } from './link.ts';
import { onPath } from './onPath.ts';
import type { Layout, Rig } from './rig.ts';
import type { Seen } from './seen.ts';
import { neverReads, sendsHalves } from './slowClients.ts';

/** What a fault has to work with. `residents`: devices with their homes. */
export type Stage = {
  rig: Rig;
  seen: Seen;
  chance: Chance;
  responders: readonly string[];
  buttons: readonly { device: string; home: string }[];
};
/** Ends the breakage; does nothing where the system mends itself. */
export type Mend = () => Promise<void>;
/**
 * @property family kinds that break alike: the short form makes one of each
 * @property lasts `instant`: nothing is held. `held`: as long as the run says. `pause`: at least so long that a lease expires
 * @property only the layout that it belongs to; both when left out
 * @property missing why this machine cannot do it; undefined when it can
 */
export type Fault = {
  kind: string;
  family: string;
  lasts: 'instant' | 'held' | 'pause';
  only?: Layout;
  missing(rig: Rig): string | undefined;
  inject(stage: Stage): Promise<Mend>;
};

const hourSeconds = 3_600;
const here = (): undefined => undefined;
const nothingToMend: Mend = async () => undefined;
const redis = 'redis';

/** All faults for the processes that run, in a fixed order: the plan draws from it. */
export function faultsOf(roles: readonly string[]): Fault[] {
  const all = [...roles, redis];
  return [
    ...all.flatMap((role) => [
      signalled(`kill -9 ${role}`, role, 'SIGKILL'),
      signalled(`restart ${role}`, role, 'SIGTERM'),
      stopped(`SIGSTOP ${role}`, role),
    ]),
    stopped('SIGSTOP supervisor', 'supervisor'),
    holderPaused,
    twoAtOnce,
    powerCut,
    serverAway,
    tornRecord,
    fullDisk,
    slowDisk,
    clockStepped,
    commitRefused,
    frozenClient,
    slowClient,
    ...roles.flatMap((role) => broken(`${role} – redis`, 'store', role)),
    ...broken('clients – broker', 'clients', undefined),
  ];
}

async function pidOf({ rig }: Stage, role: string): Promise<number> {
  if (role === redis) return rig.serverPid;
  if (role === 'supervisor') return rig.system.pid;
  return until(async () => {
    const pid = role === 'dispatcher' ? await rig.holder() : role === 'standby' ? await rig.standby() : undefined;
    return pid ?? rig.pidOf(role === 'standby' ? '/dispatcher/' : `/${role}/`);
  });
}

function signalled(kind: string, role: string, how: NodeJS.Signals): Fault {
  const inject = async (stage: Stage): Promise<Mend> => {
    signal(await pidOf(stage, role), how);
    return nothingToMend;
  };
  return { kind, family: how, lasts: 'instant', missing: here, inject };
}

function stopped(kind: string, role: string): Fault {
  const inject = async (stage: Stage): Promise<Mend> => {
    const pid = await pidOf(stage, role);
    signal(pid, 'SIGSTOP');
    return async () => {
      signal(pid, 'SIGCONT');
    };
  };
  return { kind, family: 'SIGSTOP', lasts: 'held', missing: here, inject };
}

/** The one that works a shard sleeps past the end of its lease, and wakes while another works it. */
const holderPaused: Fault = {
  ...stopped('lease holder paused past its lease', 'dispatcher'),
  family: 'lease',
  lasts: 'pause',
};

const twoAtOnce: Fault = {
  kind: 'kill -9 of two at once',
  family: 'two',
  lasts: 'instant',
  missing: here,
  inject: async (stage) => {
    const roles = [...stage.rig.roles(), redis];
    const first = oneOf(stage.chance, roles) ?? redis;
    const second =
      oneOf(
        stage.chance,
        roles.filter((role) => role !== first),
      ) ?? redis;
    for (const pid of [await pidOf(stage, first), await pidOf(stage, second)]) signal(pid, 'SIGKILL');
    return nothingToMend;
  },
};

/** Everything ends at once, the supervisor too, and is started again. */
const powerCut: Fault = {
  kind: 'kill -9 of everything, then start',
  family: 'everything',
  lasts: 'instant',
  missing: here,
  inject: async ({ rig }) => {
    await rig.system.crash();
    await rig.system.resume();
    return nothingToMend;
  },
};

const serverAway: Fault = {
  kind: 'redis dead for a while',
  family: 'redis dead',
  lasts: 'held',
  missing: here,
  inject: async ({ rig }) => {
    let back = (): void => undefined;
    const asked = new Promise<void>((done) => {
      back = done;
    });
    const returned = rig.whileServerIsDead(() => asked);
    return async () => {
      back();
      await returned;
    };
  },
};

/** A write that was under way when the power went: half a record, of which nobody was told. */
const tornRecord: Fault = {
  kind: 'append-only file cut in its last record',
  family: 'torn',
  lasts: 'instant',
  missing: here,
  inject: async ({ rig }) => {
    await rig.whileServerIsDead(async () => {
      const folder = join(rig.serverFolder, 'appendonlydir');
      const increments = (await readdir(folder)).filter((name) => name.endsWith('.incr.aof'));
      const number = (name: string): number => Number(/\.(\d+)\.incr/.exec(name)?.[1]);
      const [last] = increments.sort((a, b) => number(b) - number(a));
      await appendFile(join(folder, last ?? ''), '*4\r\n$4\r\nHSET\r\n$12\r\n{s00}:states\r\n$4\r\nto');
    });
    return nothingToMend;
  },
};

const fullDisk: Fault = {
  kind: 'disk full',
  family: 'disk full',
  lasts: 'held',
  only: 'managed',
  missing: ({ disk }) => (disk ? undefined : 'mounting a tmpfs needs root'),
  inject: async ({ rig }) => {
    rig.disk?.fill();
    return async () => rig.disk?.free();
  },
};

const slowDisk: Fault = {
  kind: 'disk slow',
  family: 'disk slow',
  lasts: 'held',
  missing: () => (onPath('strace') ? undefined : 'strace is not installed'),
  inject: async ({ rig, chance }) => {
    const delay = Math.round(20_000 + chance() * 280_000);
    const inject = `inject=fdatasync:delay_exit=${delay}`;
    const args = ['-f', '-qq', '-p', String(rig.serverPid), '-e', 'trace=fdatasync', '-e', inject, '-o', '/dev/null'];
    const strace = spawn('setpriv', ['--pdeathsig', 'INT', 'strace', ...args], { stdio: 'ignore' });
    const gone = new Promise((done) => strace.once('exit', done));
    return async () => {
      strace.kill('SIGINT');
      await gone;
    };
  },
};

/** By an hour, forward or back: for the server's TIME, for the ids that it gives, for the clocks of our processes. */
const clockStepped: Fault = {
  kind: 'clock stepped by an hour',
  family: 'clock',
  lasts: 'instant',
  only: 'linked',
  missing: ({ wallClock }) => (wallClock ? undefined : 'libfaketime is not installed'),
  inject: async ({ rig, chance, buttons }) => {
    const link = rig.links?.store;
    if (!link) return nothingToMend;
    const to =
      oneOf(
        chance,
        [-hourSeconds, 0, hourSeconds].filter((one) => one !== link.clockOffsetSeconds),
      ) ?? 0;
    link.clockOffsetSeconds = to;
    rig.wallClock?.set(to);
    if (to > 0) await moveIds(rig, to, buttons[0]?.device ?? '');
    return nothingToMend;
  },
};

/** A server whose clock went forward gives higher ids from then on, also after the clock went back. */
async function moveIds({ redis: store }: Rig, seconds: number, device: string): Promise<void> {
  const [[district, shard] = []] = await readDistricts(store);
  if (district === undefined || shard === undefined) return;
  const [now] = await store.time();
  const later = (Number(now) + seconds) * 1000;
  const last = (await store.xinfo('STREAM', shardKeys(shard).intake)) as unknown[];
  const lastId = String(last[last.indexOf('last-generated-id') + 1]);
  if (Number(lastId.split('-')[0]) >= later) return;
  const press = { v: 1, kind: 'press', district, device, id: `clock-${later}`, press: 'test' };
  await store.xadd(shardKeys(shard).intake, `${later}-0`, 'input', JSON.stringify(press));
}

/** The server refuses one of the commit's writes, before the first of them. */
const commitRefused: Fault = {
  kind: 'commit refused at one of its writes',
  family: 'commit',
  lasts: 'held',
  missing: here,
  inject: async ({ rig, chance }) => {
    const command = oneOf(chance, ['xadd', 'hset', 'zadd', 'zrem', 'xdel', 'expire', 'set', 'hdel']) ?? 'hset';
    const user = rig.layout === 'managed' ? 'dispatcher' : 'default';
    await rig.redis.call('ACL', 'SETUSER', user, `-${command}`);
    return async () => {
      await rig.redis.call('ACL', 'SETUSER', user, `+${command}`);
    };
  },
};

const frozenClient: Fault = {
  kind: 'a client that never reads',
  family: 'frozen',
  lasts: 'held',
  missing: here,
  inject: async ({ rig, chance, responders }) => {
    const id = oneOf(chance, responders) ?? '';
    const login = rig.logins.get(id);
    if (!login) throw new Error(`no login of ${id}`);
    const end = await neverReads(rig.links?.clients.port ?? rig.system.mqttPort, login);
    return async () => end();
  },
};

const slowClient: Fault = {
  kind: 'a client that sends half a packet a second',
  family: 'slow',
  lasts: 'held',
  missing: here,
  inject: async ({ rig, chance, buttons, seen }) => {
    const button = oneOf(chance, buttons);
    const login = rig.logins.get(button?.device ?? '');
    if (!button || !login) throw new Error('no login of a button');
    const end = await sendsHalves(rig.links?.clients.port ?? rig.system.mqttPort, login, button.home, seen);
    return async () => end();
  },
};

/** A link between two, broken in each way. @param role whose connections; undefined: everybody's */
function broken(link: string, which: 'store' | 'clients', role: string | undefined): Fault[] {
  const ways: [string, (chance: Chance) => Breakage][] = [
    ['cut', () => ({ how: 'cut' })],
    ['silent', () => ({ how: 'silent' })],
    ['delayed', (chance) => ({ how: 'delay', ms: Math.round(50 + chance() * 950) })],
    ['halved', (chance) => ({ how: 'halve', ms: Math.round(5 + chance() * 35) })],
  ];
  return ways.map(([word, breakage]) => ({
    kind: `${link} ${word}`,
    family: `${which} ${word}`,
    lasts: 'held',
    only: 'linked',
    missing: here,
    inject: async (stage) => {
      const link = stage.rig.links?.[which];
      // As store/process.ts names them: the process and its number.
      const who = role === undefined ? '' : `${role === 'standby' ? 'dispatcher' : role}/${await pidOf(stage, role)}`;
      link?.break(breakage(stage.chance), who);
      return async () => link?.mend();
    },
  }));
}
