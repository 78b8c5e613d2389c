// The duty console in a real Chromium, on a running system.
import { execFileSync } from 'node:child_process';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { System, until } from '../system.ts';

let system: System;
let browser: Browser;
let context: BrowserContext;
let page: Page;
const errors: string[] = [];

beforeAll(async () => {
  system = await System.start();
  const program = execFileSync(
    'sh',
    ['-c', 'command -v chromium || command -v chromium-browser || command -v google-chrome'],
    { encoding: 'utf8' },
  ).trim();
  browser = await chromium.launch({
    executablePath: program,
    args: ['--no-sandbox'],
  });
}, 90_000);
afterAll(async () => {
  await browser.close();
  await system.stop();
}, 30_000);

beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' });
  page = await context.newPage();
  page.setDefaultTimeout(10_000);
  page.on('pageerror', (error) => errors.push(error.message));
  const { link } = await system.api<{ link: string }>('/api/v1/tokens', {
    role: 'officer',
    name: '测试值班员',
    link: true,
  });
  await page.goto(link);
  await page.waitForSelector('[data-link="live"]');
});
afterEach(async () => {
  await context.close();
  expect(errors.splice(0)).toEqual([]);
});

const press = async (resident: string): Promise<string> =>
  (await system.api<{ incident: string }>('/api/v1/presses', { resident })).incident;
const row = (id: string) => page.locator(`[data-incident="${id}"]`);

describe('the duty console', () => {
  it('shows a press without a reload: in the queue, on the map, and it must be acknowledged', async () => {
    const id = await press('res-001');
    await row(id).waitFor();
    expect(await row(id).textContent()).toContain('谢老师傅');
    expect(await row(id).textContent()).toContain('未接警');
    await page.locator('.incident.p1.new').waitFor();
    expect(await page.locator('.demo').textContent()).toContain('演示数据');
  });

  it('is worked by the keyboard alone, from the alarm to the close', async () => {
    const id = await press('res-010');
    await row(id).waitFor();
    for (let chosen: string | null = null; chosen !== id; ) {
      const before = chosen;
      await page.keyboard.press('j');
      await until(async () => {
        chosen = await page.locator('.row.selected').getAttribute('data-incident', { timeout: 1_000 });
        expect(chosen).not.toBe(before);
      });
    }
    await page.keyboard.press('a');
    await until(async () =>
      expect((await system.incidents()).find((one) => one.id === id)?.acknowledged?.by).toBe('测试值班员'),
    );
    await page.keyboard.press('n');
    await page.locator('textarea:focus').waitFor();
    await page.keyboard.type('已电话联系');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('已电话联系').waitFor();
    await page.getByRole('button', { name: '结案…' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('input[value="helped"]').focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: '确认结案' }).focus();
    await page.keyboard.press('Enter');
    await until(async () => expect((await system.incidents('closed')).some((one) => one.id === id)).toBe(true));
    await until(async () => expect(await row(id).getAttribute('class')).toContain('closed'));
  });

  it('assigns a person by hand, after a second click', async () => {
    const id = await press('res-020');
    await row(id).locator('.row-open').click();
    await page.getByRole('button', { name: /^派警/ }).click();
    const candidate = page
      .locator('.candidate')
      .filter({ has: page.getByRole('button', { name: '派警' }) })
      .first();
    const responder = await candidate.getAttribute('data-responder');
    await candidate.getByRole('button', { name: '派警' }).click();
    await page.getByRole('button', { name: /^确认派/ }).click();
    await until(async () => {
      const legs = (await system.incidents()).find((one) => one.id === id)?.legs ?? [];
      expect(legs.find((leg) => leg.responder.id === responder)).toMatchObject({ byHand: true });
    });
  });

  it('says in words why an order was refused, and keeps what was typed', async () => {
    const id = await press('res-030');
    await row(id).locator('.row-open').click();
    await page.getByRole('button', { name: '结案…' }).click();
    await page.locator('input[value="helped"]').check();
    await page.locator('textarea').fill('家属已到');
    const close = { id: 'other-officer', command: 'close', disposition: 'helped' };
    // Another officer closes it between the reading and the click.
    await page.route('**/commands', async (route) => {
      await system.api(`/api/v1/incidents/${id}/commands`, close).catch(() => undefined);
      await route.continue();
    });
    await page.getByRole('button', { name: '确认结案' }).click();
    await page.locator('.trouble').waitFor();
    expect(await page.locator('.trouble').textContent()).toMatch(/已结案|没有这起警情/);
  });

  it('shows a silent link: late, then lost with the orders disabled, and what was missed afterwards', async () => {
    const id = await press('res-040');
    await row(id).locator('.row-open').click();
    // A browser that is offline keeps the socket open: only the silence tells.
    await context.setOffline(true);
    await page.locator('[data-link="late"]').waitFor({ timeout: 20_000 });
    await page.locator('.banner.lost').waitFor({ timeout: 20_000 });
    expect(await page.getByRole('button', { name: /^备注/ }).isDisabled()).toBe(true);
  }, 60_000);

  it('comes back after the console process was killed, with what happened meanwhile', async () => {
    const before = await press('res-050');
    await row(before).waitFor();
    system.kill('console/server/main');
    await until(async () => expect((await fetch(`http://127.0.0.1:${system.port}/readyz`)).status).toBe(200));
    const after = await press('res-060');
    await row(after).waitFor({ timeout: 20_000 });
    expect(await row(before).count()).toBe(1);
  }, 60_000);

  it('sounds until somebody acknowledges, and shows when it cannot', async () => {
    expect(await page.locator('.sound.off').textContent()).toContain('告警音未开');
    await page.locator('.sound').click();
    await page.locator('.sound:not(.off)').waitFor();
    await page.keyboard.press('m');
    expect(await page.locator('.sound.off').textContent()).toMatch(/暂停 1[12]\d 秒/);
    const id = await press('res-070'); // a new P1 breaks through the pause
    await row(id).waitFor();
    await page.locator('.sound:not(.off)').waitFor({ timeout: 5_000 });
  });

  it('speaks English after a click, completely', async () => {
    await page.getByRole('button', { name: 'English' }).click();
    const id = await press('res-080');
    await row(id).locator('.row-open').click();
    await page.locator('.timeline li').first().waitFor();
    const frame = await page.locator('.top, .queue-head, .orders, .steps, .group, .track h3').allTextContents();
    expect(frame.join(' ')).toContain('Acknowledge');
    expect(
      frame
        .join(' ')
        .replace('中文', '')
        .replace('测试值班员', '')
        .replace(/[\u4e00-\u9fff]+协管员/g, ''),
    ).not.toMatch(/[\u4e00-\u9fff]/);
  });
});

it('who comes without a session is asked to sign in, and a wrong token is said', async () => {
  await context.clearCookies();
  await page.goto(`http://127.0.0.1:${system.port}/`);
  await page.locator('.sign-in').waitFor();
  await page.locator('input').fill('yjt_wrong');
  await page.getByRole('button', { name: '进入' }).click();
  await page.getByText('令牌不对').waitFor();
});

it('the page keeps its budget: 90 KB of script and 12 KB of style, compressed', async () => {
  const { gzipSync } = await import('node:zlib');
  const html = await (await fetch(`http://127.0.0.1:${system.port}/`)).text();
  const sizeOf = async (kind: RegExp): Promise<number> => {
    const path = kind.exec(html)?.[1] ?? '';
    return gzipSync(await (await fetch(`http://127.0.0.1:${system.port}${path}`)).text()).length / 1024;
  };
  expect(await sizeOf(/src="([^"]+\.js)"/)).toBeLessThan(90);
  expect(await sizeOf(/href="(\/[^"]+\.css)"/)).toBeLessThan(12);
});
