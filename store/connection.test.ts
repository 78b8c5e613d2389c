// A connection through whatever stands between us and the server: an address whose server changes.
import { createServer, connect as dial, type Server } from 'node:net';
import type { Redis } from 'ioredis';
import { afterEach, expect, it } from 'vitest';
import { TestRedis } from '../test/redis.ts';
import { until } from '../test/system.ts';
import { connect, onOtherServer } from './connection.ts';

const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

/** Passes connections on to whichever socket is named when they come; those that stand stay where they are. */
async function proxy(target: () => string): Promise<number> {
  const server: Server = createServer((from) => {
    const to = dial(target());
    from.on('error', () => to.destroy()).pipe(to);
    to.on('error', () => from.destroy()).pipe(from);
    ends.push(() => from.destroy());
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  ends.push(() => server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

it('that stands to a master which is none any more is dialled again: the new one takes what comes', async () => {
  const [old, next] = [await TestRedis.start(), await TestRedis.start()];
  ends.push(() => old.stop());
  ends.push(() => next.stop());
  let target = old.socket;
  const port = await proxy(() => target);
  const redis: Redis = connect({ url: `redis://127.0.0.1:${port}` });
  ends.push(() => redis.disconnect());
  const reader: Redis = connect({ url: `redis://127.0.0.1:${port}` }); // it is told nothing by the old one
  ends.push(() => reader.disconnect());
  await redis.set('before', '1');
  await reader.get('before');
  target = next.socket;
  await old.open().replicaof('127.0.0.1', 1);
  await expect(redis.set('x', '1'), 'its caller is told').rejects.toThrow(/READONLY/);
  await until(async () => expect(await redis.set('after', '1')).toBe('OK'), 10);
  expect(await next.open().get('after')).toBe('1');
  await until(async () => expect(await reader.get('after')).toBe('1'), 10);
});

it('to a server that stays read-only is not dialled without end', async () => {
  const server = await TestRedis.start();
  ends.push(() => server.stop());
  const port = await proxy(() => server.socket);
  const redis: Redis = connect({ url: `redis://127.0.0.1:${port}` });
  ends.push(() => redis.disconnect());
  await redis.ping();
  let dials = 0;
  redis.on('connect', () => dials++);
  await server.open().replicaof('127.0.0.1', 1);
  for (let i = 0; i < 50; i++) await expect(redis.set('x', '1')).rejects.toThrow(/READONLY/);
  expect(dials).toBeLessThanOrEqual(2);
});

it('that stood already when somebody asked to be told of another server tells of the first change', async () => {
  const [old, next] = [await TestRedis.start(), await TestRedis.start()];
  ends.push(() => old.stop());
  ends.push(() => next.stop());
  let target = old.socket;
  const port = await proxy(() => target);
  const redis: Redis = connect({ url: `redis://127.0.0.1:${port}` });
  ends.push(() => redis.disconnect());
  await redis.ping();
  let changes = 0;
  onOtherServer(redis, () => changes++);
  await redis.ping(); // answered in order: it knows the first one now
  target = next.socket;
  redis.disconnect(true);
  await until(() => expect(changes).toBe(1), 10);
  redis.disconnect(true);
  await redis.ping();
  await redis.ping();
  expect(changes, 'the same one again').toBe(1);
});
