// The handbooks at their doors: for whoever is signed in, at a locked console too, by the session of the page that asks; and every command
// of `yjt` in them is one that there is.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runYjt } from '../../cli/yjt.ts';
import { Handbook, Role } from '../../contracts/terms.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';
import { root } from '../system.ts';

const console_ = await ofThisFile(TestConsole.start());
const html = { accept: 'text/html,*/*' };
const daughter = await console_.familyOf('res-010');

it.each(Role.enum)('a %s reads every one of them, and sees its pictures', async (role) => {
  const as = await console_.token(role, role === 'family' ? daughter : {});
  for (const name of Handbook.enum) {
    const answer = await console_.ask(`/handbook/${name}`, { as, method: 'GET' });
    expect([name, answer.status]).toEqual([name, 200]);
    const page = await answer.text();
    expect(page).toContain('<h1>');
    for (const [, picture = ''] of page.matchAll(/<img src="([^"]+)"/g)) {
      const shown = await console_.ask(picture, { as, method: 'GET' });
      expect([picture, shown.status, shown.headers.get('content-type')]).toEqual([picture, 200, 'image/png']);
      await shown.body?.cancel();
    }
  }
});

it('all of them are listed, in the order of who reads them', async () => {
  const page = await (await console_.ask('/handbook', { as: await console_.token('officer'), method: 'GET' })).text();
  expect([...page.matchAll(/<li><a href="\/handbook\/(\w+)\?screen=">/g)].map(([, name]) => name)).toEqual(
    Handbook.enum,
  );
});

it('the page says which of a browser’s sessions it means, and so does each way on', async () => {
  const cookie = `yjt_r=${await console_.token('responder')}`;
  const ask = (path: string) => console_.ask(path, { method: 'GET', headers: { cookie } });
  expect((await ask('/handbook/coordinator')).status).toBe(401);
  const answer = await ask('/handbook/coordinator?screen=r');
  expect(answer.status).toBe(200);
  const ways = [...(await answer.text()).matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, way = '']) => way);
  expect(ways.length).toBeGreaterThan(3);
  expect(ways.filter((way) => !way.endsWith('?screen=r'))).toEqual([]);
});

it('whoever is not signed in reads a sentence and finds the way in; a program is answered as at any door', async () => {
  const page = await console_.ask('/handbook/duty', { method: 'GET', headers: html });
  expect([page.status, page.headers.get('content-type')]).toEqual([401, 'text/html; charset=utf-8']);
  const text = await page.text();
  expect(text).toContain('<a href="/">');
  expect(text).not.toContain('值班员手册');
  const program = await console_.ask('/handbook/duty', { method: 'GET' });
  expect(await program.json()).toMatchObject({ error: 'not_signed_in' });
});

it('what is not there is said to be so, and nothing beside the handbooks can be read', async () => {
  const as = await console_.token('officer');
  for (const path of ['nobody', 'duty.md', '..%2F..%2Fpackage', 'pictures/none.png', 'pictures/..%2f..%2fduty.png']) {
    const answer = await console_.ask(`/handbook/${path}`, { as, method: 'GET', headers: html });
    expect([path, answer.status]).toEqual([path, 404]);
    await answer.body?.cancel();
  }
});

describe('each command of yjt in a handbook', () => {
  const text = readFileSync(join(root, 'docs', 'handbooks', 'administrator.md'), 'utf8');
  const commands = [...text.matchAll(/`npm run -s yjt -- ([^`]+)`/g)].map(([, command = '']) => command);

  it.each([...new Set(commands)])('%s', async (command) => {
    const words = command.split(' ').filter((word) => /^[a-z]+$/.test(word));
    const options = command.split(' ').filter((word) => word.startsWith('--'));
    let said = '';
    const terminal = { env: {}, out: (line: string) => (said += `${line}\n`), err: (line: string) => (said += line) };
    const known = words.slice(0, 2);
    expect(await runYjt([...known, '--help'], terminal)).toBe(0);
    expect(said).toMatch(new RegExp(`^Usage: yjt ${known[0]}`));
    if (known.length > 1 && said.includes('[command]')) expect(said).toContain(`yjt ${known.join(' ')}`);
    expect(options.filter((option) => !said.includes(option))).toEqual([]);
  });
});
