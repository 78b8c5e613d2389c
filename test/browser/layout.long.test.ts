// Every page in either language and theme, on screens from a small phone to a wall of 4K: no control outside the window, nothing
// scrolls sideways, nothing lies over anything that is read or touched. At 200 % zoom a page has half the width: those are among them.
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { follow } from './chromium.ts';
import { onSystem, order, pages, press, system } from './onSystem.ts';

const screens: readonly (readonly [number, number])[] = [
  [320, 640],
  [390, 844],
  [640, 400], // 1280 × 800 at 200 %
  [683, 384], // 1366 × 768 at 200 %
  [768, 1024],
  [900, 700],
  [960, 540], // 1920 × 1080 at 200 %
  [1024, 768],
  [1280, 800],
  [1366, 768],
  [1599, 900],
  [1600, 900],
  [1920, 1080],
  [2560, 1440],
  [3840, 2160],
];
/** For what is looked at many times over: the narrowest, a small desk, the hall's. */
const few: typeof screens = [
  [320, 640],
  [1024, 768],
  [1920, 1080],
];
onSystem();

/** Runs in the page. @param within what lies over the rest: only that is looked at @returns what is wrong, in words */
function wrongs({ theme, within }: { theme: 'dark' | 'light'; within: string | undefined }): string[] {
  document.documentElement.classList.toggle('light', theme === 'light');
  const found: string[] = [];
  const [width, height] = [innerWidth, innerHeight];
  const name = (one: Element): string =>
    `${one.tagName.toLowerCase()}.${one.getAttribute('class') ?? ''} "${(one.textContent ?? '').trim().slice(0, 24)}"`;
  const root = document.documentElement;
  if (root.scrollWidth > width) found.push(`the page is ${root.scrollWidth} wide`);
  for (const one of document.querySelectorAll(
    'header, main, main > *, .banner, .acts, .case, .orders, .pane-body, .rows',
  ))
    if (
      !one.matches('.leaflet-container') &&
      one.scrollWidth > one.clientWidth + 1 &&
      getComputedStyle(one).overflowX !== 'visible' &&
      one.clientWidth > 0
    )
      found.push(`${name(one)} scrolls sideways: ${one.scrollWidth} in ${one.clientWidth}`);
  /** What fills a small screen is all that there is on it. */
  const sheet = [...document.querySelectorAll('.pane')].find((one) => getComputedStyle(one).position === 'fixed');
  /** The part of it that is not scrolled or cut away. */
  const seen = (one: Element): DOMRect | undefined => {
    let { left, top, right, bottom } = one.getBoundingClientRect();
    for (let up = one.parentElement; up && up !== document.body; up = up.parentElement) {
      const { overflowY, position } = getComputedStyle(up);
      if (position === 'fixed') break;
      if (overflowY !== 'auto' && overflowY !== 'scroll') continue;
      const box = up.getBoundingClientRect();
      [top, bottom] = [Math.max(top, box.top), Math.min(bottom, box.bottom)];
      [left, right] = [Math.max(left, box.left), Math.min(right, box.right)];
    }
    return right - left > 1 && bottom - top > 1 ? new DOMRect(left, top, right - left, bottom - top) : undefined;
  };
  const controls = 'button, a[href], input, select, textarea, summary';
  for (const one of document.querySelectorAll(
    `${controls}, .top > *, .over, .clock, .demo, .banner, h1, h2, .press, .figures dl > *`,
  )) {
    if (
      one.closest('.leaflet-pane') ||
      (within !== undefined && !one.closest(within)) ||
      (sheet && !sheet.contains(one)) ||
      !one.checkVisibility({ visibilityProperty: true })
    )
      continue;
    const whole = one.getBoundingClientRect();
    if (whole.width === 0 || whole.height === 0) continue;
    if (whole.left < -1 || whole.right > width + 1)
      found.push(`${name(one)} is outside: ${whole.left} to ${whole.right}`);
    const scrolls = root.scrollHeight > height + 1 && getComputedStyle(document.body).overflowY !== 'hidden';
    const box = seen(one);
    if (!box) continue;
    if (box.bottom > height + 1 && !scrolls) found.push(`${name(one)} is below the window: ${box.bottom}`);
    if (box.top < -1 && !scrolls) found.push(`${name(one)} is above the window: ${box.top}`);
    for (const [x, y] of [
      [box.x + box.width / 2, box.y + box.height / 2],
      [box.x + 3, box.y + box.height / 2],
      [box.right - 3, box.y + box.height / 2],
    ] as const) {
      if (x < 0 || y < 0 || x >= width || y >= height) continue;
      const top = document.elementFromPoint(x, y);
      if (top && !one.contains(top) && !top.contains(one)) {
        found.push(`${name(top)} lies over ${name(one)}`);
        break;
      }
    }
  }
  return [...new Set(found)];
}

type Look = { on?: typeof screens; themes?: readonly ('dark' | 'light')[]; within?: string };

/** On every screen, in either theme, unless fewer are named. */
async function look(
  page: Page,
  language: string,
  { on = screens, themes = ['dark', 'light'], within }: Look = {},
): Promise<string[]> {
  const found: string[] = [];
  for (const [width, height] of on) {
    await page.setViewportSize({ width, height });
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))));
    for (const theme of themes)
      for (const one of await page.evaluate(wrongs, { theme, within }))
        found.push(`${language} ${theme} ${width}×${height}: ${one}`);
  }
  return found;
}

async function inBoth(page: Page): Promise<string[]> {
  const chinese = await look(page, 'zh');
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.getByRole('button', { name: 'English', exact: true }).first().click();
  await page.getByRole('button', { name: '中文', exact: true }).first().waitFor();
  return [...chinese, ...(await look(page, 'en'))];
}

/** A change that breaks one breaks many: the first say enough. */
const short = (found: string[]): string[] => found.slice(0, 24);

it("the responder's phone fits every screen while it rings, on the way and at rest", async () => {
  const incident = await press('res-010');
  const page = await pages.enter({ role: 'responder', responder: 'wang-g1' }, { reducedMotion: 'reduce' });
  await page.locator('.offer').waitFor();
  const found = await look(page, 'zh ringing');
  await page.getByRole('button', { name: '我去' }).click();
  await page.locator('.way-in dd').first().waitFor();
  found.push(...(await look(page, 'zh on the way')));
  await order(incident, { command: 'close', disposition: 'helped' });
  await page.getByRole('button', { name: '知道了' }).click();
  await page.locator('.home').waitFor();
  found.push(...(await inBoth(page)));
  const again = await press('res-010');
  await page.locator('.offer').waitFor();
  found.push(...(await look(page, 'en ringing', { on: few })));
  await page.locator('.offer .yes').click();
  await page.locator('.way-in dd').first().waitFor();
  found.push(...(await look(page, 'en on the way', { on: few })));
  await order(again, { command: 'close', disposition: 'helped' });
  expect(short(found)).toEqual([]);
}, 90_000);

it.each(['zh-CN', 'en-US'])('the page behind a one-time link fits every screen (%s)', async (locale) => {
  const { link } = await system.api<{ link: string }>('/api/v1/tokens', { role: 'officer', link: true });
  const page = await pages.blank({ locale });
  await page.goto(link);
  await page.getByRole('button').waitFor();
  expect(short(await look(page, locale, { on: few, themes: ['light'] }))).toEqual([]);
});

describe('with three calls', () => {
  beforeEach(async () => {
    await press('res-003');
    await press('res-150', 'service');
    await press('res-010');
  });

  describe.each([
    { what: 'the duty console', who: { role: 'officer', name: '周敏' } as const, there: '.row-open' },
    { what: 'the health desk', who: { role: 'health', name: '何静' } as const, there: '.card-lines' },
    { what: "the resident's button", who: { role: 'button', device: 'btn-044' } as const, there: '.press' },
    { what: 'the wall', who: { role: 'wall' } as const, there: '.figures dl' },
    { what: 'history', who: { role: 'community', name: '刘主任' } as const, at: '/office/history', there: '.rows a' },
    { what: 'figures', who: { role: 'community', name: '刘主任' } as const, at: '/office/figures', there: '.tile' },
  ])('$what', ({ who, at, there }) => {
    it('fits every screen in either language and theme', async () => {
      const page = await pages.enter(who, { reducedMotion: 'reduce' });
      if (at !== undefined) await page.goto(new URL(at, page.url()).href);
      await page.locator(there).first().waitFor();
      expect(short(await inBoth(page))).toEqual([]);
    }, 60_000);
  });

  it('the sign-in fits every screen', async () => {
    const page = await pages.blank();
    await page.goto(`http://127.0.0.1:${system.port}/`);
    await page.locator('.sign-in form').waitFor();
    expect(short(await inBoth(page))).toEqual([]);
  }, 60_000);

  it('the duty console fits with an incident open', async () => {
    const page = await pages.enter({ role: 'officer', name: '周敏' }, { reducedMotion: 'reduce' });
    await page.locator('.row-open').first().click();
    await page.locator('.timeline li').first().waitFor();
    expect(short(await inBoth(page))).toEqual([]);
  }, 60_000);

  /** Opens one after the other, looks at what has opened, and closes it again. @param before brings the doors there */
  async function openEach(
    page: Page,
    screen: string,
    { doors, opens, before = async () => {} }: { doors: string; opens: string; before?: () => Promise<void> },
  ): Promise<string[]> {
    const found: string[] = [];
    for (let i = 0; ; i++) {
      await before();
      const door = page.locator(doors).nth(i);
      if ((await page.locator(doors).count()) <= i) {
        expect(i).toBeGreaterThan(0);
        return found;
      }
      const name = `${screen} ${((await door.textContent()) ?? '').trim()}`;
      await door.dispatchEvent('click'); // on the smallest screen it may have to be scrolled to
      await page.locator(opens).first().waitFor();
      const wrong = await page.evaluate(wrongs, { theme: 'dark' as const, within: opens });
      found.push(...wrong.map((one) => `${name}: ${one}`));
      const own = page.locator('.my-sign-in .x');
      await ((await own.count()) > 0 ? own.dispatchEvent('click') : page.keyboard.press('Escape'));
      await page.locator(opens).first().waitFor({ state: 'detached' });
    }
  }

  it('the panels of the duty console, one’s own sign-in and the forms of the pane fit', async () => {
    const account = { login: 'zhou.min', name: '周敏', role: 'officer' };
    const { link } = await system.api<{ link: string }>('/api/v1/accounts', account);
    const page = await pages.blank({ reducedMotion: 'reduce' });
    await follow(page, link);
    await page.locator('.choose-password input').fill('夜里值班不打瞌睡');
    await page.locator('.choose-password button[type="submit"]').click();
    await page.locator('.choose-password').waitFor({ state: 'detached' });
    const found: string[] = [];
    // English words are the longer ones.
    for (const [language, width, height] of [
      ['zh', 320, 640],
      ['en', 320, 640],
      ['zh', 1366, 768],
      ['en', 1366, 768],
    ] as const) {
      await page.setViewportSize({ width, height });
      const other = page.locator(`.top button:text-is("${language === 'en' ? 'English' : '中文'}")`);
      if ((await other.count()) > 0) await other.dispatchEvent('click');
      const each = async (parts: Parameters<typeof openEach>[2]): Promise<void> => {
        found.push(...(await openEach(page, `${language} ${width}×${height}`, parts)));
      };
      await each({ doors: '.top button[aria-expanded]', opens: '.panel, .my-sign-in' });
      await each({ doors: `.top button:text-is("${language === 'en' ? 'Handover' : '交接班'}")`, opens: '.panel' });
      await each({ doors: '.over.readiness', opens: '.panel' });
      await each({ doors: '.top button:text-is("?")', opens: '.help' });
      await page.locator('.row-open').first().dispatchEvent('click');
      await page.locator('.timeline li').first().waitFor();
      const take = page.locator('.orders > .fill');
      if ((await take.count()) > 0) await take.dispatchEvent('click'); // who has it may hand it over
      const more = page.locator('.orders .buttons button').nth(3);
      const opens = '.pane .form:not(.more)';
      await each({ doors: '.orders .buttons button', opens: '.pane .form' });
      await each({ doors: '.need-acts button:text("…")', opens });
      await each({ doors: '.form.more button', opens, before: () => more.dispatchEvent('click') });
      await page.keyboard.press('Escape');
      await page.keyboard.press('Escape');
    }
    expect(short(found)).toEqual([]);
  }, 90_000);
});
