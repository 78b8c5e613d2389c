// Two clouds that nobody named, each mapped in a real Chromium by clicks alone; then what they send rings.
import { createHash, createHmac } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import { root, until } from '../system.ts';
import { violations } from './axe.ts';
import { onSystem, pages, system } from './onSystem.ts';

onSystem();
/** Where whoever changed the page looks at it. */
const output = join(root, 'test-output', 'sources');
mkdirSync(output, { recursive: true });

const atSources = async (search = ''): Promise<Page> => {
  const page = await pages.enter(
    { role: 'administrator', name: '刘主任' },
    { viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' },
  );
  await page.goto(new URL(`/office/sources${search}`, page.url()).href);
  await page.locator('main.sources').waitFor();
  return page;
};

/** Makes a source on the page. @returns the address that its vendor posts to, by which it is reached here */
async function made(page: Page, name: string): Promise<string> {
  await page.getByRole('link', { name: '新建来源' }).click();
  await page.getByLabel('名称').fill(name);
  await page.getByRole('button', { name: '建好' }).click();
  await page.getByRole('button', { name: '生成登录信息' }).click();
  const said = (await page.locator('.shown-once code').textContent()) ?? '';
  const address = `http://127.0.0.1:${system.port}${new URL(said).pathname}`;
  await until(async () => expect((await fetch(`${address}?hello=1`)).status).toBe(200)); // the receiver has heard of it
  await page.locator('.messages').waitFor();
  return address;
}

/** Opens the newest message that has this text in it. */
async function open(page: Page, text: string): Promise<void> {
  const tree = page.locator('.tree');
  await until(async () => {
    for (const message of await page.locator('button.message').all()) {
      if ((await message.getAttribute('aria-expanded')) !== 'true') await message.click({ timeout: 1_000 });
      if (((await tree.first().textContent()) ?? '').includes(text)) return;
    }
    throw new Error(`no message with ${text} yet`);
  });
}

/** Clicks a value and says what it is. */
async function say(page: Page, path: string, role: string): Promise<void> {
  const row = page.locator(`.tree li[data-path="${path}"]`);
  await row.locator('button.value').click();
  await row.getByRole('button', { name: role, exact: true }).click();
  await row.locator('.tag', { hasText: role }).waitFor();
}

const means = (page: Page, word: string, meaning: string) =>
  page.locator(`tr[data-word="${word}"] select`).selectOption(meaning);

/** The vendor's secret is typed, how it signs is found. */
async function prove(page: Page, path: string, secret: string): Promise<void> {
  await say(page, path, '厂家的令牌或签名');
  await page.locator('input[name="secret"]').fill(secret);
  await page.getByRole('button', { name: '找出签名算法' }).click();
  await page.getByText('找到了').waitFor();
}

async function saved(page: Page): Promise<void> {
  await page.getByRole('button', { name: '保存对照' }).click();
  await page.getByText('已保存，从现在起按它读').waitFor();
}

/** Says which device here an address is. @returns that device */
async function nameDevice(page: Page, n: number): Promise<string> {
  type Listed = { rows: { id: string; document: { home?: string } }[] };
  const { rows } = await system.api<Listed>('/api/v1/office/registry/devices?limit=50');
  const { id } = rows.filter(({ document }) => document.home !== undefined)[n] ?? { id: '' };
  await page.getByRole('button', { name: '这是哪个设备？' }).first().click();
  await page.getByRole('combobox', { name: '输入设备编号或住址' }).fill(id);
  await page.getByRole('option', { name: id }).click();
  await page.getByRole('button', { name: '就是它' }).click();
  await until(async () => expect(await page.locator('.readings').first().textContent()).toContain(id));
  return id;
}

/** The vendor presses until the receiver has heard of the mapping: what is said again joins the call that it is. */
const rings = (device: string, press: () => Promise<Response>) =>
  until(async () => {
    const open = await system.incidents();
    if (open.length === 0) expect((await press()).status).toBe(200);
    expect(open.map((one) => one.device)).toEqual([device]);
  });

it('a cloud that posts lists of events, signed by an md5: mapped by clicks, and its SOS rings', async () => {
  const page = await atSources();
  const address = await made(page, '某某手环平台');
  const secret = 'app-secret-7';
  const send = (evt: string) => {
    const ts = Date.now();
    const sign = createHash('md5').update(`${ts}${secret}`).digest('hex');
    const time = new Date(ts + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
    const data = [{ devSn: 'WB-20077', evt, lng: 104.0647, lat: 30.6412, elec: 77, time }];
    return fetch(address, { method: 'POST', body: JSON.stringify({ ts, sign, data }) });
  };
  for (const evt of ['A01', 'H00', 'Q9']) expect((await send(evt)).status).toBe(200);
  await open(page, 'A01');
  await page.screenshot({ path: join(output, 'unmapped.png') });
  await say(page, 'data.0.devSn', '设备地址');
  await say(page, 'data.0.evt', '发生了什么');
  await say(page, 'data.0.time', '时间');
  await say(page, 'data.0.lng', '经度');
  await say(page, 'data.0.lat', '纬度');
  await say(page, 'data.0.elec', '电量');
  await page.locator('tr.amiss[data-word="A01"]').waitFor(); // red, until somebody says what it means
  await means(page, 'A01', 'sos');
  await means(page, 'H00', 'health');
  await means(page, 'Q9', 'ignore');
  await prove(page, 'sign', secret);
  await page.getByText('呼叫：求助（SOS）').first().waitFor();
  expect(await system.incidents()).toEqual([]); // all of it was dry
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: join(output, 'mapped.png') });
  await page.locator('main.sources').evaluate((main) => main.scrollTo(0, 300));
  await page.screenshot({ path: join(output, 'words.png') });
  await saved(page);
  const device = await nameDevice(page, 0);
  await rings(device, () => send('A01'));
  const wrong = await fetch(address, {
    method: 'POST',
    body: JSON.stringify({ ts: 1, sign: 'f'.repeat(32), data: [] }),
  });
  expect(wrong.status).toBe(403);
  await page.getByText('拒绝：对方的签名或令牌不对').first().waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: join(output, 'phone.png'), fullPage: true });
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
  expect(wide).toBeLessThanOrEqual(0);
}, 180_000);

it('a cloud that says all in the address, signed by an HMAC: mapped by clicks, and its fall rings', async () => {
  const page = await atSources();
  const address = await made(page, '某某报警器平台');
  const secret = 'hmac-key';
  const send = (act: string) => {
    const fields = { act, seq: String(Date.now()), terminal: '860000000000881' };
    const text = Object.entries(fields)
      .map(([name, value]) => `${name}=${value}`)
      .join('&');
    const sign = createHmac('sha256', secret).update(text).digest('hex');
    return fetch(`${address}?${new URLSearchParams({ ...fields, sign })}`);
  };
  for (const act of ['3', '0']) expect((await send(act)).status).toBe(200);
  await open(page, '860000000000881');
  await say(page, 'query.terminal', '设备地址');
  await say(page, 'query.act', '发生了什么');
  await say(page, 'query.seq', '消息编号');
  await means(page, '3', 'fall');
  await means(page, '0', 'health');
  await prove(page, 'query.sign', secret);
  await page.getByText('呼叫：跌倒').first().waitFor();
  await saved(page);
  const device = await nameDevice(page, 1);
  await rings(device, () => send('3'));
  page.once('dialog', (dialog) => void dialog.accept());
  await page.getByRole('button', { name: '清空原文' }).click();
  await page.getByText('还没有收到消息').waitFor();
  await page.getByRole('link', { name: '全部来源' }).click();
  await page.getByRole('link', { name: '某某报警器平台' }).waitFor();
  expect(await violations(page)).toEqual([]);
  await page.screenshot({ path: join(output, 'list.png') });
}, 180_000);

it('a mapping that is not saved is not lost unasked; the duty officer sees how sources fare and no message', async () => {
  const document = { id: 'half', name: '半个平台', family: 'mapped', door: 'http' };
  await system.api('/api/v1/office/registry/changes', {
    changes: [{ kind: 'sources', id: 'half', version: 0, document }],
  });
  const page = await atSources('?id=half');
  await page.getByLabel('没有词的消息').selectOption('sos');
  let asked = '';
  page.once('dialog', (dialog) => {
    asked = dialog.message();
    void dialog.dismiss();
  });
  await page.getByRole('link', { name: '全部来源' }).click();
  await until(() => expect(asked).toContain('对照还没有保存'));
  await page.getByRole('button', { name: '放弃改动' }).click();
  const officer = await pages.enter({ role: 'officer', name: '周敏' });
  await officer.goto(new URL('/office/sources?id=half', officer.url()).href);
  await officer.getByText('只供社区干部和管理员查看').waitFor();
}, 120_000);
