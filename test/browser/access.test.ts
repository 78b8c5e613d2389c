// The access log in a real Chromium, on a running system: who looked at whom is found, and printed for the resident.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { AccessAnswer } from '../../contracts/office/access.ts';
import type { NewToken } from '../../contracts/session/session.ts';
import { until } from '../system.ts';
import { violations } from './axe.ts';
import { onSystem, order, pages, press, system } from './onSystem.ts';

onSystem();

const community: NewToken = { role: 'community', name: '刘主任' };
const officer: NewToken = { role: 'officer', name: '周敏' };
const enter = async (who: NewToken, path: string): Promise<Page> => {
  const page = await pages.enter(who, { reducedMotion: 'reduce' });
  await page.goto(new URL(path, page.url()).href); // the host that its cookie is for
  return page;
};
const looks = (page: Page, words: string) => page.locator('.looks tbody tr', { hasText: words });
const sizes = [
  [1920, 1080],
  [1366, 768],
  [390, 844],
] as const;

/** At each size and in both themes: nothing that axe finds, nothing beyond the edge. */
async function isReadable(page: Page, name: string): Promise<void> {
  for (const theme of ['light', 'dark'] as const) {
    await page.evaluate((one) => localStorage.setItem('yjt-theme', one), theme);
    await page.reload();
    await page.locator('main tbody td').first().waitFor();
    for (const [width, height] of sizes) {
      await page.setViewportSize({ width, height });
      if (process.env.YJT_LOOK)
        await page.screenshot({ path: `${process.env.YJT_LOOK}/${name}-${width}-${theme}.png` });
      expect(await violations(page)).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)).toBeLessThanOrEqual(0);
    }
  }
}

async function looked(): Promise<void> {
  const id = await press('res-004');
  const page = await enter(officer, '/');
  await page.getByText('冯孃孃').first().click();
  await order(id, { command: 'acknowledge' });
  const desk = await enter(community, '/office/registry?kind=residents&id=res-010');
  await desk.getByRole('link', { name: '谁看过这位老人的资料' }).waitFor();
  await until(async () => {
    const { readings } = await system.api<AccessAnswer>('/api/v1/office/access');
    expect(readings.flatMap(({ residents }) => residents.map(({ id: one }) => one))).toEqual(
      expect.arrayContaining(['res-004', 'res-010']),
    );
  });
}

it('is searched by name, narrowed to one resident, and gives the list that they take home; axe finds nothing', async () => {
  await looked();
  const page = await enter(community, '/office/access');
  await looks(page, '邱爷爷').first().waitFor();
  await page.getByLabel('查老人或工作人员姓名').fill('fnn');
  await looks(page, '邱爷爷').first().waitFor({ state: 'detached' });
  await looks(page, '周敏').first().waitFor();
  await page.getByLabel('内容').selectOption('phone');
  await page.getByText('没有符合条件的查阅记录').waitFor();
  await page.getByRole('button', { name: '清除条件' }).click();
  await looks(page, '邱爷爷').first().waitFor();
  await isReadable(page, 'access');
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.getByRole('link', { name: '冯孃孃' }).first().click();
  await page.getByText('只看谁查过 冯孃孃').waitFor();
  await page.getByRole('link', { name: '给本人的清单' }).click();
  await page.getByRole('heading', { name: '冯孃孃：哪些人看过您的资料' }).waitFor();
  await page.getByText('您呼叫以后，为了帮助您').first().waitFor();
  expect(await page.locator('.extract article').textContent()).not.toContain('邱爷爷');
  await isReadable(page, 'extract');
  await page.reload();
  await page.getByRole('heading', { name: '冯孃孃：哪些人看过您的资料' }).waitFor();
  await page.getByRole('link', { name: '回到查阅记录' }).click();
  await looks(page, '冯孃孃').first().waitFor();
}, 120_000);

it('is not for a duty officer, who is told so and has no way to it', async () => {
  const page = await enter(officer, '/office/access');
  await page.getByText('查阅记录只供社区干部和管理员查看').waitFor();
  expect(await page.getByRole('link', { name: '查阅记录' }).count()).toBe(0);
});

it('says which key hangs where; one is given out, is late in red, and comes back', async () => {
  const place = '值班室钥匙箱';
  const late = Date.now() - 13 * 3_600_000;
  const set = (id: string, key: object) =>
    system.api('/api/v1/office/registry/changes', { changes: [{ kind: 'homes', id, set: { keys: [{ place, ...key }] } }] }); // biome-ignore format: one line
  const page = await enter(officer, '/office/keys');
  await page.getByText('还没有登记钥匙').waitFor();
  await set('home-004', { hook: '12' });
  await set('home-010', { hook: '3', out: { who: '开锁公司', at: late, why: '换锁芯' } });
  await page.reload();
  const row = (words: string) => page.locator('.keys tbody tr', { hasText: words });
  await row('邱爷爷').getByText('超过 12 小时未还').waitFor();
  await row('冯孃孃').getByRole('button', { name: '取走' }).click();
  await page.keyboard.type('王师傅');
  await page.keyboard.press('Tab');
  await page.keyboard.type('老人忘带钥匙');
  await page.keyboard.press('Enter');
  await row('冯孃孃').getByText('王师傅').waitFor();
  await row('冯孃孃').getByRole('link', { name: '出入记录' }).click();
  await page.locator('.moves li', { hasText: '王师傅：老人忘带钥匙' }).waitFor();
  await page.getByLabel('查姓名、地址、钩号').fill('冯');
  await row('邱爷爷').waitFor({ state: 'detached' });
  await page.getByLabel('查姓名、地址、钩号').fill('');
  await isReadable(page, 'keys');
  await row('邱爷爷').getByRole('button', { name: '归还' }).click();
  await row('邱爷爷').getByRole('button', { name: '取走' }).waitFor();
}, 120_000);
