// The policy in a real Chromium, on a running system: a community officer reads the ladder, changes it, tries it on the last month, dates it and goes
// back.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { PolicyState } from '../../contracts/office/planned.ts';
import type { NewToken } from '../../contracts/session/session.ts';
import { until } from '../system.ts';
import { violations } from './axe.ts';
import { onSystem, order, pages, press, system } from './onSystem.ts';

onSystem();
/** Of a page that is looked at by axe several times, on a busy machine. */
const withinMs = 120_000;

const community: NewToken = { role: 'community', name: '刘主任' };
const other: NewToken = { role: 'administrator', name: '陈工' };
const officer: NewToken = { role: 'officer', name: '周敏' };

const enter = async (who = community, query = ''): Promise<Page> => {
  const page = await pages.enter(who, { reducedMotion: 'reduce', viewport: { width: 1366, height: 768 } });
  await page.goto(new URL(`/office/policy${query}`, page.url()).href);
  await page.locator('.ladder').waitFor();
  return page;
};
const state = () => system.api<PolicyState>('/api/v1/office/policy');
const keep = (page: Page) => page.locator('.keep');
const said = (page: Page, words: string) => page.locator('main > .said', { hasText: words }).waitFor();
const firstTier = async (page: Page) => {
  await page.getByRole('button', { name: '修改 第 1 级' }).click();
  return page.locator('.ladder li').first();
};
const waits = async (plan = 'neighbourhood') =>
  (await state()).policy.plans.find(({ id }) => id === plan)?.tiers[0]?.answerWithinSeconds;
const worst = (page: Page) => page.locator('.worst').textContent();

it(
  'says at any time how long it takes at the worst, and why; whoever only reads has nothing to press',
  async () => {
    const page = await enter(officer);
    expect(await worst(page)).toMatch(/8 分钟.*1 级警：\s*3 分 30 秒/); // 上门服务: 120 + 180 + 180 s; a call for help: 45 + 45 + 60 + 60 s
    expect(await page.locator('.worst-why').textContent()).toContain('按“上门服务”：3 级');
    expect(await page.locator('.calls tbody tr').count()).toBe(10);
    await page.locator('.calls').getByRole('link', { name: '烟雾报警' }).click();
    await page.locator('.ladder').getByText('会消防的优先').waitFor();
    expect(await page.locator('.ladder .at').allTextContents()).toEqual([
      '马上',
      '30 秒起',
      '1 分 15 秒起',
      '2 分 15 秒起',
    ]);
    expect(await page.getByRole('button', { name: '修改' }).count()).toBe(0);
    expect(await violations(page)).toEqual([]);
  },
  withinMs,
);

it(
  'is changed with the reason at the field, tried, saved, told in the history, compared and taken back',
  async () => {
    const incident = await press('res-002');
    await order(incident, { command: 'acknowledge' });
    await order(incident, { command: 'close', disposition: 'helped', text: '已处理' });
    const page = await enter();
    const rung = await firstTier(page);
    const seconds = rung.getByLabel('多久没人答应就问下一级（秒）');
    await seconds.fill('0');
    await rung.getByRole('alert').getByText('最少 5').waitFor();
    await keep(page).getByText('邻里院落调、院落社区解、社区街道帮 › 第 1 级').first().waitFor();
    await seconds.fill('600');
    await rung.getByText('最少 5').waitFor({ state: 'detached' });
    expect(await worst(page)).toMatch(/8 分钟\s*12 分 45 秒/);
    expect(await violations(page)).toEqual([]);

    const preview = page.locator('.preview');
    await until(async () => {
      await preview.getByRole('button', { name: '开始预演' }).click();
      await preview.getByText('比较了 1 起').waitFor({ timeout: 5_000 });
    });
    await preview.getByRole('heading', { name: '有人答应上门' }).waitFor();
    await seconds.fill('50');
    await preview.getByText('改动后还没有重新预演').waitFor();
    expect(await violations(page)).toEqual([]);

    await keep(page).getByLabel('为什么改').fill('冬天路滑');
    await keep(page).getByRole('button', { name: '保存，马上生效' }).click();
    await said(page, '已保存');
    expect(await waits()).toBe(50);
    const versions = page.locator('.versions');
    await versions.getByText('原因：冬天路滑').waitFor();
    expect(await versions.locator('li').first().textContent()).toContain('刘主任 修改');
    const row = versions.locator('.compared tbody tr');
    expect(await row.count()).toBe(1);
    expect(await row.textContent()).toContain('4550');

    await versions
      .getByRole('button', { name: /退回到这一版/ })
      .first()
      .click();
    await versions.getByRole('button', { name: /确定退回/ }).click();
    await said(page, '已退回到第');
    expect(await waits()).toBe(45);
    await versions.getByText('刘主任 撤销').waitFor();
    expect(await violations(page)).toEqual([]);
  },
  withinMs,
);

it(
  'gets a rung, loses it, changes the order, and has hours of its own for a kind of call',
  async () => {
    const page = await enter(community, '?plan=duty-room');
    const rungs = page.locator('.ladder h3');
    expect(await rungs.allTextContents()).toEqual(['第 1 级：社区值守', '第 2 级：街道值班']);
    await page.getByRole('button', { name: '加一级' }).click();
    await page.locator('.ladder').getByLabel('名称 *').last().fill('巡逻队');
    await page.getByRole('button', { name: '上移 第 3 级' }).click();
    expect(await rungs.allTextContents()).toEqual(['第 1 级：社区值守', '第 2 级：巡逻队', '第 3 级：街道值班']);
    await page.getByRole('button', { name: '删除 第 2 级' }).click();
    await keep(page).getByText('还没有改动').waitFor();

    await page.getByRole('button', { name: '修改 求助 全天' }).click();
    await page.getByRole('button', { name: '另加时段' }).click();
    const rows = page.locator('.calls tbody tr', { has: page.locator('th', { hasText: /^求助$/ }) });
    await until(async () =>
      expect(await rows.locator('td:nth-child(2)').allTextContents()).toEqual(['07:00–22:00', '22:00–07:00']),
    );
    await page.locator('.rule [name$="between/from"]').fill('22:0');
    await page.locator('.rule [name$="between/to"]').fill('25:00');
    await keep(page).getByText('不是有效的时刻').first().waitFor();
    await keep(page).getByRole('button', { name: '放弃改动' }).click();
    await keep(page).getByText('还没有改动').waitFor();
  },
  withinMs,
);

it(
  'is dated, shown with what it changes, and taken back',
  async () => {
    const page = await enter();
    const rung = await firstTier(page);
    await rung.getByLabel('多久没人答应就问下一级（秒）').fill('30');
    await keep(page).getByLabel('生效时间').fill('2020-01-01T08:00');
    await keep(page).getByRole('button', { name: '定时' }).click();
    await keep(page).getByText('生效时间不对').waitFor();
    const tomorrow = new Date(Date.now() + 8 * 3_600_000 + 24 * 3_600_000).toISOString().slice(0, 10);
    await keep(page).getByLabel('生效时间').fill(`${tomorrow}T08:00`);
    await keep(page).getByLabel('为什么改').fill('春节安排');
    await keep(page).getByRole('button', { name: '定时' }).click();
    const planned = page.locator('.planned');
    await planned.getByText(`定于 ${tomorrow.slice(5)} 08:00 生效`).waitFor();
    expect((await state()).planned).toMatchObject({
      at: `${tomorrow}T08:00:00.000+08:00`,
      by: '刘主任',
      why: '春节安排',
    });
    expect(await waits()).toBe(45);
    await planned.getByRole('button', { name: '看改了什么' }).click();
    await until(async () => expect(await planned.locator('.compared tbody tr').textContent()).toContain('4530'));
    expect(await violations(page)).toEqual([]);

    const reader = await enter(officer);
    await reader.locator('.planned', { hasText: '刘主任' }).waitFor();
    await planned.getByRole('button', { name: '取消定时' }).click();
    await said(page, '已取消定时');
    expect((await state()).planned).toBeUndefined();
  },
  withinMs,
);

it(
  'of two who change it, the second is told who was faster and keeps what they changed',
  async () => {
    const [first, second] = [await enter(), await enter(other)];
    const rung = await firstTier(first);
    await rung.getByLabel('多久没人答应就问下一级（秒）').fill('40');
    await second.locator('.others > summary').click();
    await second.locator('[name="positionFreshSeconds"]').fill('100');
    await keep(first).getByRole('button', { name: '保存，马上生效' }).click();
    await said(first, '已保存');
    await keep(second).getByText('刚改过策略').waitFor();
    await keep(second).getByRole('button', { name: '看现在的内容' }).click();
    await second.locator('.ladder').getByText('40 秒内无人答应').waitFor();
    await keep(second).getByRole('button', { name: '保存，马上生效' }).click();
    await said(second, '已保存');
    expect((await state()).policy.positionFreshSeconds).toBe(100);
    expect(await waits()).toBe(40);
  },
  withinMs,
);
