// The map drawn by hand in a real Chromium, on a running system: a border that two grids share stays one, what is wrong is shown where it is and
// refused, of two who draw one wins, and a file of GeoJSON comes in.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { CommunityBundle } from '../../contracts/office/community.ts';
import type { NewToken } from '../../contracts/session/session.ts';
import { until } from '../system.ts';
import { violations } from './axe.ts';
import { onSystem, pages, system } from './onSystem.ts';

onSystem();

const community: NewToken = { role: 'community', name: '刘主任' };
const other: NewToken = { role: 'administrator', name: '陈工' };
const officer: NewToken = { role: 'officer', name: '周敏' };

const enter = async (path: string, who = community): Promise<Page> => {
  const page = await pages.enter(who, { reducedMotion: 'reduce' });
  await page.goto(new URL(`/office/map${path}`, page.url()).href);
  await page.locator('.map-side .shapes a').first().waitFor();
  return page;
};
const grids = async () => (await system.api<Pick<CommunityBundle, 'grids'>>('/api/v1/map')).grids;
const gridOf = async (id: string) => (await grids()).find((one) => one.id === id)?.ring.map(String) ?? [];
/** Chooses the first corner by keys. */
async function firstCorner(page: Page): Promise<void> {
  await page.locator('.sketch-corner').first().waitFor();
  await page.locator('.sketch .host').focus();
  await page.keyboard.press('n');
  await page.locator('.sketch-corner.chosen').waitFor();
}
const look = async (page: Page, name: string): Promise<void> => {
  if (process.env.YJT_LOOK) await page.screenshot({ path: `${process.env.YJT_LOOK}/map-${name}.png` });
};
const isSaved = (page: Page) => page.getByText(/已保存 \d+ 处修改/).waitFor();

it('by keys: a corner that grids share is moved in all of them, saved with a reason, and taken back as one', async () => {
  const before = await grids();
  const page = await enter('?kind=grids&id=g2');
  await firstCorner(page);
  const was = before.find(({ id }) => id === 'g2')?.ring[0];
  const sharing = before.filter(({ ring }) => ring.some((one) => String(one) === String(was)));
  expect(sharing.length).toBeGreaterThan(1);
  for (const key of ['Shift+ArrowDown', 'ArrowLeft']) await page.keyboard.press(key);
  await page.getByText(/处修改还没有保存/).waitFor();
  await page.getByLabel('为什么改').fill('按新的门牌调整');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await isSaved(page);
  await until(async () => {
    const now = await gridOf('g2');
    expect(now).not.toContain(String(was));
    for (const { id } of sharing) expect(await gridOf(id)).toContain(now[0]);
  });
  await page.getByRole('button', { name: '撤销这次保存' }).click();
  await page.getByText('已撤销').waitFor();
  await until(async () => expect(await grids()).toEqual(before));
});

it('what overlaps is shown where it is, and refused; a step back, and it is gone', async () => {
  const page = await enter('?kind=grids&id=g4');
  await firstCorner(page);
  await page.getByLabel('与相邻的一起移动').uncheck();
  await page.locator('.sketch .host').focus();
  for (let n = 0; n < 4; n++) await page.keyboard.press('Shift+ArrowUp');
  await look(page, 'moved');
  await page.locator('.faults li.error', { hasText: '重叠' }).first().waitFor();
  expect(await page.locator('path.fault.error').count()).toBeGreaterThan(0);
  await page.locator('.faults li.error button').first().click();
  await look(page, 'overlap');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await page.locator('.stale', { hasText: '没有保存' }).waitFor();
  await page.getByRole('button', { name: '全部放弃' }).click();
  await page.getByText('没有发现重叠').waitFor();
  // It is said first, and drawn with the next picture.
  await until(async () => expect(await page.locator('path.fault').count()).toBe(0));
});

it('of two who draw the same, the second is told who was faster, and goes on with the rest', async () => {
  const [first, second] = [await enter('?kind=roads&id=r02'), await enter('?kind=roads&id=r02', other)];
  await first.getByLabel('名称', { exact: true }).fill('临江路');
  await second.getByLabel('名称', { exact: true }).fill('临江西街');
  await first.getByRole('button', { name: '保存', exact: true }).click();
  await isSaved(first);
  await second.locator('.stale', { hasText: /刚改过 道路/ }).waitFor();
  await second.getByRole('button', { name: '保存', exact: true }).click();
  await second.locator('.stale', { hasText: '刘主任刚改过 道路 临江西路' }).waitFor();
  await second.getByRole('button', { name: '换成现在的样子' }).click();
  await until(async () => expect(await second.getByLabel('名称', { exact: true }).inputValue()).toBe('临江路'));
});

it('a place is set by a click, a grid comes in from GeoJSON in another datum, and goes again', async () => {
  const page = await enter('?kind=servicePoints');
  await page.getByRole('button', { name: '画一个新服务点' }).click();
  await page.locator('.sketch .host').click({ position: { x: 300, y: 300 } });
  await page.getByLabel('名称', { exact: true }).fill('新的服务站');
  await page.getByRole('button', { name: '保存', exact: true }).click();
  await isSaved(page);
  await page.getByRole('link', { name: '网格', exact: true }).click();
  await page.getByRole('button', { name: '导入／导出 GeoJSON' }).click();
  const [href = ''] = await page
    .locator('.sheet a[href*="gcj02"]')
    .evaluateAll((all) => all.map((one) => one.getAttribute('href') ?? ''));
  const out = (await (await system.call(href)).json()) as {
    features: { properties: Record<string, string>; geometry: { coordinates: unknown } }[];
  };
  const [feature] = out.features;
  const broken = {
    type: 'Feature',
    properties: { 名称: '一条线' },
    geometry: {
      type: 'LineString',
      coordinates: [
        [104, 30],
        [104.1, 30],
      ],
    },
  };
  const file = {
    ...out,
    features: [{ ...feature, properties: { ...feature?.properties, 名称: '改了名的网格' } }, broken],
  };
  await page.getByLabel('选择文件').setInputFiles({
    name: '网格.geojson',
    mimeType: 'application/geo+json',
    buffer: Buffer.from(JSON.stringify(file)),
  });
  await page.locator('.broken', { hasText: '是线（LineString），这里要 面（Polygon）' }).waitFor();
  await look(page, 'geojson');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: '只导入没有问题的 1 行' }).click();
  await page.getByText('改了名的网格').first().waitFor();
});

it('an officer looks and changes nothing', async () => {
  const page = await enter('?kind=grids&id=g1', officer);
  await page.getByText('您可以查看地图').waitFor();
  expect(await page.locator('.sketch-corner').count()).toBe(0);
  expect(await page.getByRole('button', { name: '画一个新网格' }).count()).toBe(0);
  await page.locator('.tree summary').click();
  await page.locator('.tree', { hasText: /240 人/ }).waitFor();
  expect(await violations(page)).toEqual([]);
});

it('looks right in both themes and at each size', async () => {
  const page = await enter('?kind=grids&id=g4');
  for (const theme of ['dark', 'light']) {
    await page.evaluate((one) => localStorage.setItem('yjt-theme', one), theme);
    await page.reload();
    await page.locator('.sketch-corner').first().waitFor();
    for (const [width, height] of [
      [1920, 1080],
      [1366, 768],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await until(async () =>
        expect(await page.evaluate(() => globalThis.document.documentElement.scrollWidth <= innerWidth)).toBe(true),
      );
      await look(page, `${width}-${theme}`);
      expect(await violations(page)).toEqual([]);
    }
  }
}, 120_000);
