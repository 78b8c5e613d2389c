// The page of daily signs of life in a real Chromium, on a running system: an agreement by hand, a list that is switched on, what came of a call.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { CheckInsAnswer } from '../../contracts/device/checkInViews.ts';
import type { NewToken } from '../../contracts/session/session.ts';
import { until } from '../system.ts';
import { violations } from './axe.ts';
import { onSystem, pages, system } from './onSystem.ts';

onSystem();

const community: NewToken = { role: 'community', name: '刘主任' };
const officer: NewToken = { role: 'officer', name: '周敏' };
const enter = async (who: NewToken, path: string): Promise<Page> => {
  const page = await pages.enter(who, { reducedMotion: 'reduce' });
  await page.goto(new URL(path, page.url()).href); // the host that its cookie is for
  return page;
};
const row = (page: Page, words: string) => page.locator('.checkins tbody tr', { hasText: words });
const sizes = [
  [1920, 1080],
  [1366, 768],
  [390, 844],
] as const;

/** At each size and in both themes: nothing that axe finds, nothing beyond the edge, and the bar in one row. */
async function isReadable(page: Page): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((one) => localStorage.setItem('yjt-theme', one), theme);
    await page.reload();
    await page.locator('main tbody td').first().waitFor();
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      if (process.env.YJT_LOOK)
        await page.screenshot({ path: `${process.env.YJT_LOOK}/checkins-${width}-${theme}.png` });
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
      if (width < 1000) continue;
      const tops = await page
        .locator('.pages a')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
      expect(new Set(tops.map(Math.round)).size, `the bar at ${width}`).toBe(1);
    }
  }
}

it('says so while nobody has agreed to anything', async () => {
  const page = await enter(officer, '/office/checkins');
  await page.getByText('还没有住户约定平安签到').waitFor();
});

it('an agreement is written in the form of a resident, and they are on the page; nothing of its times is in the store in clear', async () => {
  const page = await enter(community, '/office/registry?kind=residents&id=res-004');
  const form = page.getByRole('group', { name: '平安签到' });
  await form.getByLabel('每天几点前').fill('09:30');
  await form.getByLabel('宽限（分钟）').fill('45');
  await form.getByLabel('人体感应').check();
  await page.getByRole('button', { name: '保存' }).first().click();
  await until(async () => {
    const { rows } = await system.api<CheckInsAnswer>('/api/v1/office/check-ins');
    expect(rows.map(({ id }) => id)).toContain('res-004');
  });
  const listed = await enter(officer, '/office/checkins');
  await row(listed, '冯孃孃').getByText('未到时间').waitFor();
}, 60_000);

it('switches a list on; who was reached is ticked, and the number is asked for by a tap', async () => {
  const page = await enter(officer, '/office/checkins');
  const heat = page.locator('.lists article', { hasText: '高温名单' });
  await heat.getByRole('button', { name: '启用' }).click();
  await heat.getByText('已启用').waitFor();
  await row(page, '冯孃孃').getByRole('button', { name: '已联系上' }).click();
  await row(page, '冯孃孃').getByText('周敏').waitFor();
  await heat.getByText('今天已联系上 1 人').waitFor();
  await isReadable(page);
  await page.getByRole('link', { name: '要看的' }).click();
  await row(page, '冯孃孃').waitFor({ state: 'detached' });
  await page.getByRole('link', { name: '全部' }).click();
  await row(page, '冯孃孃').waitFor();
  await heat.getByRole('button', { name: '停用' }).click();
  await heat.getByText('未启用').waitFor();
}, 120_000);

it.each(['community', 'administrator'] as const)(
  'leaves the bar in one row of a usual screen for %s, in either language',
  async (role) => {
    const page = await enter({ role, name: '刘主任' }, '/office/checkins');
    await page.setViewportSize({ width: 1366, height: 768 });
    for (const language of ['中文', 'English']) {
      const other = page.locator(`.top button:text-is("${language}")`);
      if ((await other.count()) > 0) await other.click();
      const tops = await page
        .locator('.pages a')
        .evaluateAll((all) => all.map((one) => one.getBoundingClientRect().top));
      expect(tops.length).toBeGreaterThan(10);
      expect(new Set(tops.map(Math.round)).size, language).toBe(1);
      const bar = await page.locator('.top').evaluate((one) => one.getBoundingClientRect().height);
      expect(bar, language).toBeLessThan(70); // the clock and the ways out too
      if (process.env.YJT_LOOK) await page.screenshot({ path: `${process.env.YJT_LOOK}/bar-${role}-${language}.png` });
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }
  },
  60_000,
);
