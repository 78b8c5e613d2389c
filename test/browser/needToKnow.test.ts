// What a phone and a desk show of a person, and when, in a real Chromium: sealed until the yes (without a network too), by one of four
// reasons, and gone afterwards from the screen and from the disk. And a phone that two people use one after the other.

import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { AuditEntry } from '../../contracts/session/auditView.ts';
import { until } from '../system.ts';
import { follow, phone } from './chromium.ts';
import { legOf, onSystem, order, pages, press, system } from './onSystem.ts';

onSystem();

const onDuty = async (responder: string): Promise<Page> => {
  const page = await pages.enter({ role: 'responder', responder }, phone);
  await page.getByRole('button', { name: '开始值班' }).click();
  await page.locator('[data-link="live"]').waitFor();
  return page;
};
/** All that this page keeps on the device, as text. */
const kept = (page: Page): Promise<string> => page.evaluate(() => JSON.stringify({ ...localStorage }));
const readings = async (id: string): Promise<AuditEntry[]> =>
  (await system.api<{ entries: AuditEntry[] }>(`/api/v1/audit?incident=${id}`)).entries;

it('a volunteer learns name and door by the yes, without a network too; the disk never had them in clear before it', async () => {
  const page = await onDuty('vol-y01');
  const id = await press('res-001'); // 谢老师傅, 6栋 1单元 501
  await order(id, { command: 'assign', responder: 'vol-y01', track: 'grid' });
  await page.locator('.offer').waitFor();
  await page.getByText('按“我去”后显示姓名和门牌').waitFor();
  expect(await page.locator('.offer').textContent()).toContain('6栋');
  for (const text of [await page.content(), await kept(page)]) expect(text).not.toMatch(/谢老师傅|单元门常开|1单元/);
  await until(async () => expect(await legOf(id, 'vol-y01')).toMatchObject({ state: 'received' }));

  await page.context().setOffline(true);
  await page.getByRole('button', { name: '我去' }).click();
  await page.locator('main.way').waitFor();
  await page.getByText('谢老师傅').first().waitFor();
  expect(await page.locator('main.way').textContent()).toMatch(/501.*单元门常开/s);
  expect((await legOf(id, 'vol-y01'))?.state).toBe('received');
  await page.context().setOffline(false);
  await until(async () => expect(await legOf(id, 'vol-y01')).toMatchObject({ state: 'en_route' }));

  await order(id, { command: 'withdraw', leg: (await legOf(id, 'vol-y01'))?.id });
  await page.getByRole('heading', { name: '不用去了' }).waitFor();
  for (const text of [await page.content(), await kept(page)]) expect(text).not.toMatch(/谢老师傅|单元门常开|1单元/);
}, 60_000);

it('at the scene one tap on a reason shows illnesses, and the log has it; after the closing door and key stay for a while', async () => {
  const page = await onDuty('wang-g1');
  const id = await press('res-003');
  await page.getByRole('button', { name: '我去' }).click();
  await page.getByRole('button', { name: '我到了' }).click();
  await page.getByRole('button', { name: '看不到编码，直接到场' }).click();
  await page.locator('.scene').waitFor();
  await until(async () => expect(await legOf(id, 'wang-g1')).toMatchObject({ state: 'on_scene' }));
  expect(await page.locator('.scene').textContent()).not.toContain('青霉素');
  await page.getByRole('button', { name: '现场有生命危险' }).click();
  await until(async () => expect(await page.locator('.scene').textContent()).toContain('青霉素'));
  await until(async () =>
    expect(await readings(id)).toContainEqual(
      expect.objectContaining({ action: 'conditions_shown', purpose: 'break_glass', reason: 'life_at_risk' }),
    ),
  );
  await page.getByRole('button', { name: '处置完了' }).click();
  await page.locator('.ended').waitFor();
  await until(async () => expect(await page.locator('.ended').textContent()).toContain('保留到'));
  expect(await page.content()).not.toContain('青霉素');
}, 60_000);

it('what was not sent when somebody signed out is not sent as whoever signs in next, and is when they come back', async () => {
  const page = await onDuty('li-g2');
  await page.route('**/api/v1/my/duty', (route) => route.abort());
  await page.getByRole('button', { name: '下班' }).click();
  await page.getByRole('button', { name: '确认下班' }).click();
  await page.locator('.net[data-waiting="1"]').waitFor();
  await page.getByRole('button', { name: '退出登录' }).click();
  await page.locator('.sign-in').waitFor();
  await page.unroute('**/api/v1/my/duty');
  const switched: string[] = [];
  page.on('request', (request) => void (request.url().endsWith('/my/duty') && switched.push(request.url())));

  const link = async (responder: string): Promise<string> =>
    (await system.api<{ link: string }>('/api/v1/tokens', { role: 'responder', responder, link: true })).link;
  await follow(page, await link('zhang-g3'));
  await page.locator('[data-link="live"]').waitFor();
  await page.getByText('张协管员').first().waitFor();
  expect(await page.locator('.net').count()).toBe(0);
  expect(switched).toEqual([]);
  expect(await kept(page)).toContain('hongmenjie/li-g2');

  await page.getByRole('button', { name: '退出登录' }).click();
  await page.locator('.sign-in').waitFor();
  await follow(page, await link('li-g2'));
  const isOnDuty = async (id: string): Promise<boolean | undefined> =>
    (await system.api<{ responders: { id: string; onDuty: boolean }[] }>('/api/v1/responders')).responders.find(
      (one) => one.id === id,
    )?.onDuty;
  await until(async () => expect(await isOnDuty('li-g2')).toBe(false));
  expect(await isOnDuty('zhang-g3')).toBe(true);
  await page.getByRole('button', { name: '上班' }).click();
  await until(async () => expect(await isOnDuty('li-g2')).toBe(true));
}, 60_000);

/** A phone on duty; once hushed, the server tells it nothing more of its legs and its duty. */
async function hushable(responder: string): Promise<{ page: Page; hush: () => void }> {
  let silent = false;
  const page = await pages.enter({ role: 'responder', responder }, phone);
  await page.routeWebSocket(/\/live/, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((text) => {
      if (!silent || !String(text).includes('"type":"legs"')) socket.send(text);
    });
  });
  await page.reload();
  await page.getByRole('button', { name: '开始值班' }).click();
  return {
    page,
    hush: () => {
      silent = true;
    },
  };
}

it('the own switch stays as it was turned while the server has answered and not told yet', async () => {
  const { page, hush } = await hushable('li-g2');
  await page.locator('[data-link="live"]').waitFor();
  const turn = async (first: string, then: string | undefined, after: string) => {
    const answered = page.waitForResponse('**/api/v1/my/duty');
    await page.getByRole('button', { name: first, exact: true }).click();
    if (then) await page.getByRole('button', { name: then }).click();
    await (await answered).finished();
    await page.locator('.net').waitFor({ state: 'detached' }); // nothing waits
    expect(await page.getByRole('button', { name: after, exact: true }).count()).toBe(1);
  };
  hush();
  await turn('下班', '确认下班', '上班');
  await turn('上班', undefined, '下班');
}, 60_000);

it('what was done on the phone stays done while the server has answered and not told yet', async () => {
  const { page, hush } = await hushable('wang-g1');
  const id = await press('res-003');
  await page.locator('.offer').waitFor();
  hush();
  await page.getByRole('button', { name: '我去' }).click();
  await until(async () => expect(await legOf(id, 'wang-g1')).toMatchObject({ state: 'en_route' }));
  await page.locator('.net[data-waiting]').waitFor({ state: 'detached' });
  expect(await page.locator('main.way').count()).toBe(1);
  await page.getByRole('button', { name: '我到了' }).click();
  await page.getByRole('button', { name: '看不到编码，直接到场' }).click();
  await until(async () => expect(await legOf(id, 'wang-g1')).toMatchObject({ state: 'on_scene' }));
  await page.locator('.net[data-waiting]').waitFor({ state: 'detached' });
  expect(await page.locator('.scene').count()).toBe(1);
}, 60_000);

it('the officer reads a number by one tap, and it is written down', async () => {
  const page = await pages.enter({ role: 'officer', name: '测试值班员' });
  await page.locator('[data-link="live"]').waitFor();
  const id = await press('res-001');
  await page.locator(`[data-incident="${id}"] .row-open`).click();
  const masked = page.locator('.pane').getByRole('button', { name: /\*{4}/ }).first();
  await masked.waitFor();
  await masked.click();
  await page.locator('.pane a[href^="tel:"]', { hasText: '000 0001 0001' }).waitFor();
  await until(async () => expect(await readings(id)).toContainEqual(expect.objectContaining({ what: 'phone' })));
}, 60_000);
