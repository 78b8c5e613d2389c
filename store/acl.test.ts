// Who may do what at a guarded server, on a real one; and that it finds everything again after it was started anew.
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { folderOfThisFile } from '../test/lives.ts';
import { type Login, makeLogins, type StoreUser } from './acl.ts';
import { connect } from './connection.ts';
import { directoryKeys, shardKeys } from './keys.ts';
import { type ManagedServer, startServer } from './server.ts';

const folder = folderOfThisFile();
const logins = await makeLogins(join(folder, 'redis-admin.json'));
let server: ManagedServer;
const open: Redis[] = [];
const socket = (): string => join(folder, 'redis.sock');
const start = async (): Promise<void> => {
  server = await startServer(socket(), join(folder, 'redis'), 64, { file: join(folder, 'redis.acl'), logins });
};
const as = (login?: Login): Redis => {
  const redis = connect({ socket: socket(), ...(login ? { login } : {}) });
  redis.on('error', () => undefined);
  open.push(redis);
  return redis;
};

beforeAll(start);
afterAll(async () => {
  for (const redis of open) redis.disconnect();
  await server.stop();
});

const shard = shardKeys('s03' as never);
const dir = directoryKeys;

describe('a guarded server', () => {
  it('finds again after a start what was written by a transaction or a script', async () => {
    const redis = as(logins.console);
    await redis.multi().hset(dir.documents('d'), 'f', '1').xadd(dir.changes, '*', 'change', '{}').exec();
    await redis.eval("return redis.call('SET', KEYS[1], 'x')", 1, dir.browserSecret);
    await server.stop();
    await start();
    const again = as(logins.admin);
    expect((await again.keys('*')).sort()).toEqual([dir.documents('d'), dir.changes, dir.browserSecret].sort());
  });

  it('lets nobody in without a login, or with a wrong one', async () => {
    await expect(as().get(dir.version)).rejects.toThrow(/NOAUTH/);
    const wrong = { username: 'admin', password: 'guessed' };
    await expect(as(wrong).get(dir.version)).rejects.toThrow(/WRONGPASS|NOAUTH/);
    await expect(as({ username: 'default', password: '' }).get(dir.version)).rejects.toThrow(/WRONGPASS|NOAUTH/);
  });

  it.each<{ who: StoreUser; may: string[]; mayNot: string[] }>([
    { who: 'broker', may: [shard.intake, dir.floods], mayNot: [dir.tokens, dir.accounts, shard.log('x' as never)] },
    { who: 'notifier', may: [shard.intake, dir.outbox], mayNot: [dir.tokens, dir.accounts, dir.credentials] },
    { who: 'auditor', may: [dir.alarms, dir.canaries], mayNot: [dir.tokens, dir.accounts, shard.intake] },
    { who: 'dispatcher', may: [shard.states, dir.alarms], mayNot: [dir.tokens, dir.accounts, dir.credentials] },
  ])(
    'lets $who write where it works and nowhere else, and no command about the server',
    async ({ who, may, mayNot }) => {
      const redis = as(logins[who]);
      const write = (key: string): Promise<unknown> => redis.eval("return redis.call('TYPE', KEYS[1])", 1, key);
      for (const key of may) await write(key);
      for (const key of mayNot) await expect(write(key), key).rejects.toThrow(/NOPERM/);
      for (const command of ['KEYS *', 'SCAN 0', 'FLUSHALL', 'CONFIG GET dir', 'ACL LIST', 'CLIENT LIST', 'SHUTDOWN']) {
        const [name = '', ...args] = command.split(' ');
        await expect(redis.call(name, ...args), command).rejects.toThrow(/NOPERM/);
      }
    },
  );

  it('keeps the admin’s login over starts, for its owner alone, and makes the others anew', async () => {
    const file = join(folder, 'redis-admin.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(join(folder, 'redis.acl')).mode & 0o777).toBe(0o600);
    const next = await makeLogins(file);
    expect(next.admin).toEqual(logins.admin);
    expect(next.broker.password).not.toBe(logins.broker.password);
  });
});
