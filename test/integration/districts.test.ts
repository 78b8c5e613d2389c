// Where districts end: whoever administers one has no say in another, by whatever key, and the try is written down.
import { expect, it } from 'vitest';
import type { AuditEntry } from '../../contracts/session/auditView.ts';
import { checkPassword, issueCredential } from '../../store/directory.ts';
import { readDistrict } from '../../store/readDistrict.ts';
import { idOfToken } from '../../store/tokens.ts';
import { neighbourBundle, TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';
import { sampleBundle } from '../sample.ts';

const console_ = await ofThisFile(TestConsole.start());
const neighbour = await console_.token('administrator', { district: 'neighbour', name: '邻居管理员' });
const button = await issueCredential(console_.redis, {
  kind: 'device',
  id: 'btn-050',
  district: 'hongmenjie',
  simulated: false,
});

const refusalsOf = async (): Promise<AuditEntry[]> => {
  const answer = await console_.ask('/api/v1/audit', { as: neighbour });
  const { entries } = (await answer.json()) as { entries: AuditEntry[] };
  return entries.filter(({ action }) => action === 'refused_elsewhere');
};

it.each([
  { what: 'a new password for its button', path: '/api/v1/devices', body: { device: 'btn-050' }, about: 'btn-050' },
  {
    what: 'a button of the name of its coordinator',
    path: '/api/v1/devices',
    body: { device: 'wang-g1' },
    about: 'wang-g1',
  },
  { what: 'a login of its coordinator', path: '/api/v1/responders/wang-g1/credential', body: {}, about: 'wang-g1' },
  { what: 'an end of its button’s login', path: '/api/v1/logins/btn-050', method: 'DELETE', about: 'btn-050' },
])('$what is refused and written down', async ({ path, body, method, about }) => {
  const answer = await console_.ask(path, { as: neighbour, body, ...(method ? { method } : {}) });
  expect([answer.status, await answer.json()]).toMatchObject([403, { error: 'other_district' }]);
  expect((await refusalsOf())[0]).toMatchObject({ by: '邻居管理员', about });
  expect(await checkPassword(console_.redis, 'btn-050', button), 'the button goes on').toBeDefined();
});

it.each([
  { what: 'another district', bundle: sampleBundle(), about: 'hongmenjie' },
  {
    what: 'one’s own with a button of another',
    bundle: { ...neighbourBundle(), devices: [{ id: 'btn-050', kind: 'button' }] },
    about: 'btn-050',
  },
  {
    what: 'one’s own with a coordinator of another',
    bundle: {
      ...neighbourBundle(),
      responders: [
        ...neighbourBundle().responders,
        ...sampleBundle()
          .responders.slice(0, 1)
          .map(({ grid: _, courtyard: __, ...one }) => one),
      ],
    },
    about: sampleBundle().responders[0]?.id,
  },
])('an import of $what is refused and written down', async ({ bundle, about }) => {
  const before = await readDistrict(console_.redis, 'hongmenjie');
  const answer = await console_.ask('/api/v1/import', { as: neighbour, body: bundle });
  expect([answer.status, await answer.json()]).toMatchObject([403, { error: 'other_district' }]);
  expect((await refusalsOf())[0]).toMatchObject({ about });
  expect(await readDistrict(console_.redis, 'hongmenjie')).toEqual(before);
});

it('a login of another district cannot be taken, nor removed', async () => {
  const as = await console_.token('administrator');
  const body = { login: 'zhou.min', name: '周敏', role: 'officer' };
  expect((await console_.ask('/api/v1/accounts', { as, body })).status).toBe(200);
  const taken = await console_.ask('/api/v1/accounts', { as: neighbour, body });
  expect(await taken.json()).toMatchObject({ error: 'name_taken' });
  expect((await refusalsOf())[0]).toMatchObject({ about: 'zhou.min' });
  const removed = await console_.ask('/api/v1/accounts/zhou.min', { as: neighbour, method: 'DELETE' });
  expect(removed.status).toBe(404);
});

it('the machine itself may import every district, and each import is written down', async () => {
  const as = await console_.token('administrator', { installation: true, name: 'yjt' });
  expect((await console_.ask('/api/v1/import', { as, body: neighbourBundle() })).status).toBe(200);
  const { entries } = (await (await console_.ask('/api/v1/audit', { as })).json()) as { entries: AuditEntry[] };
  expect(entries[0]).toMatchObject({ action: 'imported', about: 'neighbour', by: 'yjt' });
});

const incident = '01JZZZZZZZ-1-s00'; // of the shard that the sample lives in
it.each([
  { path: `/api/v1/incidents/${incident}` },
  { path: `/api/v1/incidents/${incident}/events` },
  { path: `/api/v1/incidents/${incident}/candidates` },
  { path: `/api/v1/incidents/${incident}/proof` },
  { path: `/api/v1/incidents/${incident}/record` },
  { path: `/api/v1/incidents/${incident}/conditions`, as: 'officer', body: { why: '核对' } },
  { path: `/api/v1/incidents/${incident}/conditions`, as: 'health', body: { reason: 'doctor_asks' } },
  { path: `/api/v1/incidents/${incident}/phone`, as: 'officer', body: { resident: 'res-001' } },
  {
    path: `/api/v1/incidents/${incident}/phone`,
    as: 'community',
    body: { resident: 'res-001', reason: 'family_asks' },
  },
  { path: `/api/v1/incidents/${incident}/commands`, body: { id: 'c1', command: 'acknowledge' } },
  { path: '/api/v1/incidents', body: { id: 'r1', kind: 'service', home: 'home-001' } },
  { path: '/api/v1/incidents', body: { id: 'r2', kind: 'service', resident: 'res-001' } },
  { path: '/api/v1/presses', body: { device: 'btn-050' } },
  { path: '/api/v1/presses', body: { resident: 'res-001' } },
  { path: '/api/v1/responders/wang-g1/duty', body: { onDuty: false } },
  { path: '/api/v1/devices', body: { resident: 'res-001' } },
  { path: '/api/v1/devices', body: { home: 'home-001' } },
  { path: '/api/v1/tokens', body: { role: 'responder', responder: 'wang-g1' } },
  { path: '/api/v1/tokens', body: { role: 'button', device: 'btn-050' } },
  { path: '/api/v1/accounts', body: { login: 'b.li', name: '李', role: 'responder', responder: 'wang-g1' } },
  { path: '/api/v1/sessions/0000000000000000', method: 'DELETE' },
] as const)('what belongs to another district is not there: $path $body', async ({ path, ...more }) => {
  const role = 'as' in more ? more.as : 'administrator';
  const as = await console_.token(role, { district: 'neighbour' });
  const answer = await console_.ask(path, {
    as,
    ...('body' in more ? { body: more.body } : {}),
    ...('method' in more ? { method: more.method } : {}),
  });
  expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([
    404,
    expect.stringMatching(/^(not_found|unknown_home)$/),
  ]);
});

it('the night desk is not handed to somebody of another district', async () => {
  const answer = await console_.ask('/api/v1/night-desk', { as: neighbour, body: { responder: 'wang-g1' } });
  expect([answer.status, await answer.json()]).toMatchObject([409, { error: 'unknown_responder' }]);
});

it('sessions of one district are neither seen nor ended from another', async () => {
  const ours = await console_.token('officer');
  const seen = await console_.ask('/api/v1/sessions', { as: neighbour });
  const { sessions } = (await seen.json()) as { sessions: { id: string }[] };
  expect(sessions.map(({ id }) => id)).not.toContain(idOfToken(ours));
  const ended = await console_.ask(`/api/v1/sessions/${idOfToken(ours)}`, { as: neighbour, method: 'DELETE' });
  expect(ended.status).toBe(404);
  expect((await console_.ask('/api/v1/me', { as: ours })).status).toBe(200);
});

it('a page of one district is not told of another', async () => {
  const incidents = await console_.ask('/api/v1/residents?search=res-', { as: neighbour });
  const { residents } = (await incidents.json()) as { residents: { id: string }[] };
  expect(residents.length).toBeGreaterThan(0);
  expect(residents.every(({ id }) => id.startsWith('n-'))).toBe(true);
});
