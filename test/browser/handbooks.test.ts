// The handbooks in a real Chromium: each page's `?` leads to its own, each prints on two sheets, and everybody can read it.
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import { launchChromium } from '../../bench/chromium.ts';
import type { NewToken } from '../../contracts/session/session.ts';
import { Handbook } from '../../contracts/terms.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';
import { freePort, root } from '../system.ts';
import { violations } from './axe.ts';
import { Pages, phone } from './chromium.ts';

const port = await freePort();
const console_ = await ofThisFile(
  TestConsole.start({
    port,
    publicUrl: `http://localhost:${port}`,
    webRoot: join(root, 'dist', 'console', 'web'),
  }),
);
const administrator = await console_.token('administrator');
const browser = await launchChromium();
const pages = new Pages(browser, {
  api: async <T>(path: string, body?: unknown): Promise<T> =>
    (await (await console_.ask(path, { as: administrator, body })).json()) as T,
});
afterAll(() => browser.close());
afterEach(() => pages.close());

/** What opens when the way to the handbook is taken. */
async function opened(page: Page): Promise<Page> {
  const [handbook] = await Promise.all([
    page.context().waitForEvent('page'),
    page.getByRole('link', { name: '使用手册' }).click(),
  ]);
  await handbook.locator('h1').waitFor();
  return handbook;
}

type Leads = { who: NewToken; at?: string; title: string };
const officer: NewToken = { role: 'officer', name: '周敏' };

describe('the ? of a page', () => {
  it.each<Leads>([
    { who: { role: 'health', name: '何静' }, title: '卫生中心值班台手册' },
    { who: { role: 'responder', name: '王协管员', responder: 'wang-g1' }, title: '协管员和志愿者手册' },
    { who: { role: 'community', name: '刘主任' }, at: '/office', title: '社区干部手册' },
    { who: { role: 'administrator', name: '管理员' }, at: '/office/registry', title: '管理员手册' },
  ])('of $who.role leads to $title', async ({ who, at, title }) => {
    const page = await pages.enter(who, who.role === 'responder' ? phone : {});
    if (at !== undefined) await page.goto(new URL(at, page.url()).href);
    const handbook = await opened(page);
    expect(await handbook.locator('h1').textContent()).toBe(title);
    expect(await handbook.evaluate(() => [...document.images].filter(({ naturalWidth }) => naturalWidth === 0).length)).toBe(0); // biome-ignore format: one line
  });

  it('of the duty console is in the panel of keys, by the keyboard too, and leaves the console where it is', async () => {
    const page = await pages.enter(officer);
    await page.locator('[data-link="live"]').waitFor();
    const before = page.url();
    await page.keyboard.press('?');
    const handbook = await opened(page);
    expect(await handbook.locator('h1').textContent()).toBe('值班员手册');
    expect(page.url()).toBe(before);
  });

  it.each<Leads['who']>([{ role: 'wall' }, { role: 'button', name: '平板', device: 'btn-050' }])(
    'is not on the page of the $role, where nothing leads away',
    async (who) => {
      const page = await pages.enter(who);
      await page.locator('#app > *').first().waitFor();
      expect(await page.getByRole('link').count()).toBe(0);
    },
  );
});

describe.each(Handbook.enum)('the handbook %s', (name) => {
  const read = async (options: Parameters<Pages['enter']>[1] = {}): Promise<Page> => {
    const page = await pages.enter(officer, options);
    await page.goto(new URL(`/handbook/${name}`, page.url()).href);
    await page.waitForLoadState('load');
    return page;
  };

  it('prints on at most two sheets of A4, and fills more than one', async () => {
    const pdf = (await (await read()).pdf({ preferCSSPageSize: true })).toString('latin1');
    const sheets = pdf.match(/\/Type\s*\/Page\b/g) ?? [];
    expect(sheets).toHaveLength(2);
    expect(pdf).toMatch(/\/MediaBox \[0 0 59[45](\.\d+)? 84[12](\.\d+)?\]/);
  });

  it.each(['dark', 'light'] as const)('can be read by everybody in the %s theme, on a phone too', async (theme) => {
    const page = await read({ ...phone, colorScheme: theme });
    expect(await violations(page)).toEqual([]);
    const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(wide).toBeLessThanOrEqual(0);
  });
});
