// Erasing a person while presses come and calls are merged, over the real console with the real dispatcher: no press loses what helps it,
// and no word about somebody who was erased is left because it lies in another's incident.
import { appendFileSync, mkdirSync, readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import type { IncidentId } from '../../contracts/ids.ts';
import { isOrder } from '../../contracts/incident/orders.ts';
import { archiveFolder, monthFile, monthOf } from '../../store/archive/month.ts';
import { ArchiveReader } from '../../store/archive/reader.ts';
import { lineOf } from '../../store/archive/record.ts';
import { eraseAgain, erasedFile } from '../../store/erased.ts';
import { append } from '../../store/intake.ts';
import { directoryKeys, shardKeys } from '../../store/keys.ts';
import { readDistrict, readDistrictBefore } from '../../store/readDistrict.ts';
import { writeDistrict } from '../../store/writeDistrict.ts';
import { TestConsole } from '../console.ts';
import { folderOfThisFile, ofThisFile } from '../lives.ts';
import { sampleBundle } from '../sample.ts';
import { until } from '../system.ts';

const dataDir = folderOfThisFile();
const archive = archiveFolder(dataDir);
const console_ = await ofThisFile(TestConsole.start({ dataDir, archive: new ArchiveReader(archive) }));
await writeDistrict(console_.redis, sampleBundle()); // there is a version of before
const administrator = await console_.token('administrator');

/** From the first call on what is stored is decided. */
const decides = (() => {
  let begun: Promise<void> | undefined;
  return (): Promise<void> => (begun ??= console_.decide());
})();

const { shard } = console_.district;
const keys = shardKeys(shard);

/** People who live alone, with a button and a way in; each test takes its own. */
const people = (() => {
  const { residents, devices, homes } = sampleBundle();
  const fit = residents.flatMap(({ id, home }) => {
    const device = devices.find((one) => one.home === home)?.id;
    const access = homes.find((one) => one.id === home)?.access;
    const alone = residents.filter((one) => one.home === home).length === 1;
    return device !== undefined && alone && Object.keys(access ?? {}).length > 0 ? [{ id, home, device, access }] : [];
  });
  let next = 0;
  return () => fit[next++] ?? (undefined as never);
})();

const ask = async (path: string, body: object): Promise<{ status: number; value: Record<string, unknown> }> => {
  const answer = await console_.ask(path, { as: administrator, body });
  return { status: answer.status, value: (await answer.json()) as Record<string, unknown> };
};
const erase = (id: string) => ask(`/api/v1/residents/${id}/erase`, { why: '本人要求' });
async function call(home: string): Promise<IncidentId> {
  await decides();
  const body = { id: `raise-${Math.random()}`, kind: 'sos', home };
  return (await console_.raise(administrator, body)) as IncidentId;
}
async function order(incident: IncidentId, command: string, more: object = {}): Promise<void> {
  const body = { id: `c-${Math.random()}`, command, ...more };
  const { value } = await ask(`/api/v1/incidents/${incident}/commands`, body);
  expect(value).toMatchObject({ outcome: 'applied' });
}
const close = (incident: IncidentId): Promise<void> => order(incident, 'close', { disposition: 'helped' });
/** Who ordered what stands: it says nothing of them. */
const words = async (incident: IncidentId): Promise<string> => {
  const side = Object.entries(await console_.redis.hgetall(keys.side(incident)));
  return JSON.stringify(Object.fromEntries(side.filter(([field]) => !isOrder(field))));
};

/** The n-th who reads this from now on is given what was there, and only then this happens. */
function afterReading(key: string, nth: number, happens: () => Promise<unknown>): void {
  const hgetall = console_.redis.hgetall.bind(console_.redis);
  let times = 0;
  const read = vi.spyOn(console_.redis, 'hgetall').mockImplementation((async (asked: string) => {
    const found = await hgetall(asked);
    if (asked !== key || ++times < nth) return found;
    read.mockRestore();
    await happens();
    return found;
  }) as never);
}

async function isAsBefore({ id, home, access }: ReturnType<typeof people>): Promise<void> {
  for (const bundle of [
    await readDistrict(console_.redis, 'hongmenjie'),
    await readDistrictBefore(console_.redis, 'hongmenjie'),
  ]) {
    expect(bundle?.residents.map((one) => one.id)).toContain(id);
    expect(bundle?.homes.find((one) => one.id === home)?.access).toEqual(access);
  }
  expect(await console_.redis.hexists(directoryKeys.erased('hongmenjie'), id)).toBe(0);
  expect(await eraseAgain({ redis: console_.redis, dataDir, archive })).toEqual({ erased: [], waits: [] });
}

describe('a press', () => {
  it('that is stored and not decided yet is helped before whoever pressed is forgotten', async () => {
    const person = people();
    const press = {
      v: 1,
      kind: 'press',
      district: 'hongmenjie',
      device: person.device,
      id: 'p1',
      press: 'sos',
    } as const;
    await append(console_.redis, shard, press);
    expect(await erase(person.id)).toMatchObject({ status: 409, value: { error: 'incident_open' } });
    await isAsBefore(person);
    // Somebody else's press keeps nobody waiting.
    expect((await erase(people().id)).status).toBe(200);
    await decides();
    const incident = await until(() => {
      const found = console_.live.open('hongmenjie').find(({ home }) => home === person.home);
      if (!found) throw new Error('not decided yet');
      return found.id;
    });
    expect((await erase(person.id)).status).toBe(409);
    await close(incident);
    expect((await erase(person.id)).status).toBe(200);
  });

  it('that comes once it was looked finds name, door and keys, and the erasing can be asked for again', async () => {
    const person = people();
    let incident: IncidentId | undefined;
    afterReading(keys.states, 1, async () => {
      incident = await call(person.home);
      await order(incident, 'note', { text: '门没锁' });
    });
    expect(await erase(person.id)).toMatchObject({ status: 409, value: { error: 'incident_open' } });
    if (incident === undefined) throw new Error('nothing came in between');
    await isAsBefore(person);
    expect(await words(incident)).toContain('门没锁');
    await until(() => expect(console_.registry.district('hongmenjie')?.residents.has(person.id)).toBe(true));
    await close(incident);
    expect(await erase(person.id)).toMatchObject({ status: 200, value: { texts: 1 } });
    expect(await words(incident)).toBe('{}');
    expect(readFileSync(erasedFile(dataDir), 'utf8')).toContain(person.id);
  });

  it('that comes once they are gone is an unknown person’s, and keeps its words', async () => {
    const person = people();
    let incident: IncidentId | undefined;
    const when = () => console_.redis.hget(directoryKeys.erased('hongmenjie'), person.id);
    let marked: string | null = null;
    afterReading(keys.states, 2, async () => {
      marked = await when();
      incident = await call(person.home);
      await order(incident, 'note', { text: '从二单元进' });
    });
    expect((await erase(person.id)).status).toBe(200);
    if (incident === undefined) throw new Error('nothing came in between');
    expect(await words(incident)).toContain('从二单元进');
    expect(marked, 'an import leaves them out by then').not.toBeNull();
    expect(await when(), 'the books look again once the words are gone').not.toBe(marked);
    await close(incident);
  });
});

describe('words about somebody whose call was merged into a neighbour’s', () => {
  const merged = async (source: string, target: string) => {
    const [from, into] = [await call(source), await call(target)];
    await order(from, 'merge', { into });
    await until(() => expect(console_.live.incident('hongmenjie', into)?.absorbed).toHaveLength(1));
    await order(into, 'note', { text: '隔壁的她摔在厨房' });
    return { from, into };
  };

  it('are erased with them; while it is open they are not', async () => {
    const [person, neighbour] = [people(), people()];
    const { into } = await merged(person.home, neighbour.home);
    expect((await erase(person.id)).status).toBe(409);
    await close(into);
    expect((await erase(person.id)).status).toBe(200);
    expect(await words(into)).toBe('{}');
    await isAsBefore(neighbour);
  });

  it('are erased with them after a split, too', async () => {
    const [person, neighbour] = [people(), people()];
    const { from, into } = await merged(person.home, neighbour.home);
    await order(into, 'split', { incident: from });
    await until(() => expect(console_.live.incident('hongmenjie', from)?.state).toBe('open'));
    await close(from);
    expect((await erase(person.id)).status, 'the words are still needed').toBe(409);
    await close(into);
    expect((await erase(person.id)).status).toBe(200);
    expect(await words(into)).toBe('{}');
  });

  it('are erased with them in the archive, and the neighbour’s other calls stand', async () => {
    const [person, neighbour] = [people(), people()];
    const other = await call(neighbour.home);
    await order(other, 'note', { text: '邻居自己的事' });
    await close(other);
    const { from, into } = await merged(person.home, neighbour.home);
    await order(into, 'split', { incident: from });
    await until(() => expect(console_.live.incident('hongmenjie', from)?.state).toBe('open'));
    for (const one of [from, into]) await close(one);
    for (const one of [from, into, other]) await archiveNow(one);
    expect((await erase(person.id)).status).toBe(200);
    const text = readFileSync(monthFile(archive, monthOf(Date.now())), 'utf8');
    expect([text.includes('摔在厨房'), text.includes('邻居自己的事')]).toEqual([false, true]);
  });

  it('are erased with whoever lives where a call of an unknown button was merged into', async () => {
    await decides();
    const person = people();
    const press = { v: 1, kind: 'press', district: 'hongmenjie', device: 'nobodys', id: 'p2', press: 'sos' } as const;
    await append(console_.redis, shard, press);
    const stranger = await until(() => {
      const found = console_.live.open('hongmenjie').find(({ device }) => device === 'nobodys');
      if (!found) throw new Error('not decided yet');
      return found.id;
    });
    await order(stranger, 'note', { text: '是谢家的按钮' });
    const incident = await call(person.home);
    await order(stranger, 'merge', { into: incident });
    await until(() => expect(console_.live.incident('hongmenjie', incident)?.absorbed).toHaveLength(1));
    await close(incident);
    expect((await erase(person.id)).status).toBe(200);
    expect(await words(stranger)).toBe('{}');
  });
});

/** As the archiver leaves it, at once. */
async function archiveNow(id: IncidentId): Promise<void> {
  const { redis } = console_;
  const state = await until(async () => {
    const found = (await redis.hget(keys.states, id)) ?? '';
    expect(found).toContain('"closed"');
    return found;
  });
  const events = (await redis.xrange(keys.log(id), '-', '+')).map(([, fields]) => fields[1] ?? '');
  const side = await redis.hgetall(keys.side(id));
  const { line, closedAt = 0 } = lineOf({ state, events, side, hops: {} }) ?? {};
  mkdirSync(archive, { recursive: true });
  appendFileSync(monthFile(archive, monthOf(closedAt)), `${line}\n`);
  await redis.hdel(keys.states, id);
  await redis.zrem(keys.deadlines, id);
  await redis.zrem(keys.closed, id);
  await redis.del(keys.log(id), keys.side(id));
}
