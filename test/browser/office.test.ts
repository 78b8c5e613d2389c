// The office in a real Chromium, on a running system: an incident is found again, its story read, the month counted.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { FiguresAnswer } from '../../contracts/office/figures.ts';
import type { HistoryAnswer } from '../../contracts/office/history.ts';
import type { NewToken } from '../../contracts/session/session.ts';
import { until } from '../system.ts';
import { violations } from './axe.ts';
import { incident, onSystem, order, pages, press, system } from './onSystem.ts';

onSystem();

const community: NewToken = { role: 'community', name: '刘主任' };
const officer: NewToken = { role: 'officer', name: '周敏' };

const enter = async (who: NewToken, path: string): Promise<Page> => {
  const page = await pages.enter(who, { reducedMotion: 'reduce' });
  await page.goto(new URL(path, page.url()).href); // the host that its cookie is for
  return page;
};

/** Pressed, acknowledged, written about and closed; the books know it. @returns its number */
async function handled(resident: string, note: string): Promise<{ id: string; number: number }> {
  const id = await press(resident);
  await order(id, { command: 'acknowledge' });
  await order(id, { command: 'note', text: note });
  await order(id, { command: 'close', disposition: 'helped' });
  const { number } = await incident(id);
  await until(async () => {
    const { incidents } = await system.api<HistoryAnswer>(
      `/api/v1/office/history?q=${encodeURIComponent(`#${number}`)}`,
    );
    expect(incidents).toMatchObject([{ id, state: 'closed' }]);
  });
  return { id, number };
}
const row = (page: Page, id: string) => page.locator(`.rows [data-incident="${id}"]`);
const addressOf = (page: Page): string => decodeURIComponent(new URL(page.url()).search);

describe('history', () => {
  it('finds an incident by the initials of who lives there, and by two characters that somebody wrote', async () => {
    const { id, number } = await handled('res-010', '老人在卫生间摔倒，家属已到');
    const other = await handled('res-001', '按错了，没有事');
    const page = await enter(community, '/office');
    await row(page, other.id).waitFor();
    await page.getByLabel('查人、院落、编号、备注').fill('qyy');
    await row(page, other.id).waitFor({ state: 'detached' });
    expect(await row(page, id).textContent()).toContain('邱爷爷');
    expect(await row(page, id).textContent()).toContain('已帮助');
    expect(addressOf(page)).toBe('?q=qyy');

    await page.getByLabel('查人、院落、编号、备注').fill('摔倒');
    await row(page, id).locator('q', { hasText: '摔倒' }).waitFor();
    await page.getByLabel('类型').selectOption('smoke');
    await page.getByText('没有符合条件的警情').waitFor();
    await page.getByRole('button', { name: '清除条件' }).first().click();
    await row(page, other.id).waitFor();
    await page.getByLabel('查人、院落、编号、备注').fill(`#${number}`);
    await row(page, other.id).waitFor({ state: 'detached' });
    await row(page, id).waitFor();
  });

  it('is walked by the keyboard; the story opens and closes, and a reload keeps it', async () => {
    const { id, number } = await handled('res-003', '回拨：本人说已好转');
    const page = await enter(officer, `/office/history?q=${encodeURIComponent(`#${number}`)}`);
    await row(page, id).waitFor();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('Enter');
    const story = page.locator('.story');
    await story.getByText('回拨：本人说已好转').waitFor();
    expect(await story.locator('h2').textContent()).toContain('钟孃孃');
    expect(await story.locator('.times').textContent()).toContain('接警');
    await page.reload();
    await story.getByText('回拨：本人说已好转').waitFor();
    await story.locator('.proof summary').click();
    await story.locator('.proof .timeline li').first().waitFor();
    await page.keyboard.press('Escape');
    await story.waitFor({ state: 'detached' });
    expect(addressOf(page)).toBe(`?q=#${number}`);
    await page.goBack();
    await story.waitFor();
  });

  it('goes out of the house by the community and the administrator alone, as it was asked', async () => {
    await handled('res-010', '家属已到');
    const page = await enter(community, '/office/history?q=qyy');
    const csv = page.getByRole('link', { name: '导出 CSV' });
    const address = await csv.getAttribute('href');
    expect(address).toBe('/api/v1/office/history.csv?q=qyy&language=zh');
    expect(await page.getByRole('link', { name: '导出 XLSX' }).count()).toBe(1);
    const [file] = await Promise.all([page.waitForEvent('download'), csv.click()]);
    expect(await file.failure()).toBeNull();

    const officers = await enter(officer, '/office/history');
    await officers.locator('.rows a').first().waitFor();
    expect(await officers.getByRole('link', { name: /导出/ }).count()).toBe(0);
  });

  it('shows that a call waits at the duty console', async () => {
    const page = await enter(officer, '/office/history');
    await page.locator('.pages').waitFor();
    await press('res-010');
    await page.locator('.pages').getByText('1 起警情待接警').waitFor();
  });

  it('prints the story of an incident, and nothing of the page around it', async () => {
    const { id } = await handled('res-010', '家属已到');
    const page = await enter(officer, `/office/history?incident=${id}`);
    await page.locator('.story .timeline li').first().waitFor();
    await page.emulateMedia({ media: 'print' });
    for (const hidden of ['.top', '.filters', '.rows', '.story .acts'])
      expect(await page.locator(hidden).isVisible()).toBe(false);
    expect(await page.locator('.story .timeline').isVisible()).toBe(true);
    expect(await page.locator('.story .letterhead').isVisible()).toBe(true);
  });
});

describe('figures', () => {
  it('count what was handled this month, and lead to it', async () => {
    await handled('res-010', '家属已到');
    const page = await enter(community, '/office/figures');
    await page.locator('.tile').first().waitFor();
    const counted = await page.evaluate(async () => {
      const link = document.querySelector<HTMLAnchorElement>('.exports a');
      return (await fetch(link?.href.replace('.csv', '') ?? '')).json() as Promise<FiguresAnswer>;
    });
    expect(counted.opened).toBe((await system.incidents('all')).length);
    await page.getByText(`共 ${counted.opened} 起警情`).waitFor();
    const acknowledged = counted.steps.find(({ step }) => step === 'acknowledged');
    await page
      .locator('[data-step="acknowledged"]')
      .getByText(`${acknowledged?.n} 起中已接警 ${acknowledged?.done} 起`)
      .waitFor();
    expect(await page.locator('h1').textContent()).toMatch(/^黉门街社区 \d{4}年\d{1,2}月 月报$/);

    const days = page.locator('.chart').filter({ has: page.getByRole('heading', { name: '每天', exact: true }) });
    await days.getByRole('img', { name: '每天' }).waitFor();
    await days.getByRole('button', { name: '表格' }).click();
    const sum = (await days.locator('td').allTextContents()).reduce((all, n) => all + Number(n), 0);
    expect(sum).toBe(counted.opened - counted.merged - counted.tests);
  });

  it('show when people press, have drills by themselves, and take down what was found about one drawn by lot', async () => {
    const drill = await press('res-011');
    await order(drill, { command: 'acknowledge' });
    await order(drill, { command: 'close', disposition: 'drill', text: '季度演练' });
    const { number } = await incident(drill);
    await handled('res-012', '已扶起');
    const page = await enter(community, '/office/figures');
    const load = page.locator('.chart').filter({ has: page.getByRole('heading', { name: '星期和钟点' }) });
    await load.getByRole('img').waitFor();
    await load.getByRole('button', { name: '表格' }).press('Enter');
    const presses = (await load.locator('td').allTextContents()).reduce((all, n) => all + Number(n), 0);
    expect(presses).toBeGreaterThan(0);
    const drills = page.locator('.counts').filter({ has: page.getByRole('heading', { name: '演练', exact: true }) });
    await drills.getByText(`${number}`).first().waitFor();
    const sample = page.locator('.sample');
    await sample.getByRole('button', { name: '写复核' }).first().click();
    await sample.getByLabel('结果').selectOption('improve');
    await sample.getByLabel('看到了什么').fill('应当先回拨');
    await sample.getByRole('button', { name: '保存' }).click();
    await sample.getByText('可改进（刘主任').waitFor();
    await page.locator('[data-list="untested"] tbody tr').first().waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('are asked by month, quarter and own dates, and the address keeps it', async () => {
    const page = await enter(community, '/office/figures?month=2026-01');
    await page.getByRole('button', { name: '上一段' }).click();
    await page.getByRole('heading', { name: '黉门街社区 2025年12月 月报' }).waitFor();
    await page.getByLabel('按季').check();
    await page.getByRole('heading', { name: '黉门街社区 2025年第四季度 季报' }).waitFor();
    expect(addressOf(page)).toBe('?quarter=2025-4');
    await page.goBack();
    await page.goBack();
    await page.getByRole('heading', { name: '黉门街社区 2026年1月 月报' }).waitFor();
    await page.reload();
    await page.getByRole('heading', { name: '黉门街社区 2026年1月 月报' }).waitFor();
  });
});

describe.each(['dark', 'light'] as const)('in the %s theme axe finds nothing serious', (theme) => {
  it('in history with a story, and in figures with a table', async () => {
    const { id } = await handled('res-010', '家属已到');
    const page = await enter(community, `/office/history?incident=${id}`);
    await page.evaluate((one) => localStorage.setItem('yjt-theme', one), theme);
    await page.reload();
    await page.locator('.story .timeline li').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('link', { name: '统计' }).click();
    await page.locator('.tile').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: '表格' }).first().click();
    expect(await violations(page)).toEqual([]);
  });
});

it('who is signed in nowhere comes back to what was asked after signing in', async () => {
  const account = { login: 'liu.zhuren', name: '刘主任', role: 'community' };
  const { link } = await system.api<{ link: string }>('/api/v1/accounts', account);
  const first = await pages.blank();
  await first.goto(link);
  await first.getByRole('button', { name: '进入一键通' }).click();
  await first.locator('.choose-password input').fill('月底要交月报一份');
  await first.locator('.choose-password button[type="submit"]').click();
  await first.locator('.choose-password').waitFor({ state: 'detached' });

  const page = await pages.blank();
  await page.goto(`http://127.0.0.1:${system.port}/office/figures?month=2026-01`);
  await page.getByLabel('用户名').fill('liu.zhuren');
  await page.getByLabel('密码').fill('月底要交月报一份');
  await page.getByRole('button', { name: '进入', exact: true }).click();
  await page.getByRole('heading', { name: '黉门街社区 2026年1月 月报' }).waitFor();
});
