// How somebody signs in, and changes it, in a real browser with an authenticator of its own: by hand and by keyboard, on the hall's
// screen and on a phone.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, expect, it } from 'vitest';
import { launchChromium } from '../../bench/chromium.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';
import { codeAt } from '../people.ts';
import { freePort, root } from '../system.ts';
import { violations } from './axe.ts';
import { follow, Pages, phone } from './chromium.ts';

const password = '夜里值班不打瞌睡';
const hall = { viewport: { width: 1366, height: 768 } };

const api = async <T>(path: string, body?: unknown): Promise<T> =>
  (await (await console_.ask(path, { as: administrator, body })).json()) as T;

// A browser has passkeys for the name localhost, and for no bare address.
const port = await freePort();
const publicUrl = `http://localhost:${port}`;
const webRoot = join(root, 'dist', 'console', 'web');
const console_ = await ofThisFile(TestConsole.start({ port, publicUrl, webRoot }));
const administrator = await console_.token('administrator');
const browser = await launchChromium();
const pages = new Pages(browser, { api });
afterAll(() => browser.close());
afterEach(() => pages.close());

/** Somebody with a new login, at the page behind its link, with a password chosen. */
async function arrived(login: string, options: object, more: object = {}): Promise<Page> {
  const { link } = await api<{ link: string }>('/api/v1/accounts', {
    login,
    name: `姓名${login}`,
    role: 'officer',
    ...more,
  });
  const page = await pages.blank(options);
  await follow(page, link);
  await page.locator('.choose-password input').fill(password);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.locator('.choose-password').waitFor({ state: 'detached' });
  return page;
}
const own = (page: Page) => page.getByRole('region', { name: '我的登录' });
const open = async (page: Page) => {
  await page.getByRole('button', { name: '我的登录' }).click();
  await own(page).getByText('验证器（动态码）').waitFor();
  return own(page);
};
const signOut = async (page: Page): Promise<void> => {
  await page.getByRole('button', { name: '退出', exact: true }).click();
  await page.getByLabel('用户名').waitFor();
};
const isIn = (page: Page) => page.getByRole('button', { name: '我的登录' }).waitFor();

/** A key that the machine keeps, and a finger that it has read. */
async function withAuthenticator(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('WebAuthn.enable');
  await session.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  });
}

it('an officer sets up an authenticator app, writes the codes down, and signs in by keyboard alone', async () => {
  const page = await arrived('zhou.min', hall);
  const panel = await open(page);
  await panel.getByRole('button', { name: '启用验证器' }).click();
  await panel.getByRole('img', { name: '给验证器扫描的二维码' }).waitFor();
  const secret = ((await panel.locator('code').textContent()) ?? '').replaceAll(' ', '');
  await panel.getByLabel('验证器上现在的6位动态码').fill(codeAt(secret, Date.now() - 30_000));
  await page.keyboard.press('Enter');
  await panel.getByText('请抄下恢复码').waitFor();
  expect(await panel.locator('.codes li').count()).toBe(8);
  expect(await violations(page)).toEqual([]);
  const recovery = (await panel.locator('.codes code').first().textContent()) ?? '';
  await panel.getByRole('button', { name: '我已抄好' }).click();
  await panel.getByText('还有 8 个可用').waitFor();
  expect(await violations(page)).toEqual([]);
  await panel.getByRole('button', { name: '关闭' }).click();
  await signOut(page);

  await page.getByLabel('用户名').focus();
  await page.keyboard.type('zhou.min');
  await page.keyboard.press('Tab');
  await page.keyboard.type(password);
  await page.keyboard.press('Enter');
  await page.getByText('第二步：证明是您本人').waitFor();
  await page.keyboard.type('000000');
  await page.keyboard.press('Enter');
  await page.getByRole('alert').filter({ hasText: '动态码不对' }).waitFor();
  await page.getByLabel('6位动态码，或恢复码').fill(codeAt(secret, Date.now()));
  await page.keyboard.press('Enter');
  await isIn(page);

  await signOut(page);
  await page.getByLabel('用户名').fill('zhou.min');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByLabel('6位动态码，或恢复码').fill(recovery);
  await page.keyboard.press('Enter');
  const notice = page.locator('.own-notices');
  await notice.getByText('有人用您的一个恢复码登录').waitFor();
  await notice.getByRole('button', { name: '知道了' }).click();
  await notice.waitFor({ state: 'detached' });
}, 180_000);

it('a passkey of this computer lets its owner in alone, and stands for the second factor', async () => {
  const page = await arrived('he.jun', hall);
  await withAuthenticator(page);
  const panel = await open(page);
  await panel.getByLabel('给它起个名字').fill('大厅电脑');
  await panel.getByRole('button', { name: '添加通行密钥' }).click();
  await panel.getByText('请抄下恢复码').waitFor();
  await panel.getByRole('button', { name: '我已抄好' }).click();
  await panel.getByText('大厅电脑', { exact: true }).waitFor();
  await panel.getByRole('button', { name: '关闭' }).click();

  await signOut(page);
  await page.getByRole('button', { name: '用通行密钥进入' }).click();
  await isIn(page);
  const again = await open(page);
  await again.getByText('上次使用').waitFor();
  await again.getByRole('button', { name: '重新生成恢复码' }).click();
  await again.getByRole('alert').filter({ hasText: '请先在上面填写' }).waitFor();
  await again.getByRole('radio', { name: '通行密钥' }).check();
  await again.getByRole('button', { name: '重新生成恢复码' }).click();
  await again.getByText('请抄下恢复码').waitFor();
  await again.getByRole('button', { name: '我已抄好' }).click();
  await again.getByRole('button', { name: '关闭' }).click();

  await page.locator('.who-is-on').click();
  await page.getByRole('button', { name: '立即锁定' }).click();
  const bar = page.locator('.lock-bar');
  await bar.getByRole('button', { name: '用通行密钥' }).click();
  await bar.waitFor({ state: 'detached' });
  await page.keyboard.press('Escape');

  await signOut(page);
  await page.getByLabel('用户名').fill('he.jun');
  await page.getByLabel('密码', { exact: true }).fill(password);
  await page.keyboard.press('Enter');
  await page.getByText('第二步：证明是您本人').waitFor();
  await page.getByRole('button', { name: '用通行密钥进入' }).click();
  await isIn(page);

  const last = await open(page);
  await last.getByLabel('原密码', { exact: true }).last().fill(password);
  await last.getByRole('button', { name: '删除 大厅电脑' }).click();
  await last.getByText('已完成').waitFor();
  await last.getByRole('button', { name: '关闭' }).click();
  await signOut(page);
  await page.getByRole('button', { name: '用通行密钥进入' }).click();
  await page.getByRole('alert').filter({ hasText: '这个通行密钥在这里不能用' }).waitFor();
}, 180_000);

it('a coordinator does the same on a phone, in either language', async () => {
  const page = await arrived('wang.phone', phone, { role: 'responder', responder: 'wang-g1' });
  const panel = await open(page);
  expect(await violations(page)).toEqual([]);
  await panel.getByRole('button', { name: '启用验证器' }).click();
  const qr = panel.getByRole('img', { name: '给验证器扫描的二维码' });
  await qr.waitFor();
  const box = await qr.boundingBox();
  expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(390);
  await panel.getByRole('button', { name: '关闭' }).click();
  await page.getByRole('button', { name: 'English' }).click();
  await page.getByRole('button', { name: 'My sign-in' }).click();
  await page.getByRole('region', { name: 'My sign-in' }).getByText('Authenticator app', { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Close' }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await page.getByLabel('Login').waitFor();
}, 120_000);
