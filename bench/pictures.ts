// Every page of a running system with simulated people, at three sizes, dark and light, into docs/screens/; the handbooks show some of them.
// `npm run screens`, or `npm run screens -- office phone` for those whose names begin so.
import { mkdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { connectAsync } from 'mqtt';
import type { Browser, Page } from 'playwright-core';
import type { DeviceLogin } from '../contracts/device/logins.ts';
import type { IncidentView } from '../contracts/incident/views.ts';
import type { Readiness } from '../contracts/office/readiness.ts';
import type { ResponderView } from '../contracts/office/responders.ts';
import type { NewToken } from '../contracts/session/session.ts';
import { sampleBundle } from '../test/sample.ts';
import { System } from '../test/system.ts';
import { launchChromium } from './chromium.ts';

const folder = resolve(import.meta.dirname, '../../docs/screens');
const sizes = [
  { width: 1920, height: 1080 },
  { width: 1366, height: 768 },
  { width: 390, height: 844 },
];
const themes = ['dark', 'light'] as const;
/** Homes that lie apart on the map, and how urgent their call is. */
const calls = [
  { resident: 'res-201', kind: 'service' },
  { resident: 'res-150', kind: 'sos' },
  { resident: 'res-075', kind: 'fall' },
  { resident: 'res-010', kind: 'sos' },
];

/** So that the readiness panel has something to show: next doors without a button, and buttons whose battery is low. */
const nextDoors = ['home-204', 'home-207', 'home-121'];
const batteryLow = ['btn-060', 'btn-061', 'btn-180', 'btn-131', 'btn-132'];

const chosen = process.argv.slice(2);

mkdirSync(folder, { recursive: true });
const system = await System.start([], { YJT_SIM_PRESS_EVERY_SECONDS: '0', YJT_SIM_SPEED: '3' });
const browser = await launchChromium();
try {
  const signIn = await blank(browser);
  await signIn.goto(`http://127.0.0.1:${system.port}/`);
  await signIn.locator('.sign-in').waitFor();
  await shoot(signIn, 'sign-in');

  await troubles();

  // A real phone and a real button among the simulated ones: whoever holds them is no longer simulated.
  const phone = await enter(browser, { role: 'responder', responder: 'wang-g1' });
  await phone.getByRole('button', { name: '开始值班' }).click();
  await until(async () => {
    const { responders } = await system.api<{ responders: ResponderView[] }>('/api/v1/responders');
    return responders.find(({ id, connected, simulated }) => id === 'wang-g1' && connected && !simulated);
  });
  const tablet = await enter(browser, { role: 'button', device: 'btn-010' });
  await tablet.locator('.press').waitFor();
  await shoot(tablet, 'button-rest');

  for (const call of calls.slice(0, -1)) await system.api('/api/v1/presses', call);
  await tablet.locator('.press').click();
  await phone.locator('.offer').waitFor();
  await shoot(phone, 'phone-ringing', '.offer');
  await phone.getByRole('button', { name: '我去' }).click();
  await phone.locator('.way-in dd').first().waitFor();
  await shoot(phone, 'phone-on-the-way', '.way-map .route.grid');
  await tablet.locator('[data-state="coming"]').waitFor();
  await shoot(tablet, 'button-coming', '[data-state="coming"]');

  const newest = await untilOpen((incidents) =>
    incidents.find(({ device, legs }) => device === 'btn-010' && legs.some(({ state }) => state === 'en_route')),
  );
  await phone.getByRole('button', { name: '我到了' }).click();
  await phone.getByRole('button', { name: '看不到编码，直接到场' }).click();
  await phone.locator('.scene').waitFor();
  await phone.getByText('跌倒', { exact: true }).click();
  await shoot(phone, 'phone-at-the-door', '.findings');
  const health = await enter(browser, { role: 'health', name: '何静' });
  await health.locator('.card-lines').waitFor();
  await shoot(health, 'health', '.card-lines');
  const wall = await enter(browser, { role: 'wall' });
  await wall.locator('.figures dl').waitFor();
  await shoot(wall, 'wall', '.figures dl');
  const duty = await enter(browser, { role: 'officer', name: '周敏' });
  await duty.locator('.sound').click();
  await shoot(duty, 'duty-queue', '.row');
  const others = (await open()).filter(({ id, acknowledged }) => id !== newest.id && !acknowledged);
  for (const { id } of others.slice(1))
    await system.api(`/api/v1/incidents/${id}/commands`, { id: `picture-${id}`, command: 'acknowledge' });
  await shoot(duty, 'duty', '.timeline li', () => duty.locator(`[data-incident="${newest.id}"] .row-open`).click());
  await shoot(duty, 'duty-readiness', '.panel .yard', () => duty.locator('.over.readiness').click());
  await shootOffice();
} finally {
  await browser.close();
  await system.stop();
}

async function blank(with_: Browser): Promise<Page> {
  const context = await with_.newContext({
    locale: 'zh-CN',
    reducedMotion: 'reduce', // a picture of something that blinks is of its dark half as often
    geolocation: { longitude: 104.06, latitude: 30.6478 },
    permissions: ['geolocation'],
  });
  return context.newPage();
}

async function enter(with_: Browser, who: NewToken): Promise<Page> {
  const page = await blank(with_);
  const { link } = await system.api<{ link: string }>('/api/v1/tokens', { name: '演示', ...who, link: true });
  await page.goto(link);
  await page.getByRole('button', { name: '进入一键通' }).click();
  await page.locator('#app > *').first().waitFor();
  return page;
}

/** All sizes and themes of one page. @param shows is there when the page is drawn @param open brings it about after a reload */
async function shoot(page: Page, name: string, shows = '#app > *', open?: () => Promise<void>): Promise<void> {
  if (chosen.length > 0 && !chosen.some((one) => name.startsWith(one))) return;
  for (const theme of themes) {
    await page.evaluate((one) => localStorage.setItem('yjt-theme', one), theme);
    for (const size of sizes) {
      await page.setViewportSize(size);
      await page.reload();
      await page.locator('#app > *').first().waitFor();
      await open?.();
      await page.locator(shows).first().waitFor({ state: 'attached' });
      await page.waitForLoadState('networkidle');
      await page.waitForTimeout(1_200); // markers glide for a second; a picture of them half-way is blurred
      await page.screenshot({ path: join(folder, `${name}-${size.width}x${size.height}-${theme}.png`) });
    }
  }
  console.log(`docs/screens/${name}-*.png`);
}

/** What is kept by day, as a community officer sees it. */
async function shootOffice(): Promise<void> {
  const page = await enter(browser, { role: 'community', name: '刘主任' });
  const at = (path: string): Promise<unknown> => page.goto(new URL(path, page.url()).href);
  await at('/office/readiness');
  await shoot(page, 'office-readiness', '.readiness tbody tr');
  await at('/office/registry');
  await shoot(page, 'office-registry', '.registry tbody tr');
  await at('/office/map?kind=grids&id=g4');
  await shoot(page, 'office-map', '.sketch-corner');
  await at('/office/rosters');
  await shoot(page, 'office-rosters', '.rosters .week .line:not(.head)');
  await at('/office/policy');
  await shoot(page, 'office-policy', '.policy h2');
}

async function open(): Promise<IncidentView[]> {
  return (await system.api<{ incidents: IncidentView[] }>('/api/v1/incidents')).incidents;
}

/** Makes the troubles that the readiness panel shows, and waits until they are judged. */
async function troubles(): Promise<void> {
  const bundle = sampleBundle();
  const added = bundle.homes
    .filter(({ id }) => nextDoors.includes(id))
    .map((home) => ({ ...home, id: `${home.id}-next` }));
  await system.api('/api/v1/import', { ...bundle, homes: [...bundle.homes, ...added] });
  for (const device of batteryLow) {
    const { username, password } = await system.api<DeviceLogin>('/api/v1/devices', { device });
    const button = await connectAsync(`mqtt://127.0.0.1:${system.mqttPort}`, { username, password });
    await button.publishAsync(`yjt/v1/d/${username}/health`, JSON.stringify({ battery: 9 }), { qos: 1 });
    await button.endAsync();
  }
  await until(async () => {
    const { atRisk, notCovered } = await system.api<Readiness>('/api/v1/readiness');
    return atRisk > 0 && notCovered > 0 ? true : undefined;
  });
}

function untilOpen<T>(condition: (incidents: IncidentView[]) => T | undefined): Promise<T> {
  return until(async () => condition(await open()));
}

async function until<T>(condition: () => Promise<T | undefined>): Promise<T> {
  const giveUpAt = performance.now() + 60_000;
  while (performance.now() < giveUpAt) {
    const found = await condition();
    if (found !== undefined) return found;
    await new Promise((done) => setTimeout(done, 100));
  }
  throw new Error('the picture did not come about within a minute');
}
