// What the officer sees of the system itself: that something died and healed, that the store is away, how one press went.
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { until } from '../system.ts';
import { officer, onSystem, press, system } from './onSystem.ts';

onSystem(['--no-sim'], { YJT_CANARY_SECONDS: '1' });

let page: Page;
beforeEach(async () => {
  page = await officer();
}, 60_000);

describe('the officer at the console', () => {
  it('sees that the canary comes back, and nothing to worry about', async () => {
    await page.locator('[data-system="well"]', { hasText: '毫秒' }).waitFor();
  });

  it('sees which process was killed, and afterwards that it healed and how long it took', async () => {
    await page.locator('[data-system]').click();
    const panel = page.getByRole('region', { name: '系统状态' });
    await panel.waitFor();
    system.kill('broker/main');
    await panel.getByText('已恢复', { exact: false }).filter({ hasText: '“按键接入”进程中断' }).first().waitFor();
    await page.locator('[data-system="well"]').waitFor();
    await panel.getByRole('button', { name: '关闭' }).click();
    await panel.waitFor({ state: 'detached' });
  });

  it('is told at once when the store is away, and that buttons send again; no longer when it is back', async () => {
    const pid = system.kill('redis-server', 'SIGSTOP');
    try {
      await page.locator('[data-alarm="store_away"]').waitFor();
      await until(async () =>
        expect(await page.locator('[data-alarm="store_away"]').textContent()).toContain('按键会自动重发'),
      );
    } finally {
      process.kill(pid, 'SIGCONT');
    }
    await page.locator('[data-alarm="store_away"]').waitFor({ state: 'detached' });
  });

  it('reads the proof of a press in its pane: on disk, decided, shown, with times', async () => {
    const incident = await press('res-001');
    await page.locator(`[data-incident="${incident}"]`).click();
    await page.getByText('全程记录（取证）').click();
    for (const hop of ['heard', 'stored', 'decided', 'shown', 'offered'])
      await until(async () =>
        expect(await page.locator(`.proof [data-hop="${hop}"]`).first().textContent()).toMatch(/\d\d:\d\d:\d\d\.\d{3}/),
      );
  });
});
