// The first steps of a community, as somebody does them at /office/start with the mouse.
import type { Page } from 'playwright-core';
import { expect } from 'vitest';
import type { AccountAnswer } from '../../contracts/session/session.ts';
import { type System, until } from '../system.ts';
import { follow, type Pages, phone } from './chromium.ts';

export const step = (page: Page) => page.locator('.start .step');
export const at = (page: Page, title: string) =>
  step(page).getByRole('heading', { name: title, exact: true }).waitFor();
export const fill = (page: Page, label: string, text: string) =>
  step(page).getByLabel(label, { exact: true }).fill(text);
export const press = (page: Page, button: string) => step(page).getByRole('button', { name: button }).click();
export const onward = (page: Page) =>
  step(page)
    .getByRole('link', { name: /^下一步/ })
    .click();

/** The first administrator comes by their link and chooses a password. */
export async function enter(pages: Pages, system: System): Promise<Page> {
  await until(async () => expect((await system.call('/api/v1/office/books')).status).toBe(200)); // who reads files is up
  const page = await pages.blank({ reducedMotion: 'reduce' });
  const account = { login: 'admin', name: '管理员', role: 'administrator' };
  await follow(page, (await system.api<AccountAnswer>('/api/v1/accounts', account)).link);
  await page.getByPlaceholder(/8/).first().fill('a-long-first-word-7');
  await page.getByRole('button', { name: '保存' }).first().click();
  await at(page, '社区');
  return page;
}

/** A grid of one square, as a file of GeoJSON says it. */
export const squareGrid = (name: string): string =>
  JSON.stringify({
    type: 'FeatureCollection',
    features: [
      {
        type: 'Feature',
        properties: { name },
        geometry: {
          type: 'Polygon',
          coordinates: [
            [
              [104.06, 30.638],
              [104.066, 30.638],
              [104.066, 30.644],
              [104.06, 30.644],
              [104.06, 30.638],
            ],
          ],
        },
      },
    ],
  });

/** Makes the invitation of a coordinator. @returns its link */
export async function invitation(page: Page, name: string): Promise<string> {
  const known = step(page).getByRole('region', { name });
  await known.getByRole('button', { name: '生成邀请链接' }).click();
  await known.getByRole('img', { name: '二维码' }).waitFor();
  return (await known.locator('.handout code').textContent()) ?? '';
}

/** The coordinator opens their invitation on a phone. */
export async function answerOn(pages: Pages, page: Page, link: string): Promise<Page> {
  const theirs = await pages.blank(phone);
  await follow(theirs, link);
  await theirs.waitForSelector('[data-link="live"]');
  await page.bringToFront();
  return theirs;
}

/** Fills in the first home, in a new courtyard in the middle of the map. */
export async function fillHome(page: Page): Promise<void> {
  await fill(page, '院落名称', '1号院');
  await page.locator('.sketch .host').click(); // in the middle of what is drawn
  await step(page).getByText('所在网格：第一网格').waitFor();
  for (const [label, text] of [
    ['楼栋', '3栋'],
    ['单元', '1单元'],
    ['门牌', '502'],
    ['姓名', '李秀英'],
    ['出生年份', '1941'],
    ['家属姓名', '李强'],
    ['关系', '儿子'],
    ['家属电话', '13900002222'],
  ] as const)
    await fill(page, label, text);
  await step(page).getByLabel('通知家人').check();
}

/** Gives the home a button that is a page. @returns that page */
export async function buttonOnScreen(page: Page): Promise<Page> {
  await press(page, '登记这个按键');
  await press(page, '生成网页按键的链接');
  const tablet = page.context().waitForEvent('page');
  await step(page).getByRole('link', { name: '在这台电脑上打开' }).click();
  const screen = await tablet;
  await screen.getByRole('button', { name: '进入一键通' }).click();
  await screen.waitForURL(/\/b$/);
  return screen;
}

/** The button of the resident's page, once it is ready to be pressed. */
export async function pressOn(screen: Page): Promise<void> {
  await screen.bringToFront();
  await screen.locator('button.press').click();
}
