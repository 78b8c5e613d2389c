// A card in a real Chromium: made and printed by the community, its number typed at the door, its address opened by a camera and by a finder.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, expect, it } from 'vitest';
import { launchChromium } from '../../bench/chromium.ts';
import type { MadeCard, MadeCards } from '../../contracts/office/doorCard.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';
import { freePort, root, until } from '../system.ts';
import { violations } from './axe.ts';
import { Pages, phone } from './chromium.ts';

const port = await freePort();
const publicUrl = `http://localhost:${port}`;
const console_ = await ofThisFile(
  TestConsole.start({ port, publicUrl, webRoot: join(root, 'dist', 'console', 'web') }),
);
await console_.decide();
const administrator = await console_.token('administrator');
const api = async <T>(path: string, body?: unknown): Promise<T> =>
  (await (await console_.ask(path, { as: administrator, body })).json()) as T;
const browser = await launchChromium();
const pages = new Pages(browser, { api });
afterAll(() => browser.close());
afterEach(() => pages.close());
/** Where whoever changed the sheet looks at it. */
const output = join(root, 'test-output', 'cards');
mkdirSync(output, { recursive: true });

const made = async (resident: string): Promise<MadeCard> => {
  const { cards } = await api<MadeCards>('/api/v1/office/cards', { residents: [resident] });
  return cards[0] ?? Promise.reject(new Error('no card was made'));
};
const atOffice = async (path: string): Promise<Page> => {
  const page = await pages.enter({ role: 'administrator', name: '刘主任' }, { reducedMotion: 'reduce' });
  await page.goto(`${publicUrl}${path}`);
  return page;
};
const marksOf = async (id: string) => (await api<{ marks: string[] }>(`/api/v1/incidents/${id}`)).marks;
const checksOf = async (id: string) => {
  const { events } = await api<{ events: { type: string; check?: string }[] }>(`/api/v1/incidents/${id}/events`);
  return events.filter(({ type }) => type === 'leg_on_scene').map(({ check }) => check);
};

it('the community chooses whom, makes the cards, and prints ten on a page of A4 with nothing of the person on any', async () => {
  const page = await atOffice('/office/cards');
  await page.getByLabel('捡到卡打哪个电话').fill('028-85120000');
  await page.getByRole('button', { name: '保存电话' }).click();
  const { residents } = console_.district.bundle;
  await page.locator('[data-card]').first().waitFor();
  for (let n = 0; n < 12; n++) await page.locator('[data-card] input').nth(n).check();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: join(output, 'list.png') });
  await page.getByRole('button', { name: '制卡 12 张' }).click();
  await page.getByRole('button', { name: '确定制卡' }).click(); // the sample's own cards end
  await page.locator('.door-card').first().waitFor();
  expect(await page.locator('.door-card').count()).toBe(12);
  const printed = (await page.locator('.door-card').allTextContents()).join();
  expect(printed).toContain('028-85120000');
  for (const { name, conditions } of residents)
    for (const word of [name, ...conditions]) expect(printed).not.toContain(word);
  expect(await violations(page)).toEqual([]);
  await page.emulateMedia({ media: 'print' });
  const box = await page.locator('.door-card').first().boundingBox();
  const perMm = 96 / 25.4;
  expect((box?.width ?? 0) / perMm).toBeCloseTo(85.6, 0);
  expect((box?.height ?? 0) / perMm).toBeCloseTo(54, 0);
  const pdf = await page.pdf({ preferCSSPageSize: true, printBackground: true });
  writeFileSync(join(output, 'sheet.pdf'), pdf);
  await page.setViewportSize({ width: 794, height: 1123 });
  await page.screenshot({ path: join(output, 'sheet.png'), fullPage: true });
  const text = pdf.toString('latin1');
  expect(text.match(/\/Type\s*\/Page\b/g)).toHaveLength(2);
  expect(text).toMatch(/\/MediaBox\s*\[\s*0 0 59[45](\.\d+)? 84[12]/);
}, 120_000);

it('the officer tells of a lost card from the list and from a phone, and makes none', async () => {
  await made('res-060');
  await until(() => expect(console_.district.residents.get('res-060')?.doorCard).toBeDefined());
  const page = await pages.enter({ role: 'officer', name: '周敏' }, { viewport: { width: 390, height: 844 } });
  await page.goto(`${publicUrl}/office/cards?resident=res-060`);
  await page.locator('[data-card="issued"]').waitFor();
  expect(await page.getByRole('button', { name: /制卡/ }).count()).toBe(0);
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: join(output, 'list-phone.png') });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
  await page.getByRole('button', { name: '挂失' }).click();
  await page.locator('[data-card="lost"]').waitFor();
}, 120_000);

it('the form of a resident says whether there is a card, and its history never which', async () => {
  const { number } = await made('res-070');
  await until(() => expect(console_.district.residents.get('res-070')?.doorCard).toBeDefined());
  const page = await atOffice('/office/registry?kind=residents&id=res-070');
  const own = page.getByRole('region', { name: '一卡通' });
  await own.locator('[data-card="issued"]').waitFor();
  await page.getByText('制作一卡通').first().waitFor();
  const text = (await page.locator('main').textContent()) ?? '';
  for (const secret of [number, 'digest']) expect(text).not.toContain(secret);
  await own.getByRole('button', { name: '挂失' }).click();
  await own.locator('[data-card="lost"]').waitFor();
  await page.screenshot({ path: join(output, 'form.png') });
}, 120_000);

it('whoever arrives types the number, is told of a slip, and has proved the door', async () => {
  const card = await made('res-001');
  const as = await console_.token('officer');
  const page = await pages.enter({ role: 'responder', responder: 'wang-g1', name: '王协管员' }, phone);
  await page.getByRole('button', { name: '开始值班' }).click();
  const id = await console_.raise(as, { id: 'typed-card', kind: 'sos', resident: 'res-001' });
  await page.getByRole('button', { name: '我去' }).click();
  await page.getByRole('button', { name: '我到了' }).click();
  await page.getByRole('button', { name: '卡号', exact: true }).click();
  const slip = card.number.slice(0, -1) + String((Number(card.number.at(-1)) + 1) % 10);
  await page.getByLabel('输入编码或卡号').fill(slip);
  await page.getByText('卡号最后两位对不上').waitFor();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: join(output, 'typed.png') });
  await page.getByLabel('输入编码或卡号').fill(card.number);
  await page.getByRole('button', { name: '确认到场' }).click();
  await until(async () => expect(await checksOf(id)).toEqual(['card']));
  expect(await marksOf(id)).not.toContain('scene_unverified');
}, 120_000);

it('the camera of the phone opens the address, and the page has the card in hand', async () => {
  const card = await made('res-040');
  const as = await console_.token('officer');
  const id = await console_.raise(as, { id: 'scanned-card', kind: 'sos', resident: 'res-040' });
  const responder = await until(async () => {
    const { legs } = await api<{ legs: { responder: { id: string } }[] }>(`/api/v1/incidents/${id}`);
    return legs[0]?.responder.id ?? Promise.reject(new Error('nobody was asked yet'));
  });
  const page = await pages.enter({ role: 'responder', responder, name: '协管员' }, phone);
  await page.getByRole('button', { name: '我去' }).click();
  await page.getByRole('button', { name: '我到了' }).waitFor();
  await page.goto(card.url);
  await page.getByText('卡已读到').waitFor();
  expect(page.url()).toBe(`${publicUrl}/r`); // nothing of it stays in the address
  await page.getByRole('button', { name: '确认到场' }).click();
  await until(async () => expect(await checksOf(id)).toEqual(['card']));
}, 120_000);

it('at the duty desk it opens the profile; a finder reads where to bring it', async () => {
  const card = await made('res-050');
  const name = console_.district.residents.get('res-050')?.name ?? '';
  await until(() => expect(console_.district.residents.get('res-050')?.doorCard).toBeDefined());
  const desk = await pages.enter({ role: 'officer', name: '周敏' });
  await desk.goto(card.url);
  await desk.getByRole('region', { name }).or(desk.getByRole('heading', { name })).first().waitFor();
  const finder = await pages.blank(phone);
  await finder.goto(card.url);
  await finder.getByText('请交到').first().waitFor();
  expect(await finder.locator('body').textContent()).not.toContain(name);
  expect(await violations(finder)).toEqual([]);
  await finder.screenshot({ path: join(output, 'finder.png') });
}, 120_000);
