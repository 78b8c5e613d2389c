// The keys of homes beside a running system: one hook, one key; whoever has it is written down, and whoever must get in reads where it is.
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { IncidentDetail } from '../../contracts/incident/views.ts';
import type { KeyMoves, KeyRow, KeysAnswer } from '../../contracts/office/keys.ts';
import type { RegistryDocument } from '../../contracts/office/registry.ts';
import { openBooks } from '../../records/open.ts';
import { ofThisFile } from '../lives.ts';
import { System, until } from '../system.ts';

const system = await ofThisFile(System.start());
const box = '值班室钥匙箱';
const homeOf = (resident: string) => resident.replace('res', 'home');
const document = async (id: string) =>
  (await system.api<RegistryDocument>(`/api/v1/office/registry/homes/${id}`)) as RegistryDocument & {
    document: { keys?: object[] };
  };
const setKeys = async (home: string, keys: object[]) => {
  const { version } = await document(home);
  return system.call('/api/v1/office/registry/changes', { body: { changes: [{ kind: 'homes', id: home, version, set: { keys } }] } }); // biome-ignore format: one line
};
const keys = async (): Promise<KeyRow[]> => (await system.api<KeysAnswer>('/api/v1/office/keys')).keys;
const sign = (way: 'out' | 'in', body: object) => system.call(`/api/v1/office/keys/${way}`, { body });
const moves = async (home: string) => (await system.api<KeyMoves>(`/api/v1/office/keys/moves?home=${home}`)).moves;
const [home, other] = [homeOf('res-004'), homeOf('res-001')];
const first = { home, place: box, hook: '12' };

beforeAll(async () => {
  expect((await setKeys(home, [{ place: box, hook: '12' }])).status).toBe(200);
  expect((await setKeys(other, [{ place: box, hook: '3' }])).status).toBe(200);
  await until(async () => expect((await keys()).length).toBe(2));
}, 120_000);

describe('a key', () => {
  it('hangs on a hook of its own: a second one there is refused, and the hooks are listed in their order', async () => {
    const refused = await setKeys(other, [{ place: box, hook: '12' }]);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('12');
    expect((await keys()).map(({ hook }) => hook)).toEqual(['3', '12']);
  });

  it('is given out once, with who and why, and comes back once', async () => {
    const taken = { ...first, who: '王师傅', why: '老人忘带钥匙' };
    const both = await Promise.all([sign('out', taken), sign('out', { ...taken, who: '李师傅' })]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 409]);
    const taker = both.find(({ status }) => status === 200);
    if (!taker) throw new Error('nobody has it');
    const [out] = ((await taker.json()) as KeysAnswer).keys;
    expect(out).toMatchObject({
      hook: '12',
      residents: [{ name: '冯孃孃' }],
      out: { why: '老人忘带钥匙', late: false },
    });
    const back = await sign('in', first);
    // The answer is as it is now, whoever has not heard of it yet.
    expect(((await back.json()) as KeysAnswer).keys.every(({ out: held }) => held === undefined)).toBe(true);
    expect((await sign('in', first)).status).toBe(409);
    for (const nobody of [
      { ...first, hook: '99' },
      { ...first, home: 'home-none' },
    ])
      expect((await sign('in', nobody)).status).toBe(404);
    expect((await sign('out', { ...first, who: '王师傅' })).status).toBe(400);
    await until(async () => expect((await keys()).every(({ out: held }) => held === undefined)).toBe(true));
  });

  it('has each move in the books once, with who signed it', async () => {
    await until(async () => {
      const found = await moves(home);
      expect(found.map(({ change }) => change)).toEqual(['in', 'out']);
      expect(found[1]?.words).toMatch(/值班室钥匙箱 12 · (王|李)师傅：老人忘带钥匙/);
    });
    await until(() => system.kill('office/main'));
    await until(async () => expect((await moves(home)).length).toBe(2), 90); // the office comes back first
    expect(await moves(other)).toEqual([]);
  }, 150_000);

  it('that is out for longer than a shift is late', async () => {
    const at = Date.now() - 13 * 3_600_000;
    await setKeys(other, []); // of a key that hangs no form says who has it
    await setKeys(other, [{ place: box, hook: '3', out: { who: '开锁公司', at, why: '换锁芯' } }]);
    await until(async () => expect((await keys())[0]).toMatchObject({ hook: '3', out: { late: true } }));
    expect((await sign('in', { home: other, place: box, hook: '3' })).status).toBe(200);
  });

  it('is read where it hangs by whoever must get in, and with whom it is while it is out', async () => {
    const { incident } = await system.api<{ incident: string }>('/api/v1/incidents', {
      kind: 'sos',
      resident: 'res-004',
    });
    const access = async () => (await system.api<IncidentDetail>(`/api/v1/incidents/${incident}`)).access?.key;
    await until(async () => expect(await access()).toContain(`${box} 12`));
    await sign('out', { ...first, who: '王师傅', why: '去看看老人' });
    await until(async () => expect(await access()).toContain('已由王师傅取走'));
    await sign('in', first);
    await system.clear();
  });

  it('goes with the only one who lived there when they are erased, and so do the words about it; that it moved stands', async () => {
    await until(async () => {
      const erased = await system.call('/api/v1/residents/res-004/erase', { body: { why: '本人要求' } });
      expect(erased.status, await erased.text()).toBe(200);
    });
    await until(async () => expect((await keys()).map(({ hook }) => hook)).toEqual(['3']));
    const left = await until(async () => {
      const found = await moves(home);
      expect(found).toHaveLength(4);
      return found;
    });
    expect(JSON.stringify(left)).not.toContain('师傅');
    const books = await openBooks({ file: join(system.folder, 'records', 'records.db') });
    const all = JSON.stringify(await books.db.selectFrom('key_moves').selectAll().execute());
    await books.close();
    expect(all).not.toMatch(/师傅|钥匙箱/);
  }, 90_000);
});
