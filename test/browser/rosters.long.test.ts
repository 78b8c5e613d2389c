// The roster in a real Chromium, on a running system: a gap is found before it happens and filled by a swap that two have agreed on their
// phones; shifts are made by dragging and moved by keys.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { PlannedGaps, RosterWeek } from '../../contracts/office/roster.ts';
import { secondIn } from '../../contracts/wallClock.ts';
import { until } from '../system.ts';
import { violations } from './axe.ts';
import { onSystem, pages, system } from './onSystem.ts';

onSystem();

const dayMs = 86_400_000;
const day = (ms: number): string => secondIn('Asia/Shanghai', ms).slice(0, 10);
const weekday = (ms: number): number => new Date(`${day(ms)}T00:00:00Z`).getUTCDay();
/** The Saturday of next week: of the two coordinators of that grid only one works then. */
const saturday = (): string => {
  const n = [8, 9, 10, 11, 12, 13, 14].find((one) => weekday(Date.now() + one * dayMs) === 6) ?? 8;
  return day(Date.now() + n * dayMs);
};
const office = async (week: string, more = ''): Promise<Page> => {
  const page = await pages.enter({ role: 'community', name: '刘主任' }, { reducedMotion: 'reduce' });
  await page.goto(new URL(`/office/rosters?week=${week}${more}`, page.url()).href);
  await page.locator('.bar').first().waitFor();
  return page;
};
const phone = async (responder: string, name: string): Promise<Page> => {
  const page = await pages.enter(
    { role: 'responder', name, responder },
    { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' },
  );
  await page.locator('.swaps').first().waitFor();
  return page;
};
const draft = (page: Page) => page.locator('.draft');
const save = async (page: Page): Promise<void> => {
  await draft(page).getByRole('button', { name: '保存' }).click();
  await page.locator('.said', { hasText: '已保存' }).waitFor();
};
const gaps = async (grid: string) =>
  (await system.api<PlannedGaps>('/api/v1/office/roster/gaps')).gaps.filter((gap) => gap.grid === grid);
const week = (from: string): Promise<RosterWeek> => system.api(`/api/v1/office/roster?from=${from}&grid=g4`);

it('a gap is shown before it happens, with who could fill it, and is filled by a swap agreed on two phones', async () => {
  const on = saturday();
  const page = await office(on);
  await page.getByRole('button', { name: '记请假' }).click();
  await draft(page).getByLabel('谁', { exact: true }).selectOption('liu-g4');
  await draft(page).getByLabel('开始').fill(`${on}T09:00`);
  await draft(page).getByLabel('结束').fill(`${on}T21:00`);
  await draft(page).getByText('多出 1 处空缺').waitFor();
  expect(await violations(page)).toEqual([]);
  await draft(page).getByLabel('为什么').fill('回老家');
  await save(page);
  const gap = page.locator('.gaps > ol > li', { hasText: `${on.slice(5)} 09:00` });
  await gap.getByRole('button', { name: '排唐协管员' }).waitFor();
  await page.locator('.group .gap').first().waitFor();
  await page.locator('.bar.nobody').waitFor();
  await page.locator('.name', { hasText: '刘协管员' }).getByRole('link', { name: '请假' }).waitFor();
  expect(await gaps('g4')).toHaveLength(1);
  expect(await violations(page)).toEqual([]);

  const liu = await phone('liu-g4', '刘协管员');
  await liu.getByRole('button', { name: '请人代班或换班' }).click();
  await liu.getByLabel('我的哪一班').selectOption(`shift-liu-g4/${on}`);
  await liu.getByLabel('请谁').selectOption('tang-g4');
  expect(await violations(liu)).toEqual([]);
  await liu.getByRole('button', { name: '提出' }).click();
  await liu.getByText('等唐协管员').waitFor();
  expect(await gaps('g4')).toHaveLength(1); // asked only
  const tang = await phone('tang-g4', '唐协管员（日班）');
  await tang.getByText('刘协管员请您代班').waitFor();
  expect(await violations(tang)).toEqual([]);
  await tang.getByRole('button', { name: '答应' }).click();
  await tang.locator('.swaps li', { hasText: '已换' }).waitFor();

  await gap.waitFor({ state: 'detached' });
  await page.locator('.bar.nobody').waitFor({ state: 'detached' });
  await page.locator('.bar.swapped', { hasText: '替刘协管员' }).first().waitFor();
  await page.locator('.swaps tr', { hasText: '已换' }).waitFor();
  expect(await gaps('g4')).toEqual([]);
}, 150_000); // three people at their pages

it('a shift is made by dragging, moved by keys and taken away, each once it has been tried', async () => {
  const on = saturday();
  const page = await office(on, '&grid=g4');
  await page.setViewportSize({ width: 1600, height: 900 });
  const track = page.locator('[data-person="tang-g4"]');
  const box = await track.boundingBox();
  if (!box) throw new Error('no row');
  // Sunday, from ten to four.
  const at = (hours: number): number => box.x + (box.width * (6 * 24 + hours)) / (7 * 24);
  await page.mouse.move(at(10), box.y + 20);
  await page.mouse.down();
  await page.mouse.move(at(13), box.y + 20);
  await page.mouse.move(at(16), box.y + 20);
  await page.mouse.up();
  const sunday = day(Date.parse(`${on}T00:00:00+08:00`) + dayMs);
  await draft(page).waitFor();
  expect(await draft(page).getByLabel('开始').inputValue()).toBe(`${sunday}T10:00`);
  expect(await draft(page).getByLabel('结束').inputValue()).toBe(`${sunday}T16:00`);
  await save(page);
  const bar = track.locator('.bar', { hasText: '10:00–16:00' });
  await bar.focus();
  await page.keyboard.press('Alt+ArrowRight');
  await draft(page).waitFor();
  await bar.focus();
  await page.keyboard.press('Alt+Shift+ArrowRight');
  await draft(page).getByText('四周内的空缺不变').waitFor();
  expect(await draft(page).getByLabel('结束').inputValue()).toBe(`${sunday}T17:00`);
  await save(page);
  const mine = async () => (await week(on)).shifts.filter((one) => one.owner === 'tang-g4' && one.on === sunday);
  await until(async () => expect(await mine()).toMatchObject([{ from: expect.stringContaining('T') }]));
  expect((await mine()).map((one) => secondIn('Asia/Shanghai', Date.parse(one.from)).slice(11, 16))).toEqual(['10:30']);
  await track.locator('.bar', { hasText: '10:30–17:00' }).click();
  await draft(page).getByRole('button', { name: '取消这一次' }).click();
  await track.locator('.bar', { hasText: '10:30–17:00' }).waitFor({ state: 'detached' });
  expect(await mine()).toEqual([]);
});

it('a holiday is entered for several shifts at once, and the gaps are worked out first', async () => {
  const on = saturday();
  const page = await office(on, '&grid=g4');
  await page.getByRole('button', { name: '节假日' }).click();
  await draft(page).getByLabel('第一天').fill(on);
  await draft(page)
    .getByLabel('最后一天')
    .fill(day(Date.parse(`${on}T00:00:00+08:00`) + dayMs));
  await draft(page).getByLabel('刘协管员').check();
  await draft(page).getByText('会多出').waitFor();
  expect(await violations(page)).toEqual([]);
  await draft(page).getByLabel('为什么').fill('节假日停班');
  await save(page);
  const liu = async () => (await week(on)).shifts.filter((one) => one.shift === 'shift-liu-g4').map((one) => one.on);
  await until(async () => expect(await liu()).not.toContain(on));
});
