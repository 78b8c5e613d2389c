// Two people of one name are two: what each does counts, and the record says which of them it was.
import { expect, it } from 'vitest';
import { inputKey, readInput } from '../../contracts/incident/inputs.ts';
import type { AuditEntry } from '../../contracts/session/auditView.ts';
import type { SessionView } from '../../contracts/session/session.ts';
import { shardKeys } from '../../store/keys.ts';
import { idOfToken } from '../../store/tokens.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';

const console_ = await ofThisFile(TestConsole.start());

it('the same id from two who are called 周敏 is two acts; from one of them it is one', async () => {
  const [first, second] = [
    await console_.token('officer', { name: '周敏' }),
    await console_.token('officer', { name: '周敏' }),
  ];
  const raise = (as: string) =>
    console_.ask('/api/v1/incidents', { as, body: { id: 'same', kind: 'service', home: 'home-001' } });
  await Promise.all([raise(first), raise(second), raise(first)]);
  const shard = console_.registry.district('hongmenjie')?.shard;
  const entries = shard === undefined ? [] : await console_.redis.xrange(shardKeys(shard).intake, '-', '+');
  const keys = entries.flatMap(([, fields]) => {
    const input = readInput(fields[1] ?? '');
    return input ? [inputKey(input)] : [];
  });
  expect(keys).toHaveLength(3);
  expect(new Set(keys)).toEqual(new Set([`raise/${idOfToken(first)}/same`, `raise/${idOfToken(second)}/same`]));
});

it('the same id from the command line before and after a start of the system is one act: its token is another then', async () => {
  const raise = async () =>
    console_.ask('/api/v1/incidents', {
      as: await console_.token('administrator', { name: 'yjt', installation: true }),
      body: { id: 'across', kind: 'service', home: 'home-002' },
    });
  await Promise.all([raise(), raise()]);
  const shard = console_.registry.district('hongmenjie')?.shard;
  const entries = shard === undefined ? [] : await console_.redis.xrange(shardKeys(shard).intake, '-', '+');
  const keys = entries.flatMap(([, fields]) => {
    const input = readInput(fields[1] ?? '');
    return input?.kind === 'raise' && input.id === 'across' ? [inputKey(input)] : [];
  });
  expect([keys.length, new Set(keys).size]).toEqual([2, 1]);
});

it('the audit says which of them it was, as the list of sessions does', async () => {
  const administrators = await Promise.all(
    [1, 2].map(() => console_.token('administrator', { name: '管理员', madeAt: console_.clock.now() })),
  );
  for (const as of administrators) await console_.ask('/api/v1/devices', { as, body: { resident: 'res-001' } });
  const [as] = administrators;
  const read = async <T>(path: string): Promise<T> => (await console_.ask(path, { as: as ?? '' })).json() as Promise<T>;
  const { entries } = await read<{ entries: AuditEntry[] }>('/api/v1/audit');
  const { sessions } = await read<{ sessions: SessionView[] }>('/api/v1/sessions');
  const actors = entries.filter(({ action }) => action === 'login_made').map(({ actor }) => actor);
  expect(new Set(actors)).toEqual(new Set(administrators.map(idOfToken)));
  expect(sessions.map(({ id }) => id)).toEqual(expect.arrayContaining(actors));
});
