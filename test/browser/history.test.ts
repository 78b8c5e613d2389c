// The officer looks back: an incident that was archived long ago reads in the console as it did.
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../store/connection.ts';
import { System, until } from '../system.ts';
import { launchChromium, Pages } from './chromium.ts';

let system: System;
let browser: Browser;
beforeAll(async () => {
  system = await System.start(['--no-sim'], { YJT_KEEP_CLOSED: '2s' });
  browser = await launchChromium();
}, 90_000);
afterAll(async () => {
  await browser.close();
  await system.stop();
}, 30_000);

it('an archived incident is found under history, and opens with what was written about it', async () => {
  const { incident: id } = await system.api<{ incident: string }>('/api/v1/presses', { resident: 'res-001' });
  await system.api(`/api/v1/incidents/${id}/commands`, { id: 'n', command: 'note', text: '已电话联系家属' });
  await system.clear();
  const redis = connect(system.store);
  await until(async () => expect(await redis.keys(`*${id}*`)).toEqual([]));
  redis.disconnect();

  const pages = new Pages(browser, system);
  try {
    const page = await pages.enter({ role: 'officer', name: '测试值班员' });
    await page.getByRole('button', { name: '历史' }).click();
    const line = page.locator('.panel details', { hasText: '谢老师傅' });
    await line.locator('summary').click();
    await line.getByText('已电话联系家属').waitFor();
    await page.locator('.panel input[type=date]').fill('2020-01-01');
    await page.getByText('没有已结案的警情').waitFor();
    expect(await line.count()).toBe(0);
  } finally {
    await pages.close();
  }
}, 90_000);
