// A device comes into a home, in a real Chromium on a phone: a Zigbee button that publishes to our broker as its gateway does, one that OneNET posts for, and
// one that is begun and left.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { beforeAll, expect, it } from 'vitest';
import { oneNetSignature } from '../../adapters/oneNetSignature.ts';
import type { SourceLogin } from '../../contracts/device/logins.ts';
import type { PairingView } from '../../contracts/device/pairing.ts';
import type { ToMend } from '../../contracts/office/readiness.ts';
import { root, until } from '../system.ts';
import { violations } from './axe.ts';
import { phone } from './chromium.ts';
import { onSystem, pages, system } from './onSystem.ts';

onSystem();
/** Where whoever changed the page looks at it. */
const output = join(root, 'test-output', 'pairing');
mkdirSync(output, { recursive: true });
const desk: BrowserContextOptions = { viewport: { width: 1366, height: 768 } };
const token = 'abcdefghijkmlnopqrstuvwxyz';
const logins = new Map<string, SourceLogin>();

beforeAll(async () => {
  const sources = [
    { id: 'z2m', document: { name: '社区网关', family: 'zigbee2mqtt', door: 'broker' } },
    { id: 'onenet', document: { name: '移动物联网', family: 'oneNet', door: 'http', secret: token } },
  ];
  await system.api('/api/v1/office/registry/changes', {
    changes: sources.map((one) => ({ kind: 'sources', version: 0, ...one })),
  });
  for (const { id } of sources) logins.set(id, await system.api<SourceLogin>(`/api/v1/sources/${id}/credential`, {}));
}, 60_000);

const loginOf = (source: string): SourceLogin =>
  logins.get(source) ?? (() => { throw new Error(source); })(); // biome-ignore format: one line

async function enter(path: string, options: BrowserContextOptions = phone): Promise<Page> {
  const page = await pages.enter({ role: 'community', name: '刘干事' }, { ...options, reducedMotion: 'reduce' });
  await page.goto(new URL(`/office/${path}`, page.url()).href);
  return page;
}

/** Looked at, and held to what everybody can use: nothing runs out of the screen. */
async function look(page: Page, name: string): Promise<void> {
  await page.screenshot({ path: join(output, `${name}.png`), fullPage: true });
  expect(await violations(page)).toEqual([]);
  const [wide, screen] = await page.evaluate(() => [document.documentElement.scrollWidth, innerWidth]);
  expect(wide, name).toBeLessThanOrEqual(screen ?? 0);
}

const deviceIn = (page: Page): string => new URL(page.url()).searchParams.get('device') ?? '';
const reasonsOf = async (home: string): Promise<string[]> =>
  (await system.api<ToMend>('/api/v1/office/readiness')).homes.find(({ id }) => id === home)?.reasons ?? [];

it('a Zigbee button is found by what it sends, pressed, confirmed and labelled', async () => {
  const gateway = await system.mqtt(loginOf('z2m'));
  const says = (message: object) =>
    gateway.publishAsync('zigbee2mqtt/0x00158d0001a2b3c4', JSON.stringify(message), { qos: 1 });
  const page = await enter('pair');
  await page.getByRole('heading', { name: '还没有装完的' }).waitFor();
  await look(page, 'zigbee-1-home');
  await page.getByRole('searchbox').fill('home-020');
  await page.getByRole('list', { name: '装在哪一户' }).getByRole('link').first().click();
  await page.getByRole('heading', { name: '要装的是什么' }).waitFor();
  await says({ battery: 83, linkquality: 120 });
  await page.getByRole('radio', { name: '00158d0001a2b3c4' }).check();
  await look(page, 'zigbee-2-what');
  await page.getByRole('button', { name: '登记，下一步' }).click();
  await page.getByText('打开测试时段后').waitFor();
  const device = deviceIn(page);
  await until(async () => expect(await reasonsOf('home-020')).toContain('device_not_installed'));
  await page.getByRole('button', { name: '打开测试时段（5 分钟）' }).click();
  await page.getByText('现在请老人按一下。').waitFor();
  await look(page, 'zigbee-3-press');
  await says({ action: 'emergency', battery: 83, linkquality: 118 });
  await page.getByRole('heading', { name: '收到了，试按成功' }).waitFor();
  const came = page.locator('.came');
  for (const word of ['emergency', '求助', '83%', '社区网关']) await came.getByText(word).first().waitFor();
  await page.reload(); // whoever is interrupted goes on where it stands
  await came.waitFor();
  const confirm = page.getByRole('button', { name: '确认，装好了' });
  expect(await confirm.isDisabled()).toBe(true);
  await page.getByRole('checkbox', { name: '我现在就在这一户' }).check();
  await page.getByLabel('装在屋里哪里').fill('床头');
  await page.getByRole('checkbox', { name: '已经念给老人听' }).check();
  await look(page, 'zigbee-4-confirm');
  await page.getByRole('button', { name: '再试按一次' }).click();
  await until(async () => expect(await confirm.isDisabled()).toBe(true)); // until it is pressed again
  await page.reload();
  await page.getByRole('checkbox', { name: '我现在就在这一户' }).check();
  await page.getByLabel('装在屋里哪里').fill('床头');
  await page.getByRole('checkbox', { name: '已经念给老人听' }).check();
  await confirm.click();
  await page.getByRole('heading', { name: '装好了，从现在起按下就是真呼叫' }).waitFor();
  await look(page, 'zigbee-5-label');
  const label = (await page.locator('.device-label').textContent()) ?? '';
  expect(label).toContain(device);
  for (const { name } of await residentsOf('home-020')) expect(label).not.toContain(name);
  expect(await system.api<PairingView>(`/api/v1/pairing/${device}`)).toMatchObject({
    step: 'installed',
    place: '床头',
  });
  await until(async () => expect(await reasonsOf('home-020')).not.toContain('device_not_installed'));
  expect(await system.incidents()).toEqual([]);
}, 180_000);

const residentsOf = async (home: string): Promise<{ name: string }[]> =>
  (
    await system.api<{ rows: { document: { name: string } }[] }>(`/api/v1/office/registry/residents?home=${home}`)
  ).rows.map(({ document }) => document);

it('a button that OneNET posts for is written down by its number there, pressed and confirmed', async () => {
  const { address = '' } = loginOf('onenet');
  const to = new URL(address).pathname;
  const post = async (value: boolean): Promise<void> => {
    const time = Date.now();
    const data = { id: `${time}`, params: { SOS: { value, time }, battery: { value: 66, time } } };
    const msg = JSON.stringify({ productId: 'p1', deviceName: 'nb-0007', messageType: 'notify', notifyType: 'property', data }); // biome-ignore format: one line
    const body = JSON.stringify({ msg, nonce: 'abcdefgh', signature: oneNetSignature(token, 'abcdefgh', msg), time, id: `${time}` }); // biome-ignore format: one line
    const answer = await fetch(`http://127.0.0.1:${system.port}${to}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect(answer.status).toBe(200);
  };
  const page = await enter('pair?home=home-021', desk);
  await page.getByRole('radio', { name: '按型号和厂家地址' }).check();
  await page.getByLabel('协议或平台').selectOption('oneNet');
  await page.getByLabel('型号', { exact: true }).fill('NB-SOS');
  await page.getByRole('textbox', { name: /^厂家地址/ }).fill('nb-0007');
  await look(page, 'onenet-2-what');
  await page.getByRole('button', { name: '登记，下一步' }).click();
  await page.getByRole('button', { name: '打开测试时段（5 分钟）' }).click();
  await page.getByText('现在请老人按一下。').waitFor();
  await page.locator('[data-hint="never_heard"]').waitFor(); // after a while, what to look at
  await look(page, 'onenet-3-press');
  await post(true);
  await page.getByRole('heading', { name: '收到了，试按成功' }).waitFor();
  await page.locator('.came').getByText('移动物联网').waitFor();
  await page.getByRole('checkbox', { name: '我现在就在这一户' }).check();
  await page.getByLabel('装在屋里哪里').fill('卫生间');
  await page.getByRole('checkbox', { name: '已经念给老人听' }).check();
  await look(page, 'onenet-4-confirm');
  await page.getByRole('button', { name: '确认，装好了' }).click();
  await page.getByRole('heading', { name: '装好了，从现在起按下就是真呼叫' }).waitFor();
  await look(page, 'onenet-5-label');
  expect(await system.incidents()).toEqual([]);
  await post(false); // the state goes back
  await post(true);
  await until(async () => expect((await system.incidents()).map(({ home }) => home)).toEqual(['home-021']));
}, 180_000);

it('one that is begun and left stays not installed, and readiness leads whoever comes next back to it', async () => {
  const first = await enter('pair?home=home-022');
  await first.getByRole('radio', { name: '自己的设备' }).check();
  await first.getByRole('button', { name: '登记，下一步' }).click();
  await first.getByText('打开测试时段后').waitFor();
  const device = deviceIn(first);
  await first.getByRole('button', { name: '生成用户名和密码' }).click();
  await first.locator('.login').waitFor();
  await look(first, 'own-3-press');
  await first.context().close();
  await until(async () => expect(await reasonsOf('home-022')).toContain('device_not_installed'));
  const next = await enter('readiness?reason=device_not_installed', desk);
  await next.getByRole('link', { name: '继续装机：试按、现场确认' }).first().waitFor();
  await next.screenshot({ path: join(output, 'readiness.png') });
  await next.locator(`a[href$="device=${device}"]`).click();
  await next.getByText(`设备 ${device}`).waitFor();
  await next.getByRole('button', { name: '不装了，撤销登记' }).click();
  await next.getByRole('button', { name: '确定撤销' }).click();
  await next.getByRole('heading', { name: '要装的是什么' }).waitFor();
  await until(async () => expect(await reasonsOf('home-022')).not.toContain('device_not_installed'));
}, 120_000);

it('labels of the devices that were chosen in the list are printed on A4, 63.5 × 38.1 mm each, with nothing of a person', async () => {
  const page = await enter('registry?kind=devices', desk);
  await page.getByRole('link', { name: '装机' }).first().waitFor();
  for (const n of [0, 1, 2]) await page.locator('td.pick input').nth(n).check();
  await page.getByRole('link', { name: '打印选中的 3 张标签' }).click();
  await page.locator('.device-label').nth(2).waitFor();
  await look(page, 'labels');
  await page.emulateMedia({ media: 'print' });
  const box = await page.locator('.device-label').first().boundingBox();
  expect((box?.width ?? 0) / (96 / 25.4)).toBeCloseTo(63.5, 0);
  expect((box?.height ?? 0) / (96 / 25.4)).toBeCloseTo(38.1, 0);
  const pdf = await page.pdf({ preferCSSPageSize: true });
  expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)).toHaveLength(1);
}, 60_000);
