// A real Chromium, signed in as somebody, whose errors fail the test.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { NewToken } from '../../contracts/session/session.ts';

/** What is signed in to: a whole system, or a console by itself. */
type Site = { api<T>(path: string, body?: unknown): Promise<T> };

/** Pages of one test: closed, and looked at for errors, by `close`. */
export class Pages {
  readonly #browser: Browser;
  readonly #system: Site;
  readonly #open: Page[] = [];
  readonly #errors: string[] = [];

  constructor(browser: Browser, system: Site) {
    this.#browser = browser;
    this.#system = system;
  }

  /** A page of its own browser profile, without a session. */
  async blank(options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({
      viewport: { width: 1920, height: 1080 },
      locale: 'zh-CN',
      ...options,
    });
    const page = await context.newPage();
    page.setDefaultTimeout(25_000);
    page.on('pageerror', (error) => this.#errors.push(error.message));
    page.on('console', (message) => {
      if (/content security policy/i.test(message.text())) this.#errors.push(message.text());
    });
    this.#open.push(page);
    return page;
  }

  /** A page that came by a one-time link. */
  async enter(who: NewToken, options: BrowserContextOptions = {}): Promise<Page> {
    const page = await this.blank(options);
    const { link } = await this.#system.api<{ link: string }>('/api/v1/tokens', { ...who, link: true });
    await follow(page, link);
    return page;
  }

  async close(): Promise<void> {
    for (const page of this.#open.splice(0)) await page.context().close();
    expect(this.#errors.splice(0)).toEqual([]);
  }
}

/** Opens a one-time link, presses its button and waits for the page behind it. */
export async function follow(page: Page, link: string): Promise<void> {
  await page.goto(link);
  const door = page.url();
  await page.getByRole('button', { name: '进入一键通' }).click();
  await page.waitForURL((url) => url.href !== door); // a reload during this change would fail
}

/** A phone as most coordinators have one. */
export const phone: BrowserContextOptions = { viewport: { width: 390, height: 844 }, hasTouch: true };
