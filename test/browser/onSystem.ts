// A running system with a Chromium before it, for a whole file of tests: each has pages of its own, and leaves no call open.
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest';
import { launchChromium } from '../../bench/chromium.ts';
import type { IncidentView } from '../../contracts/incident/views.ts';
import { System } from '../system.ts';
import { Pages } from './chromium.ts';

export let system: System;
let browser: Browser;
export let pages: Pages;

/** Call it once, before the tests of a file. @param how the system is started */
export function onSystem(...how: Parameters<typeof System.start>): void {
  beforeAll(async () => {
    system = await System.start(...how);
    browser = await launchChromium();
  }, 180_000);
  afterAll(async () => {
    await browser.close();
    await system.stop();
  }, 30_000);
  beforeEach(() => {
    pages = new Pages(browser, system);
  });
  afterEach(async () => {
    await pages.close();
    await system.clear(); // a dozen open ones would be a flood
  }, 60_000);
}

/** An officer at the console, whose picture is live. */
export async function officer(options: BrowserContextOptions = {}, name = '测试值班员'): Promise<Page> {
  const page = await pages.enter({ role: 'officer', name }, options);
  await page.waitForSelector('[data-link="live"]');
  return page;
}
/** A resident presses. @returns the incident */
export const press = async (resident: string, kind = 'sos'): Promise<string> =>
  (await system.api<{ incident: string }>('/api/v1/presses', { resident, kind })).incident;
export const incident = async (id: string): Promise<IncidentView> =>
  (await system.incidents('all')).find((one) => one.id === id) ?? Promise.reject(new Error(`no incident ${id}`));
export const order = (id: string, command: object) =>
  system.api(`/api/v1/incidents/${id}/commands`, { id: `${id}-${Math.random()}`, ...command });
/** The last leg of a responder. */
export const legOf = async (id: string, responder: string) =>
  (await incident(id)).legs.filter((leg) => leg.responder.id === responder).at(-1);
