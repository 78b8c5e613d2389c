// Every page over HTTPS by itself, under the policy that lets nothing inline in: whatever a browser would not load or run fails here, as it
// does in every other browser test (chromium.ts).
import { expect, it } from 'vitest';
import type { NewToken } from '../../contracts/session/session.ts';
import { freePort } from '../system.ts';
import { onSystem, pages, system } from './onSystem.ts';

const options = { ignoreHTTPSErrors: true }; // the browser does not know our authority
onSystem(['--no-sim'], { HTTPS_PORT: String(await freePort()) });

it('the duty console is live, its map has its letters in their sizes, and its cookie is of this host and TLS', async () => {
  const page = await pages.enter({ role: 'officer', name: '测试值班员' }, options);
  await page.waitForSelector('[data-link="live"]', { timeout: 60_000 });
  expect(page.url()).toMatch(/^https:/);
  const names = page.locator('.street-name');
  await names.nth(3).waitFor(); // the map is drawn by a script that comes later
  const sizes = await names.evaluateAll((all) => all.map((one) => getComputedStyle(one).fontSize));
  expect(new Set(sizes.map((size) => Number.parseFloat(size) >= 8))).toEqual(new Set([true]));
  const cookies = await page.context().cookies();
  expect(cookies.find(({ name }) => name === '__Host-yjt')).toMatchObject({ secure: true, httpOnly: true, path: '/' });
  expect(cookies.some(({ name }) => name === 'yjt')).toBe(false);
}, 120_000);

it.each([
  { role: 'health', shows: '[data-link]' },
  { role: 'responder', responder: 'wang-g1', shows: '#app > *' },
  { role: 'button', device: 'btn-001', shows: '#app > *' },
  { role: 'wall', shows: '#app > *' },
] as const)(
  'the page of the $role',
  async ({ shows, ...who }) => {
    const page = await pages.enter({ name: '测试', ...who } as NewToken, options);
    await page.locator(shows).first().waitFor({ timeout: 60_000 });
  },
  120_000,
);

it('the description of the interface', async () => {
  const page = await pages.blank(options);
  await page.goto(`${new URL(system.link).origin}/api/docs`);
  await page.getByText('/api/v1/incidents', { exact: false }).first().waitFor({ timeout: 60_000 });
}, 120_000);
