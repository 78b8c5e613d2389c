// What a community has of its own (四有), kept in the registry beside its homes: teams, bicycles, gate houses, boards and posts. What they name is
// there, whoever is in a team is not removed unasked, keys lie sealed, and a district that was written before them is read.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { ToMend } from '../../contracts/office/readiness.ts';
import type { RegistryAnswer, RegistryDocument, RegistryList } from '../../contracts/office/registry.ts';
import { directoryKeys } from '../../store/keys.ts';
import { TestConsole } from '../console.ts';
import { sampleBundle } from '../sample.ts';
import { until } from '../system.ts';

let console_: TestConsole;
let community: string;
let administrator: string;
beforeAll(async () => {
  console_ = await TestConsole.start();
  [community, administrator] = [await console_.token('community'), await console_.token('administrator')];
}, 60_000);
afterAll(() => console_.stop(), 30_000);

type Told = { status: number; body: RegistryAnswer & { field?: string } };
async function change(changes: object[], more: object = {}): Promise<Told> {
  const answer = await console_.ask('/api/v1/office/registry/changes', { as: community, body: { changes, ...more } });
  return { status: answer.status, body: (await answer.json()) as Told['body'] };
}
const made = (kind: string, id: string, document: object) => ({ kind, id, version: 0, document });
const read = async <T>(path: string): Promise<T> =>
  (await (await console_.ask(`/api/v1/office/${path}`, { as: community })).json()) as T;
const wrong = ({ body: { problems } }: Told) => problems.map(({ kind, field }) => `${kind} ${field}`);

it('a team has members who are there and a leader who is one of them; whoever is in one is not removed before they have left it', async () => {
  const team = { name: '新巡逻队', kind: 'patrol', members: ['patrol-1', 'nobody'], leader: 'squad-1' };
  expect(wrong(await change([made('teams', 'team-new', team)]))).toEqual(['teams members', 'teams leader']);
  const right = { ...team, members: ['patrol-1', 'squad-1'] };
  expect((await change([made('teams', 'team-new', right)])).status).toBe(200);
  const removed = [{ kind: 'responders', id: 'vol-y24', version: 1, document: null }];
  const told = await change(removed);
  expect([told.status, told.body.applied ?? false]).toEqual([400, false]);
  expect(told.body.problems).toMatchObject([{ kind: 'teams', id: 'team-mediators', field: 'members' }]);
  const found = await until(async () => {
    const list = await read<RegistryList>('registry/teams?q=应急队员甲');
    expect(list.rows.map(({ id }) => id)).toContain('team-new');
    return list;
  });
  expect(found.rows.find(({ id }) => id === 'team-new')?.names).toMatchObject({ leader: '应急队员甲（示例）' });
  const person = await read<RegistryDocument>('registry/responders/squad-1');
  expect(person.uses.map(({ id }) => id)).toEqual(expect.arrayContaining(['team-squad', 'team-new']));
});

it('a bicycle has a plate of its own, and what runs out of it within a month is among what is to be mended', async () => {
  const soon = new Date(console_.clock.now() + 10 * 86_400_000).toISOString().slice(0, 10);
  const bicycle = { plate: '示例a0001', expires: [{ what: 'insurance', on: soon }] };
  expect(wrong(await change([made('bicycles', 'bike-new', bicycle)]))).toEqual(['bicycles plate']);
  expect((await change([made('bicycles', 'bike-new', { ...bicycle, plate: '川A 12345' })])).status).toBe(200);
  await until(async () => {
    const { expiring } = await read<ToMend>('readiness');
    expect(expiring).toContainEqual(
      expect.objectContaining({ kind: 'bicycles', says: '川A 12345', what: 'insurance' }),
    );
  });
});

it('a gate house belongs to a courtyard; its telephone and its keys lie sealed and are in no list', async () => {
  const gate = { name: '东门', courtyard: 'y02', phone: '０００ 0002 0002', keepers: ['vol-y02'], keys: ['天台门'] };
  expect(wrong(await change([made('gateHouses', 'gate-new', { ...gate, courtyard: 'y99' })]))).toEqual([
    'gateHouses courtyard',
  ]);
  expect((await change([made('gateHouses', 'gate-new', gate)])).status).toBe(200);
  const whole = await read<RegistryDocument>('registry/gateHouses/gate-new');
  expect(whole.document).toMatchObject({ phone: '000 0002 0002', keys: ['天台门'] });
  const stored = await console_.redis.hget(directoryKeys.documents('hongmenjie'), 'gateHouses/gate-new');
  expect(stored).not.toMatch(/天台门|0002/);
  const list = await until(async () => {
    const found = await read<RegistryList>('registry/gateHouses?courtyard=y02');
    expect(found.total).toBe(1);
    return JSON.stringify(found);
  });
  expect(list).not.toMatch(/天台门|0002 0002/);
});

it('boards and posts are where they are; what nobody knows is refused', async () => {
  const told = await change([
    made('boards', 'board-new', { where: '大门内右侧', courtyard: 'y02' }),
    made('servicePoints', 'patrol-new', {
      kind: 'patrol-point',
      name: '新巡逻点',
      position: [104.06, 30.645],
      team: 'team-patrol',
    }),
  ]);
  expect(told.status).toBe(200);
  expect(wrong(await change([made('boards', 'board-bad', { where: ' ', courtyard: 'y99' })]))).toEqual(
    expect.arrayContaining(['boards where', 'boards courtyard']),
  );
  const { rows } = await until(async () => {
    const list = await read<RegistryList>('registry/boards?courtyard=y02');
    expect(list.total).toBe(1);
    return list;
  });
  expect(rows[0]?.says).toBe('黉门街66号院 大门内右侧');
});

it('a district that is sent as it was before there was any of this is taken, and has none', async () => {
  const { teams: _, bicycles: __, gateHouses: ___, boards: ____, servicePoints, ...old } = sampleBundle();
  const body = { ...old, servicePoints: servicePoints.map(({ team: _____, ...point }) => point) };
  const answer = await console_.ask('/api/v1/import', { as: administrator, body });
  expect(answer.status).toBe(200);
  await until(() => expect(console_.registry.district('hongmenjie')?.bundle.teams).toEqual([]));
  expect((await read<RegistryList>('registry/gateHouses')).total).toBe(0);
});
