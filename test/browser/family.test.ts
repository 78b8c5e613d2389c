// The page of the family in a real Chromium, on a running system: a contact is let in from the form of the resident, sees, says, and is out again.
import { mkdirSync } from 'node:fs';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import { until } from '../system.ts';
import { violations } from './axe.ts';
import { follow, phone } from './chromium.ts';
import { officer, onSystem, order, pages, press, system } from './onSystem.ts';

onSystem();

/** A folder for pictures, where somebody wants to look at them. */
const shots = process.env.YJT_SHOTS;
async function look(page: Page, name: string): Promise<void> {
  expect(await violations(page), name).toEqual([]);
  const wide = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
  expect(wide, `${name} is wider than the screen`).toBe(false);
  if (shots === undefined) return;
  mkdirSync(shots, { recursive: true });
  await page.screenshot({ path: `${shots}/${name}.png`, fullPage: true });
}

async function comeIn(resident: string, options: BrowserContextOptions = phone): Promise<Page> {
  const page = await pages.blank(options);
  await follow(page, await system.familyLink(resident));
  await page.locator('[data-button]').waitFor();
  return page;
}
const inTheme = async (page: Page, theme: string): Promise<void> => {
  await page.evaluate((one) => localStorage.setItem('yjt-theme', one), theme);
  await page.reload();
  await page.locator('[data-button]').waitFor();
};

describe.each(['dark', 'light'])('in the %s theme', (theme) => {
  it.each([
    { size: '390x844', options: phone },
    { size: '1366x768', options: { viewport: { width: 1366, height: 768 } } },
  ])(
    'at $size: at rest, while somebody is coming, at the end, away; axe finds nothing',
    async ({ size, options }) => {
      const resident = theme === 'light' ? 'res-020' : 'res-023'; // a contact sets away some times an hour, no more
      const page = await comeIn(resident, { ...options, reducedMotion: 'reduce' });
      const named = (what: string): string => `family-${what}-${size}-${theme}`;
      await inTheme(page, theme);
      await page.getByText('现在没有呼叫').or(page.getByText('已经处理完毕')).waitFor();
      await look(page, named('rest'));
      const id = await press(resident);
      await page.getByText('已收到呼叫').waitFor();
      await look(page, named('received'));
      await page.getByRole('button', { name: '我正在赶来' }).click();
      await page.getByRole('button', { name: '20 分钟到' }).waitFor();
      await look(page, named('how-long'));
      await page.getByRole('button', { name: '20 分钟到' }).click();
      await page.getByText('已告诉值班员：我正在赶来，大约 20 分钟到').waitFor();
      await page.getByRole('button', { name: '我有钥匙' }).click();
      await page.getByText('已告诉值班员：我有钥匙').waitFor();
      await look(page, named('said'));
      await order(id, { command: 'acknowledge' });
      await order(id, { command: 'close', disposition: 'helped', text: '已看望' });
      await page.getByText('已有人上门帮助').waitFor();
      expect(await page.getByRole('button', { name: '我正在赶来' }).count()).toBe(0);
      await look(page, named('ended'));
      await page.getByRole('button', { name: '设为外出' }).click();
      await look(page, named('away-form'));
      await page.getByLabel('到（可不填）').fill('2099-01-02T09:00');
      await page.getByRole('button', { name: '保存' }).click();
      await page.getByText('外出中').waitFor();
      await page.getByText('预计 01-02 09:00 回家').or(page.getByText('2099')).first().waitFor();
      await look(page, named('away'));
      await page.getByRole('button', { name: '已经回家' }).click();
      await page.getByText('没有登记外出').waitFor();
    },
    90_000,
  );
});

it('the office lets a contact in from the form of the resident, and out again; the page says so, and what to do', async () => {
  const office = await pages.enter({ role: 'community', name: '刘主任' }, { reducedMotion: 'reduce' });
  await office.goto(new URL('/office/registry?kind=residents&id=res-021', office.url()).href);
  const family = office.getByRole('region', { name: '家人查看（子女端）' });
  await family.getByRole('button', { name: '记录同意' }).click();
  await family.getByText('已同意，还没有发链接').waitFor();
  await family.getByRole('button', { name: '发登录链接' }).click();
  const link = await family.locator('input').inputValue();
  expect(await violations(office)).toEqual([]);
  if (shots) await family.screenshot({ path: `${shots}/family-form.png` });
  const page = await pages.blank(phone);
  await follow(page, link);
  await page.locator('[data-button]').waitFor();
  const again = await pages.blank(phone);
  await again.goto(link);
  await again.getByText('这个链接不能用了').waitFor();
  await look(again, 'family-expired');
  await family.getByRole('button', { name: '撤回' }).click();
  await page.getByText('现在看不到').waitFor();
  await look(page, 'family-gone');
  await family.getByText('未同意').waitFor();
}, 60_000);

it('what is said stands in the officer’s log as a word of the family', async () => {
  const page = await comeIn('res-019');
  const duty = await officer();
  await press('res-019');
  await duty.locator('.row-open').first().click();
  await page.getByRole('button', { name: '我有钥匙' }).click();
  await duty.locator('.timeline').getByText('家属（女儿 阎某某）：有家里的钥匙').waitFor();
  await duty.locator('.timeline').getByText('家属备注').waitFor();
}, 60_000);

it('without a network the page says as of when it is, and nothing can be said', async () => {
  const page = await comeIn('res-018');
  await press('res-018');
  const coming = page.getByRole('button', { name: '我正在赶来' });
  await coming.waitFor();
  await page.clock.install();
  await page.context().setOffline(true);
  await page.evaluate(() => undefined);
  await until(async () => {
    await page.clock.runFor(5_000);
    expect(await page.locator('.lost').textContent()).toContain('没有网络，画面停在');
  }, 60);
  expect(await coming.isDisabled()).toBe(true);
  await look(page, 'family-lost');
}, 90_000);
