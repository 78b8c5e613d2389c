// A console that nobody touches, and the list of who is in, in a real Chromium on a screen of the size that halls have.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { SessionView } from '../../contracts/session/session.ts';
import { connect } from '../../store/connection.ts';
import { directoryKeys } from '../../store/keys.ts';
import { noteUse } from '../../store/sessionUse.ts';
import { until } from '../system.ts';
import { follow } from './chromium.ts';
import { onSystem, pages, press, system } from './onSystem.ts';

const hall = { viewport: { width: 1366, height: 768 } };
const password = 'correct horse battery';

onSystem(['--no-sim'], { YJT_LOCK_AFTER: '30m' });

/** For whoever wants to look: TEST_PICTURES names a folder. */
async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.TEST_PICTURES;
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  await page.screenshot({ path: join(folder, `${name}.png`) });
}

/** Somebody who has chosen a password behind their link. */
async function enter(login: string, name: string, role: string): Promise<Page> {
  const { link } = await system.api<{ link: string }>('/api/v1/accounts', { login, name, role });
  const page = await pages.blank(hall);
  await follow(page, link);
  await page.locator('.choose-password input').fill(password);
  await page.getByRole('button', { name: '保存' }).click();
  await page.waitForSelector('[data-link="live"]');
  return page;
}

/** Half an hour in which nobody touches any page. */
async function leaveAlone(): Promise<void> {
  const redis = connect(system.store);
  for (const digest of await redis.hkeys(directoryKeys.tokens)) await noteUse(redis, digest, Date.now() - 30 * 60_000);
  redis.disconnect();
}

it('locks itself, still answers a call, shows nothing else, and opens with the password', async () => {
  const incident = await press('res-004');
  const page = await enter('zhou.min', '周敏', 'officer');
  await page.locator(`[data-incident="${incident}"] .row-open`).click();
  await page.getByText('备用钥匙').waitFor();
  await page.getByRole('button', { name: '夜间值守' }).click();
  await page.locator('.panel').waitFor();
  await leaveAlone();
  const bar = page.locator('.lock-bar');
  await bar.waitFor();
  await until(async () => expect(await page.getByText('备用钥匙').count()).toBe(0));
  expect(await page.locator('#search, .panel, .timeline').count()).toBe(0);
  const pane = page.locator('.pane');
  await until(async () => expect(await pane.textContent()).toContain('000****0004'));
  expect(await pane.textContent()).toContain('冯孃孃');
  expect(await pane.textContent()).toContain('202');
  await picture(page, 'locked-zh');
  await page.keyboard.press('d');
  await page.keyboard.press('v');
  expect(await page.locator('.panel, .orders .form').count()).toBe(0);
  await page.keyboard.press('a');
  await until(async () =>
    expect((await system.incidents()).find(({ id }) => id === incident)?.acknowledged?.by).toBe('周敏'),
  );
  await page.getByRole('button', { name: 'English' }).click();
  await bar.getByText('This console is locked').waitFor();
  await picture(page, 'locked-en');
  await page.getByRole('button', { name: '中文' }).click();
  await bar.locator('input').fill('not my password');
  await bar.getByRole('button', { name: '解锁' }).click();
  await bar.getByRole('alert').waitFor();
  await bar.locator('input').fill(password);
  await bar.getByRole('button', { name: '解锁' }).click();
  await bar.waitFor({ state: 'detached' });
  await page.locator('#search').waitFor();
  await page.getByText('备用钥匙').waitFor();
}, 150_000);

it('that came by a link and has no password locks itself too, answers a call, and opens with another link pasted whole', async () => {
  const incident = await press('res-010');
  const linkOf = () => system.api<{ link: string }>('/api/v1/tokens', { role: 'officer', name: '来宾', link: true });
  const page = await pages.blank(hall);
  const { link: used } = await linkOf();
  await follow(page, used);
  await page.waitForSelector('[data-link="live"]');
  await page.locator(`[data-incident="${incident}"] .row-open`).click();
  await leaveAlone();
  const bar = page.locator('.lock-bar');
  await bar.getByText('请向管理员要一个新的链接').waitFor();
  expect(await page.locator('#search').count()).toBe(0);
  await until(async () => expect(await page.locator('.pane').textContent()).toContain('000****'));
  await page.keyboard.press('a');
  await until(async () =>
    expect((await system.incidents()).find(({ id }) => id === incident)?.acknowledged?.by).toBe('来宾'),
  );
  await picture(page, 'locked-by-link-zh');
  await bar.locator('input').fill(used);
  await bar.getByRole('button', { name: '解锁' }).click();
  await bar.getByRole('alert').filter({ hasText: '可能已用过' }).waitFor();
  await bar.locator('input').fill((await linkOf()).link);
  await bar.getByRole('button', { name: '解锁' }).click();
  await bar.waitFor({ state: 'detached' });
  await page.locator('#search').waitFor();
}, 120_000);

it('shows where one is signed in, and one click ends another page; the administrator sees and revokes all', async () => {
  const first = await enter('lin', '林值班', 'officer');
  const second = await pages.blank(hall);
  await second.goto(`http://localhost:${system.port}/`);
  await second.locator('input[name=login]').fill('lin');
  await second.locator('input[name=password]').fill(password);
  await second.getByRole('button', { name: '进入', exact: true }).click();
  await second.waitForSelector('[data-link="live"]');
  await second.locator('.who-is-on').click();
  const others = second.locator('.sessions li', { hasNotText: '本页面' });
  await until(async () => expect(await others.count()).toBe(1));
  expect(await second.locator('.sessions li').count()).toBe(2);
  await picture(second, 'sessions-zh');
  await others.getByRole('button', { name: '结束' }).click();
  await first.locator('.sign-in').waitFor();
  await until(async () => expect(await second.locator('.sessions li').count()).toBe(1));

  const token = await system.api<{ id: string }>('/api/v1/tokens', { role: 'wall', name: '大厅大屏' });
  const admin = await enter('admin', '管理员甲', 'administrator');
  await admin.locator('.who-is-on').click();
  await admin.locator(`[data-session="${token.id}"]`).waitFor();
  await admin.getByRole('button', { name: 'English' }).click();
  await admin.getByText('Sessions and tokens').waitFor();
  await picture(admin, 'sessions-en');
  await admin.locator(`[data-session="${token.id}"]`).getByRole('button', { name: 'Revoke' }).click();
  await admin.locator(`[data-session="${token.id}"]`).waitFor({ state: 'detached' });
  const { sessions } = await system.api<{ sessions: SessionView[] }>('/api/v1/sessions');
  expect(sessions.map(({ id }) => id)).not.toContain(token.id);
}, 150_000);
