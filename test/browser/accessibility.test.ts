// WCAG 2.2 AA as far as a machine can see it, on every page in either theme (axe-core); and how much each page weighs.
import { gzipSync } from 'node:zlib';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { NewToken } from '../../contracts/session/session.ts';
import { violations } from './axe.ts';
import { phone } from './chromium.ts';
import { onSystem, pages, press, system } from './onSystem.ts';

onSystem();
beforeEach(async () => {
  await press('res-003');
  await press('res-150', 'service');
});

const themes = ['dark', 'light'] as const;
const inTheme = async (who: NewToken, theme: (typeof themes)[number], small = false): Promise<Page> => {
  const page = await pages.enter(who, { ...(small ? phone : {}), reducedMotion: 'reduce' });
  await page.evaluate((one) => localStorage.setItem('yjt-theme', one), theme);
  await page.reload();
  return page;
};

describe.each(themes)('in the %s theme axe finds nothing serious', (theme) => {
  it('on the duty console, with its pane, forms and panels', async () => {
    const page = await inTheme({ role: 'officer', name: '周敏' }, theme);
    await page.locator('.row-open').first().click();
    await page.locator('.timeline li').first().waitFor();
    await page.locator('.candidate').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press('n');
    await page.locator('.form textarea').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.locator('.over.readiness').click();
    await page.locator('.panel .yard').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: '交接班' }).click();
    await page.locator('.handover-state').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('on the health desk', async () => {
    const page = await inTheme({ role: 'health', name: '何静' }, theme);
    await page.locator('.card-lines').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('on the wall', async () => {
    const page = await inTheme({ role: 'wall' }, theme);
    await page.locator('.figures dl').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it('on the sign-in', async () => {
    const page = await pages.blank();
    await page.goto(`http://127.0.0.1:${system.port}/`);
    await page.evaluate((one) => localStorage.setItem('yjt-theme', one), theme);
    await page.reload();
    await page.locator('.sign-in').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it("on the responder's phone: at rest, ringing, on the way, at the door", async () => {
    const page = await inTheme({ role: 'responder', responder: 'wang-g1' }, theme, true);
    await page.locator('.offer, .home').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await system.api('/api/v1/presses', { resident: 'res-010' });
    await page.locator('.offer').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: '我去' }).click();
    await page.locator('.way-in dd').first().waitFor();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: '我到了' }).click();
    expect(await violations(page)).toEqual([]);
    await page.getByRole('button', { name: '看不到编码，直接到场' }).click();
    await page.locator('.scene').waitFor();
    expect(await violations(page)).toEqual([]);
  });

  it("on the resident's button, before and after the press", async () => {
    const page = await inTheme({ role: 'button', device: 'btn-040' }, theme, true);
    await page.locator('.press').waitFor();
    expect(await violations(page)).toEqual([]);
    await page.locator('.press').click();
    await page.locator('[data-state="received"]').waitFor();
    expect(await violations(page)).toEqual([]);
  });
});

describe('sizes, compressed', () => {
  /** Everything that the page's own HTML names: what is fetched before the first picture. */
  async function sizes(path: string): Promise<{ script: number; style: number }> {
    const origin = `http://127.0.0.1:${system.port}`;
    const html = await (await fetch(`${origin}${path}`)).text();
    const kilobytes = async (pattern: RegExp): Promise<number> => {
      let sum = 0;
      for (const [, file] of html.matchAll(pattern))
        sum += gzipSync(await (await fetch(`${origin}${file}`)).text(), { level: 9 }).length / 1024;
      return sum;
    };
    return {
      script: await kilobytes(/(?:src|href)="(\/assets\/[^"]+\.js)"/g),
      style: await kilobytes(/href="(\/assets\/[^"]+\.css)"/g),
    };
  }

  it('the duty console: at most 90 KB of script with Leaflet, 12 KB of style', async () => {
    const { script, style } = await sizes('/');
    expect(script).toBeGreaterThan(40); // Leaflet is in it
    expect(script).toBeLessThanOrEqual(90);
    expect(style).toBeLessThanOrEqual(12);
  });

  it('the office: at most 60 KB of script', async () => {
    expect((await sizes('/office')).script).toBeLessThanOrEqual(60);
  });

  it("the responder's phone: at most 30 KB of script before the map", async () => {
    expect((await sizes('/r')).script).toBeLessThanOrEqual(30);
  });

  it('the page of the family: at most 30 KB of script', async () => {
    expect((await sizes('/family')).script).toBeLessThanOrEqual(30);
  });
});
