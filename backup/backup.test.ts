// A backup is believed only whole: cut off, changed, with something missing or added it is refused, and nothing is written.
import { once } from 'node:events';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dataVersion } from '../store/version.ts';
import { checkBackup } from './check.ts';
import { encrypted } from './envelope.ts';
import { keepBackup } from './keep.ts';
import { makeBackupKeys, readOpenKeys, readSealKeys } from './keys.ts';
import { packBackup } from './pack.ts';
import { restoreBackup } from './restore.ts';

let folder: string;
const at = (name: string): string => join(folder, name);
const facts = {
  createdAt: '2026-08-31T12:00:00.000Z',
  dataVersion,
  redisVersion: '7.0.15',
  counts: { districts: 1, incidents: 2, open: 1, archived: 3 },
};
const month = 'archive/2026-08.jsonl';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'yjt-backup-'));
  writeFileSync(at('dump.rdb'), Buffer.alloc(300_000, 'redis'));
  writeFileSync(at('2026-08.jsonl'), '{"v":1}\n{"cut off');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A backup in a file of its own. @param change of the facts that its manifest holds */
async function backup(name: string, change: Partial<typeof facts> = {}): Promise<string> {
  const sources = [
    { path: 'redis.rdb', from: at('dump.rdb'), bytes: 300_000 },
    { path: month, from: at('2026-08.jsonl'), bytes: 8 }, // as far as it reached
  ];
  const { stream } = await packBackup({ ...facts, ...change }, sources);
  await keepBackup(stream, at(name));
  return at(name);
}

describe('a backup', () => {
  it('is restored with every byte, for its owner alone, as Redis will read it', async () => {
    const file = await backup('whole.tar');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const into = at('restored');
    const manifest = await restoreBackup(file, { into, dryRun: false });
    expect(manifest).toMatchObject(facts);
    expect(readdirSync(into).sort()).toEqual(['archive', 'redis']);
    const base = join(into, 'redis/appendonlydir');
    expect(readFileSync(join(base, 'appendonly.aof.1.base.rdb'))).toEqual(readFileSync(at('dump.rdb')));
    expect(readFileSync(join(base, 'appendonly.aof.manifest'), 'utf8')).toContain('type b');
    expect(readFileSync(join(into, month), 'utf8')).toBe('{"v":1}\n');
    expect(statSync(base).mode & 0o777).toBe(0o700);
    expect(statSync(join(into, month)).mode & 0o777).toBe(0o600);
  });

  it('is only checked by a dry run', async () => {
    const into = at('dry');
    expect(await restoreBackup(await backup('dry.tar'), { into, dryRun: true })).toMatchObject(facts);
    expect(readdirSync(folder)).not.toContain('dry');
  });

  it('never replaces another file', async () => {
    const file = await backup('twice.tar');
    await expect(backup('twice.tar')).rejects.toMatchObject({ code: 'EEXIST' });
    await checkBackup(file);
    expect(readdirSync(folder).filter((name) => name.endsWith('.part'))).toEqual([]);
  });

  it('is not kept when it did not arrive whole', async () => {
    const whole = readFileSync(await backup('source.tar'));
    const cut = Readable.from([whole.subarray(0, 200_000)]);
    await expect(keepBackup(cut, at('arrived.tar'))).rejects.toMatchObject({ why: 'cut_off' });
    expect(readdirSync(folder)).not.toContain('arrived.tar');
  });
});

describe('a damaged backup', () => {
  const damages: { is: string; why: string; damage: (bytes: Buffer) => Buffer }[] = [
    { is: 'cut off in its snapshot', why: 'cut_off', damage: (bytes) => bytes.subarray(0, 5_000) },
    {
      is: 'cut off at its last block',
      why: 'cut_off',
      damage: (bytes) => bytes.subarray(0, bytes.length - 1_024 - 512),
    },
    { is: 'empty', why: 'no_backup', damage: () => Buffer.alloc(0) },
    { is: 'something else', why: 'no_backup', damage: () => Buffer.from('not a tar at all'.repeat(100)) },
    { is: 'changed by one bit in its snapshot', why: 'changed', damage: (bytes) => flipped(bytes, 100_000) },
    { is: 'changed in its archive', why: 'changed', damage: (bytes) => replaced(bytes, '{"v":1}\n', '{"v":2}\n') },
    {
      is: 'with a file that it does not name',
      why: 'unexpected',
      damage: (bytes) => replaced(bytes, '"archive/2026-08', '"archive/2026-07'),
    },
    {
      is: 'without a file that it names',
      why: 'missing',
      damage: (bytes) => Buffer.concat([bytes.subarray(0, bytes.indexOf(`${month}\0`)), Buffer.alloc(1_024)]),
    },
    {
      is: 'with a file that leads elsewhere',
      why: 'no_backup',
      damage: (bytes) => replaced(bytes, '"archive/2026-08.jsonl"', '"../../etc/passwd.jsonl"'),
    },
    { is: 'of a later form', why: 'no_backup', damage: (bytes) => replaced(bytes, '"v": 1,', '"v": 2,') },
  ];
  it.each(damages)('($is) is refused as $why, and nothing is written', async ({ is, why, damage }) => {
    const file = at(`${is}.tar`);
    writeFileSync(file, damage(readFileSync(await backup(`${is}-whole.tar`))));
    const into = at(`${is}-into`);
    await expect(restoreBackup(file, { into, dryRun: false })).rejects.toMatchObject({ why });
    expect(readdirSync(folder)).not.toContain(`${is}-into`);
  });

  const flipped = (bytes: Buffer, where: number): Buffer => {
    const copy = Buffer.from(bytes);
    copy[where] = (copy[where] ?? 0) ^ 1;
    return copy;
  };
  const replaced = (bytes: Buffer, from: string, to: string): Buffer => {
    const copy = Buffer.from(bytes);
    const where = copy.indexOf(from);
    expect(where).toBeGreaterThan(0);
    copy.write(to.slice(0, from.length), where);
    return copy;
  };
});

describe('a restore', () => {
  it('goes into an empty folder only', async () => {
    const file = await backup('for-empty.tar');
    mkdirSync(at('used'));
    writeFileSync(at('used/precious'), 'x');
    await expect(restoreBackup(file, { into: at('used'), dryRun: false })).rejects.toMatchObject({ why: 'not_empty' });
    expect(readdirSync(at('used'))).toEqual(['precious']);
    mkdirSync(at('empty'));
    await restoreBackup(file, { into: at('empty'), dryRun: false });
  });

  it('refuses data of a later version', async () => {
    const file = await backup('newer.tar', { dataVersion: dataVersion + 1 });
    await expect(restoreBackup(file, { into: at('newer'), dryRun: true })).rejects.toMatchObject({ why: 'newer' });
  });
});

describe('an encrypted backup', () => {
  const sources = () => [
    { path: 'redis.rdb', from: at('dump.rdb'), bytes: 300_000 },
    { path: month, from: at('2026-08.jsonl'), bytes: 8 },
  ];
  const keys = () => at('keys');
  beforeAll(() => makeBackupKeys(keys()));

  async function sealed(name: string, by = keys()): Promise<string> {
    const { stream } = await packBackup(facts, sources(), await readSealKeys(by));
    await keepBackup(stream, at(name), await readOpenKeys(keys()));
    return at(name);
  }

  it('that is given up before anybody reads it, or half-way, ends without an error that nobody catches', async () => {
    const uncaught: unknown[] = [];
    const hear = (error: unknown): number => uncaught.push(error);
    process.on('uncaughtException', hear);
    try {
      for (const begin of [false, true]) {
        const { stream } = await packBackup(facts, sources(), await readSealKeys(keys()));
        if (begin) await once(stream, 'readable');
        const closed = once(stream, 'close');
        stream.destroy();
        await closed;
        await new Promise((done) => setImmediate(done));
      }
      expect(uncaught).toEqual([]);
    } finally {
      process.off('uncaughtException', hear);
    }
  });

  it('holds nothing in clear, and is restored with its keys alone', async () => {
    const file = await sealed('sealed.age');
    expect(readFileSync(file).subarray(0, 21).toString()).toBe('age-encryption.org/v1');
    expect(readFileSync(file).includes('manifest')).toBe(false);
    const { identity, verify } = await readOpenKeys(keys());
    const into = at('sealed-into');
    const open = { ...(identity === undefined ? {} : { identity }), ...(verify === undefined ? {} : { verify }) };
    expect(await restoreBackup(file, { into, dryRun: false, keys: open })).toMatchObject({
      encrypted: true,
      signed: 'ours',
    });
    expect(readFileSync(join(into, month), 'utf8')).toBe('{"v":1}\n');
    expect(await checkBackup(file, identity === undefined ? {} : { identity })).toMatchObject({ signed: 'unknown' });
    await expect(checkBackup(file)).rejects.toMatchObject({ why: 'no_key' });
    mkdirSync(at('others'));
    await makeBackupKeys(at('others'));
    await expect(checkBackup(file, await readOpenKeys(at('others')))).rejects.toMatchObject({ why: 'wrong_key' });
  });

  it('leaves its keys where they were put to open it, also when it fails', async () => {
    const file = await sealed('beside.age');
    const place = at('with-keys');
    cpSync(keys(), join(place, 'keys'), { recursive: true });
    const cut = at('beside-cut.age');
    writeFileSync(cut, readFileSync(file).subarray(0, 200_000));
    const open = await readOpenKeys(join(place, 'keys'));
    await expect(restoreBackup(cut, { into: place, dryRun: false, keys: open })).rejects.toMatchObject({
      why: 'damaged',
    });
    expect(readdirSync(place)).toEqual(['keys']);
    await restoreBackup(file, { into: place, dryRun: false, keys: open });
    expect(readdirSync(place).sort()).toEqual(['archive', 'keys', 'redis']);
  });

  it('is refused when one bit of it was changed, or when somebody else made it for our key', async () => {
    const file = await sealed('bit.age');
    const bytes = readFileSync(file);
    bytes[150_000] = (bytes[150_000] ?? 0) ^ 1;
    writeFileSync(at('bit-changed.age'), bytes);
    await expect(checkBackup(at('bit-changed.age'), await readOpenKeys(keys()))).rejects.toMatchObject({
      why: 'damaged',
    });

    // Whoever reads the public recipient can encrypt to it; only we can sign.
    await makeBackupKeys(at('forger'));
    const { sign } = await readSealKeys(at('forger'));
    const { recipient } = await readSealKeys(keys());
    const forged = await packBackup(facts, sources(), { recipient, sign });
    await keepBackup(forged.stream, at('forged.age'));
    await expect(checkBackup(at('forged.age'), await readOpenKeys(keys()))).rejects.toMatchObject({
      why: 'bad_signature',
    });
    const bare = await packBackup(facts, sources());
    await keepBackup(await encrypted(bare.stream, recipient), at('unsigned.age'));
    await expect(checkBackup(at('unsigned.age'), await readOpenKeys(keys()))).rejects.toMatchObject({
      why: 'bad_signature',
    });
  });

  it('is made all the same when the identity that opens it was taken to a safer place', async () => {
    const { stream } = await packBackup(facts, sources(), await readSealKeys(keys()));
    expect(await keepBackup(stream, at('closed.age'), {})).toBeUndefined();
    expect(await checkBackup(at('closed.age'), await readOpenKeys(keys()))).toMatchObject({ signed: 'ours' });
    await makeBackupKeys(keys()); // the next start makes no other key
    expect(await checkBackup(at('closed.age'), await readOpenKeys(keys()))).toMatchObject({ signed: 'ours' });
  });
});
