// The other screens in a real Chromium, on a running system: the responder's phone, the resident's button, the health desk,
// the wall.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { MyShifts } from '../../contracts/office/responders.ts';
import type { AuditEntry } from '../../contracts/session/auditView.ts';
import { until } from '../system.ts';
import { phone } from './chromium.ts';
import { incident, legOf, onSystem, order, pages, press, system } from './onSystem.ts';

onSystem();

describe("the responder's phone", () => {
  const enter = (responder = 'wang-g1'): Promise<Page> =>
    pages.enter(
      { role: 'responder', responder },
      { ...phone, geolocation: { longitude: 104.06, latitude: 30.6478 }, permissions: ['geolocation'] },
    );
  const onDuty = async (responder?: string): Promise<Page> => {
    const page = await enter(responder);
    await page.getByRole('button', { name: '开始值班' }).click();
    await page.locator('[data-link="live"]').waitFor();
    await page.waitForLoadState('networkidle'); // the map is there too, as it is in a pocket
    return page;
  };

  it('rings until it is answered; door and key appear only after the yes; then arrival, findings and the end', async () => {
    const page = await onDuty();
    const id = await press('res-010');
    await page.locator('.offer').waitFor();
    await until(async () => expect(await page.locator('.offer').textContent()).toContain('邱爷爷'));
    expect(await page.locator('.offer').textContent()).not.toContain('门禁');
    await until(async () => expect(await legOf(id, 'wang-g1')).toMatchObject({ state: 'received' }));
    const rings = (): Promise<number> => page.evaluate(() => Number(document.documentElement.dataset.rings));
    const before = await rings();
    await until(async () => expect(await rings()).toBeGreaterThan(before));

    await page.getByRole('button', { name: '我去' }).click();
    await until(async () => expect(await legOf(id, 'wang-g1')).toMatchObject({ state: 'en_route' }));
    await page.locator('.way-in dd').first().waitFor();
    await until(async () => expect(await page.locator('.way-in').textContent()).toContain('门禁'));
    await until(async () =>
      expect(await page.getByRole('link', { name: '打电话' }).getAttribute('href')).toMatch(/^tel:\d+$/),
    );
    await page.locator('.way-map .route.grid').waitFor({ state: 'attached' });
    const quiet = await rings();

    await page.getByRole('button', { name: '我到了' }).click();
    await page.getByLabel('输入编码或卡号').fill('0000');
    await page.getByRole('button', { name: '确认到场' }).click();
    await until(async () => expect((await incident(id)).marks).toContain('scene_unverified'));
    expect(await legOf(id, 'wang-g1')).toMatchObject({ state: 'on_scene' });
    await page.locator('.scene').waitFor();
    await page.getByLabel('跌倒', { exact: true }).check();
    await page.locator('.findings textarea').fill('能自己坐起');
    await page.getByRole('button', { name: '要帮手' }).click();
    await page.getByRole('button', { name: '要医生' }).click();
    await until(async () => expect((await incident(id)).marks).toContain('help_asked'));
    await page.getByRole('button', { name: '处置完了' }).click();
    await page.locator('.home').waitFor();
    // The phone goes on at once; the server has it a moment later.
    await until(async () => {
      const { events } = await system.api<{ events: { type: string; findings?: string[]; text?: string }[] }>(
        `/api/v1/incidents/${id}/events`,
      );
      expect(events.find(({ type }) => type === 'leg_done')).toMatchObject({ findings: ['fell'], text: '能自己坐起' });
    });
    expect(await rings()).toBe(quiet);
  });

  it('keeps a yes that was given without a signal, and sends it with its own time', async () => {
    const page = await onDuty();
    const id = await press('res-011');
    await page.locator('.offer').waitFor();
    await until(async () => expect(await legOf(id, 'wang-g1')).toMatchObject({ state: 'received' }));
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '我去' }).click();
    await page.locator('.net[data-waiting="2"]').waitFor(); // the yes and the setting out
    expect(await page.locator('main.way').count()).toBe(1); // the person goes on
    expect((await legOf(id, 'wang-g1'))?.state).toBe('received');
    await page.context().setOffline(false);
    await until(async () => expect(await legOf(id, 'wang-g1')).toMatchObject({ state: 'en_route' }));
    await page.locator('.net').waitFor({ state: 'detached' });
  });

  it('explains why a yes given without a signal did not count: the incident was closed meanwhile', async () => {
    const page = await onDuty();
    const id = await press('res-012');
    await page.locator('.offer').waitFor();
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '我去' }).click();
    await page.locator('.net').waitFor();
    await order(id, { command: 'close', disposition: 'false_alarm', text: '家属来电：误按' });
    await page.context().setOffline(false);
    await page.locator('.conflict').waitFor();
    await until(async () => expect(await page.locator('.conflict').textContent()).toContain('没有生效'));
    await page.locator('.conflict').getByRole('button', { name: '知道了' }).click();
    await page.locator('.conflict').waitFor({ state: 'detached' });
  });

  it('keeps what waits over a reload', async () => {
    const page = await onDuty();
    const id = await press('res-014');
    await page.locator('.offer').waitFor();
    await page.route('**/api/v1/my/replies', (route) => route.abort());
    await page.getByRole('button', { name: '我去' }).click();
    await page.locator('.net[data-waiting="2"]').waitFor();
    await page.unroute('**/api/v1/my/replies');
    await page.reload();
    await until(async () => expect(await legOf(id, 'wang-g1')).toMatchObject({ state: 'en_route' }));
  });

  it('shows that nobody need go any more until the person has read it', async () => {
    const page = await onDuty();
    const id = await press('res-013');
    await page.getByRole('button', { name: '我去' }).click();
    await until(async () => expect(await legOf(id, 'wang-g1')).toMatchObject({ state: 'en_route' }));
    await order(id, { command: 'close', disposition: 'helped' });
    await page.getByRole('heading', { name: '不用去了' }).waitFor();
    expect(await legOf(id, 'wang-g1')).toMatchObject({ state: 'stood_down', told: false });
    await page.getByRole('button', { name: '知道了' }).click();
    await until(async () => expect(await legOf(id, 'wang-g1')).toMatchObject({ told: true }));
    await page.locator('.home').waitFor();
  });

  it('shows the advice of the health desk to whoever is on the way', async () => {
    const page = await onDuty();
    const id = await press('res-015');
    await page.getByRole('button', { name: '我去' }).click();
    await page.locator('main.way').waitFor();
    await until(async () => expect(await legOf(id, 'wang-g1')).toMatchObject({ state: 'en_route' }));
    await order(id, { command: 'advise', text: '不要扶起，等医生' });
    await page.locator('.doc').waitFor();
    await until(async () => expect(await page.locator('.doc').textContent()).toContain('不要扶起，等医生'));
    await until(async () => expect(await legOf(id, 'wang-g1')).toMatchObject({ told: true }));
  });

  it('leaves on a low screen more room to what is read than to what is touched', async () => {
    const page = await onDuty();
    await press('res-016');
    await page.getByRole('button', { name: '我去' }).click();
    await page.locator('main.way').waitFor();
    await page.setViewportSize({ width: 640, height: 400 });
    expect((await page.locator('.foot').boundingBox())?.height).toBeLessThan(200);
  });

  it('declines with a reason, and the next one is asked', async () => {
    const page = await onDuty();
    const id = await press('res-016');
    await page.getByRole('button', { name: '去不了' }).click();
    await page.getByRole('button', { name: '身体不舒服' }).click();
    await until(async () => expect(await legOf(id, 'wang-g1')).toMatchObject({ state: 'declined' }));
    await until(async () =>
      expect((await incident(id)).legs.filter(({ track }) => track === 'grid').length).toBeGreaterThan(1),
    );
    await page.locator('.home').waitFor();
  });

  it('goes off duty by the own switch and on again, and the audit has it', async () => {
    const page = await onDuty('li-g2');
    await page.getByRole('button', { name: '下班' }).click();
    await page.getByRole('button', { name: '确认下班' }).click();
    const duty = async () =>
      (await system.api<{ responders: { id: string; onDuty: boolean }[] }>('/api/v1/responders')).responders.find(
        ({ id }) => id === 'li-g2',
      )?.onDuty;
    await until(async () => expect(await duty()).toBe(false));
    await page.getByText(/^下班到 \d\d-\d\d 08:00，之后按值班表。$/).waitFor(); // the end of their shift
    await page.getByRole('button', { name: '上班' }).click();
    await until(async () => expect(await duty()).toBe(true));
    await page.getByText(/^上班到 \d\d-\d\d 08:00，之后按值班表。$/).waitFor();
    const { entries } = await system.api<{ entries: AuditEntry[] }>('/api/v1/audit');
    expect(entries.filter(({ action, about }) => action === 'duty_switched' && about === 'li-g2').length).toBe(2);
    expect(
      await page.evaluate(() =>
        fetch('/api/v1/my/shifts', { headers: { 'x-yjt-screen': 'r' } }).then((one) => one.json() as Promise<MyShifts>),
      ),
    ).toMatchObject({ onDuty: true });
  });

  it('may not see incidents, residents or the console', async () => {
    const page = await enter();
    await page.locator('.home').waitFor();
    const statusOf = (path: string): Promise<number> =>
      page.evaluate((url) => fetch(url, { headers: { 'x-yjt-screen': 'r' } }).then(({ status }) => status), path);
    for (const path of ['/api/v1/incidents', '/api/v1/residents', '/api/v1/audit', '/api/v1/search?q=wdy'])
      expect(await statusOf(path)).toBe(403);
    expect(
      await page.evaluate(() => fetch('/api/v1/map', { headers: { 'x-yjt-screen': 'r' } }).then((one) => one.json())),
    ).toMatchObject({ homes: [] });
  });

  it('has touch targets of 44 px and more', async () => {
    const page = await onDuty();
    await press('res-017');
    await page.locator('.offer').waitFor();
    const smallest = (): Promise<number> =>
      page.evaluate(() =>
        Math.min(
          ...[...document.querySelectorAll('button, a[href]:not(.leaflet-container a), textarea')].map(
            (one) => one.getBoundingClientRect().height,
          ),
        ),
      );
    expect(await smallest()).toBeGreaterThanOrEqual(44);
    await page.getByRole('button', { name: '我去' }).click();
    await page.locator('main.way').waitFor();
    expect(await smallest()).toBeGreaterThanOrEqual(44);
  });
});

describe("the resident's button", () => {
  const enter = (device: string): Promise<Page> => pages.enter({ role: 'button', device }, phone);
  const shows = (page: Page, state: string): Promise<void> => page.locator(`[data-state="${state}"]`).waitFor();
  const said = (page: Page): Promise<string | undefined> => page.evaluate(() => document.documentElement.dataset.said);

  it('calls with one touch, and says and shows what happens until somebody is at the door', async () => {
    const page = await enter('btn-020');
    await page.locator('.press').click();
    await shows(page, 'received');
    await until(async () => expect(await said(page)).toContain('已收到您的呼叫'));
    const [call] = await system.incidents();
    const id = call?.id ?? '';
    const who = call?.legs.find(({ track }) => track === 'grid')?.responder.id ?? '';
    const helper = await pages.enter({ role: 'responder', responder: who }, phone);
    await helper.getByRole('button', { name: '我去' }).click();
    await shows(page, 'coming');
    await until(async () => expect(await said(page)).toMatch(/正在赶来|马上就到/));
    await helper.getByRole('button', { name: '我到了' }).click();
    await helper.getByRole('button', { name: '看不到编码，直接到场' }).click();
    await shows(page, 'arrived');
    await order(id, { command: 'close', disposition: 'helped' });
    await shows(page, 'closed');
  });

  it('calls again when pressed again, and a mistake is looked after all the same', async () => {
    const page = await enter('btn-021');
    await page.locator('.press').click();
    await shows(page, 'received');
    const id = (await system.incidents())[0]?.id ?? '';
    await page.getByRole('button', { name: '再按一次' }).click();
    await until(async () => expect((await incident(id)).presses.length).toBe(2));
    await page.getByRole('button', { name: '按错了' }).click();
    await until(async () => expect((await incident(id)).marks).toContain('cancel_requested'));
    await shows(page, 'cancel_check');
    expect((await incident(id)).state).toBe('open');
  });

  it('tries itself without calling anybody', async () => {
    const page = await enter('btn-022');
    await page.getByRole('button', { name: '试一试' }).click();
    await page.getByText('试好了，按钮正常').waitFor();
    expect(await system.incidents()).toEqual([]);
  });

  it('keeps trying while the network is away, says so, and calls once', async () => {
    const page = await enter('btn-023');
    await page.locator('.press').waitFor();
    await page.context().setOffline(true);
    await page.locator('.press').click();
    await page.getByText('还没送出去').waitFor();
    expect(await page.getByText('120').count()).toBeGreaterThan(0);
    await page.context().setOffline(false);
    await shows(page, 'received');
    const open = await system.incidents();
    expect(open.length).toBe(1);
    expect(open[0]?.presses.length).toBe(1);
  });

  it('sends after a power cut what was pressed before it', async () => {
    const page = await enter('btn-024');
    await page.locator('.press').waitFor();
    await page.route('**/api/v1/my/press', (route) => route.abort());
    await page.locator('.press').click();
    await shows(page, 'sending');
    await page.unroute('**/api/v1/my/press');
    await page.reload();
    await until(async () => expect(await system.incidents()).toHaveLength(1));
    await shows(page, 'received');
  });

  it('is not left by the back key, and nothing on it is small', async () => {
    const page = await enter('btn-025');
    await page.locator('.press').waitFor();
    const { pathname } = new URL(page.url());
    await page.evaluate(() => history.back());
    expect(await page.locator('.press').count()).toBe(1);
    expect(new URL(page.url()).pathname).toBe(pathname);
    const sizes = await page.evaluate(() => ({
      text: Math.min(
        ...[...document.querySelectorAll('main *')]
          .filter((one) => (one.textContent ?? '').trim() !== '')
          .map((one) => Number.parseFloat(getComputedStyle(one).fontSize)),
      ),
      touch: Math.min(...[...document.querySelectorAll('button')].map((one) => one.getBoundingClientRect().height)),
    }));
    expect(sizes.text).toBeGreaterThanOrEqual(18);
    expect(sizes.touch).toBeGreaterThanOrEqual(60);
  });

  it('counts as a device that is alive', async () => {
    await enter('btn-026');
    type Homes = { homes: { id: string; reasons: string[] }[] };
    await until(async () => {
      const { homes } = await system.api<Homes>('/api/v1/readiness');
      expect(homes.find(({ id }) => id === 'home-026')?.reasons).not.toContain('device_silent');
    });
  });
});

describe('the health desk', () => {
  const enter = async (): Promise<Page> => {
    const page = await pages.enter({ role: 'health', name: '何静' }, { viewport: { width: 1366, height: 768 } });
    await page.locator('[data-link="live"]').waitFor();
    return page;
  };

  it('takes the call, reads what a doctor needs, sends the doctor and records the call to 120', async () => {
    const page = await enter();
    const id = await press('res-003');
    await page.locator(`[data-incident="${id}"].new`).waitFor();
    await until(async () => expect(await legOf(id, 'health-desk')).toMatchObject({ state: 'received' }));
    await page.getByRole('button', { name: '接单' }).click();
    await until(async () => expect(await legOf(id, 'health-desk')).toMatchObject({ state: 'accepted' }));
    await until(async () => expect(await page.locator('.urgent').textContent()).toContain('青霉素过敏'));
    await page.getByRole('button', { name: '派医生' }).click();
    await page.locator('.acts .sheet button', { hasText: '分钟' }).first().click();
    await until(async () =>
      expect((await incident(id)).legs.find(({ responder }) => responder.role === 'doctor')).toMatchObject({
        byHand: true,
      }),
    );
    await page.getByRole('button', { name: '呼叫 120' }).click();
    await page.getByRole('button', { name: '已拨打，登记' }).click();
    await until(async () => expect((await incident(id)).ambulance).toMatchObject({ by: '何静' }));
  });

  it('is told when nobody is on the way to be advised', async () => {
    const page = await enter();
    const id = await press('res-031');
    await page.locator(`[data-incident="${id}"]`).waitFor();
    await page.getByRole('button', { name: '测血糖、量血压' }).click();
    await page.locator('.trouble').waitFor();
    await until(async () => expect(await page.locator('.trouble').textContent()).toContain('没有人在路上'));
  });

  it('may not close an incident or send the grid', async () => {
    const page = await enter();
    const id = await press('res-032');
    await page.locator(`[data-incident="${id}"]`).waitFor();
    const statusOf = (command: object): Promise<number> =>
      page.evaluate(
        ([path, body]) =>
          fetch(path ?? '', {
            method: 'POST',
            headers: { 'x-yjt-screen': 'h', 'content-type': 'application/json' },
            body: body ?? '',
          }).then(({ status }) => status),
        [`/api/v1/incidents/${id}/commands`, JSON.stringify(command)],
      );
    expect(await statusOf({ id: 'h1', command: 'close', disposition: 'helped' })).toBe(403);
    expect(await statusOf({ id: 'h2', command: 'assign', responder: 'li-g2', track: 'grid' })).toBe(403);
    expect(await statusOf({ id: 'h3', command: 'note', text: '已电话指导' })).toBe(200);
  });
});

describe('the wall', () => {
  it('shows counts by grid and nothing that names a person, a door or a courtyard', async () => {
    const page = await pages.enter({ role: 'wall' });
    const frames: string[] = [];
    page.on('websocket', (socket) => socket.on('framereceived', ({ payload }) => frames.push(String(payload))));
    await page.reload();
    await page.locator('.figures dl').waitFor();
    await press('res-010');
    await page.locator('.wall-grid.fresh').waitFor({ state: 'attached' });
    await page.getByText('刚刚求助 1').waitFor();
    const all = `${frames.join('')}${await page.locator('main').textContent()}`;
    const { residents } = await system.api<{ residents: { name: string }[] }>('/api/v1/residents');
    for (const { name } of residents) expect(all).not.toContain(name);
    expect(all).not.toMatch(/号院|单元|home-|btn-/);
    expect(
      await page.evaluate(() =>
        fetch('/api/v1/incidents', { headers: { 'x-yjt-screen': 'wall' } }).then(({ status }) => status),
      ),
    ).toBe(403);
  });
});
