// Personal fields lie sealed in the store, open for whoever has the key, and cost nothing but themselves when it is missing.
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { lockedText } from '../../contracts/office/personal.ts';
import { folderOfThisFile, ofThisFile } from '../../test/lives.ts';
import { TestRedis } from '../../test/redis.ts';
import { sampleBundle } from '../../test/sample.ts';
import { directoryKeys } from '../keys.ts';
import { readDistrict, readDistrictBefore } from '../readDistrict.ts';
import { hasSealed, resealDistricts } from '../reseal.ts';
import { changeDocument, putDocument, writeDistrict } from '../writeDistrict.ts';
import { addKey, KeyRing, NoKey } from './keyRing.ts';
import { lendKeys } from './lent.ts';

const server = await ofThisFile(TestRedis.start());
const folder = folderOfThisFile();
const [first, second] = [randomBytes(32), randomBytes(32)];
const bundle = sampleBundle();
const resident = bundle.residents.find(
  ({ conditions, phone, contacts }) => conditions.length > 0 && phone && contacts[0],
);
const id = resident?.id ?? '';
const key = directoryKeys.documents('hongmenjie');

beforeEach(async () => {
  await server.open().flushall();
});
const openWith = (...keys: Buffer[]): Redis => lendKeys(server.open(), KeyRing.of(...keys));
const textOf = async (field: string): Promise<string> => (await server.open().hget(key, field)) ?? '';
const all = async (): Promise<string> =>
  JSON.stringify([
    await server.open().hgetall(key),
    await server.open().hgetall(directoryKeys.documentsBefore('hongmenjie')),
  ]);

describe('personal fields', () => {
  it('lie nowhere in clear, and are read as they were by whoever has the key', async () => {
    const redis = openWith(first);
    await writeDistrict(redis, bundle);
    await writeDistrict(redis, bundle);
    const stored = await all();
    for (const { phone, conditions, contacts, card, mobility } of bundle.residents)
      for (const secret of [phone, card, mobility, ...conditions, ...contacts.map((one) => one.phone)])
        if (secret !== undefined) expect(stored).not.toContain(JSON.stringify(secret));
    for (const { access, doorCode } of bundle.homes)
      for (const secret of [doorCode, ...Object.values(access)])
        if (secret !== undefined) expect(stored).not.toContain(JSON.stringify(secret));
    for (const { phone } of bundle.responders) if (phone !== undefined) expect(stored).not.toContain(phone);
    expect(await readDistrict(redis, 'hongmenjie')).toEqual(await readDistrictBefore(redis, 'hongmenjie'));
    expect((await readDistrict(redis, 'hongmenjie'))?.residents.find((one) => one.id === id)).toEqual(resident);
  });

  it('open in their own place only: not for another person, not in another field', async () => {
    const redis = openWith(first);
    await writeDistrict(redis, bundle);
    const other = bundle.residents.find((one) => one.id !== id && one.phone)?.id ?? '';
    const theirs = JSON.parse(await textOf(`residents/${other}`));
    const mine = JSON.parse(await textOf(`residents/${id}`));
    const moved = { ...theirs, sealed: { ...theirs.sealed, phone: mine.sealed.phone, card: mine.sealed.phone } };
    await redis.hset(key, `residents/${other}`, JSON.stringify(moved));
    const read = (await readDistrict(redis, 'hongmenjie'))?.residents.find((one) => one.id === other);
    expect(read).toMatchObject({ locked: ['phone', 'card'] });
    expect(read).not.toHaveProperty('phone');
  });

  it.each([
    { when: 'missing', keys: [] },
    { when: 'another one', keys: [second] },
  ])('are locked while the key is $when: the place stays, and whoever goes on duty goes on duty', async ({ keys }) => {
    await writeDistrict(openWith(first), bundle);
    const redis = openWith(...keys);
    const read = await readDistrict(redis, 'hongmenjie');
    const person = read?.residents.find((one) => one.id === id);
    expect(person).toMatchObject({
      name: resident?.name,
      home: resident?.home,
      conditions: [lockedText],
      contacts: [],
    });
    expect(read?.homes.find((one) => one.id === resident?.home)).toMatchObject({ access: { note: lockedText } });

    const wang = { district: 'hongmenjie', kind: 'responders', id: 'wang-g1' } as const;
    expect(await changeDocument(redis, wang, (one) => ({ ...one, onDuty: false }))).toBe(true);
    const after = (await readDistrict(openWith(first), 'hongmenjie'))?.responders.find((one) => one.id === 'wang-g1');
    expect(after).toEqual({ ...bundle.responders.find((one) => one.id === 'wang-g1'), onDuty: false });
    // An import would have to write what nobody can seal, or to overwrite what nobody can read.
    if (keys.length === 0) await expect(writeDistrict(redis, bundle)).rejects.toBeInstanceOf(NoKey);
    await expect(writeDistrict(redis, { ...bundle, residents: read?.residents ?? [] })).rejects.toBeInstanceOf(NoKey);
    const place = { district: 'hongmenjie', kind: 'residents', expected: 1 } as const;
    await expect(putDocument(redis, place, person ?? (bundle.residents[0] as never))).rejects.toBeInstanceOf(NoKey);
  });

  it('of before are read in clear, and sealed by the next start; a later key seals them again', async () => {
    await writeDistrict(server.open(), bundle);
    await writeDistrict(server.open(), bundle);
    expect(await hasSealed(server.open())).toBe(false);
    const redis = openWith(first);
    expect((await readDistrict(redis, 'hongmenjie'))?.residents.find((one) => one.id === id)).toEqual(resident);
    // Without a key nothing is lost, and who is in clear stays so.
    const keyless = openWith();
    const wang = { district: 'hongmenjie', kind: 'responders', id: 'wang-g1' } as const;
    expect(await changeDocument(keyless, wang, (one) => ({ ...one, onDuty: true }))).toBe(true);

    expect(await resealDistricts(redis)).toBeGreaterThan(100);
    expect(await resealDistricts(redis)).toBe(0);
    expect(await hasSealed(server.open())).toBe(true);
    expect(await all()).not.toContain(JSON.stringify(resident?.phone));
    const both = openWith(first, second);
    expect(await resealDistricts(both)).toBeGreaterThan(100);
    expect((await readDistrict(openWith(second), 'hongmenjie'))?.residents.find((one) => one.id === id)).toEqual(
      resident,
    );
    expect((await readDistrict(openWith(first), 'hongmenjie'))?.residents.find((one) => one.id === id)).toMatchObject({
      locked: expect.arrayContaining(['phone']),
    });
  });
});

describe('a key file', () => {
  it('is for its owner alone; with the key back all is there again, without a restart', async () => {
    const file = join(folder, 'deep', 'fields.keys');
    await addKey(file, new Date('2026-01-01T00:00:00Z'));
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const writer = lendKeys(server.open(), new KeyRing({ file }));
    await writeDistrict(writer, bundle);
    const kept = readFileSync(file);
    rmSync(file);

    const reader = lendKeys(server.open(), new KeyRing({ file }));
    const registry = await server.registry(reader);
    expect(registry.district('hongmenjie')?.locked).toBeGreaterThan(100);
    writeFileSync(file, kept);
    await vi.waitFor(() => expect(registry.district('hongmenjie')?.locked).toBe(0), { timeout: 10_000 });
    expect(registry.district('hongmenjie')?.residents.get(id)).toEqual(resident);

    // Rotated while this one reads: it finds the new key with the first value that it cannot open.
    await addKey(file, new Date('2026-02-01T00:00:00Z'));
    const rotated = new KeyRing({ file });
    await rotated.refresh();
    const admin = lendKeys(server.open(), rotated);
    expect(await resealDistricts(admin)).toBeGreaterThan(100);
    const place = { district: 'hongmenjie', kind: 'residents', id } as const;
    await changeDocument(admin, place, (one) => ({ ...one, livesAlone: true }));
    await vi.waitFor(() => expect(registry.district('hongmenjie')?.residents.get(id)?.livesAlone).toBe(true));
    expect(registry.district('hongmenjie')?.residents.get(id)?.phone).toBe(resident?.phone);
    registry.stop();
  });

  it.each([
    { is: 'with a line that is no key', text: 'c2hvcnQ=\n', why: /line 1 is no key/ },
    { is: 'that is empty', text: '# nothing yet\n', why: /no key in it/ },
  ])('$is says so, and throws at nobody', async ({ text, why }) => {
    const file = join(folder, 'wrong.keys');
    writeFileSync(file, text);
    const ring = new KeyRing({ file });
    await ring.refresh();
    expect(ring.current).toBeUndefined();
    expect(ring.why).toMatch(why);
    expect(() => ring.seal({ district: 'd', kind: 'k', id: 'i', field: 'f' }, 'x')).toThrow(NoKey);
  });

  it('may be a command; what it prints when it fails is told to nobody', async () => {
    const ring = new KeyRing({ command: `echo ${first.toString('base64')}` });
    await ring.refresh();
    expect(ring.current).toBe(KeyRing.of(first).current);
    const failing = new KeyRing({ command: 'echo very-secret; echo very-secret >&2; exit 3' });
    await failing.refresh();
    expect(failing.why).toBe('the command failed (code 3)');
  });
});
