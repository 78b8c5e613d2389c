// The picture in the README: the duty console of a running system, with simulated people on their way. `npm run picture`.
import { execFileSync } from 'node:child_process';
import { resolve } from 'node:path';
import { chromium } from 'playwright-core';
import type { IncidentView } from '../contracts/api.ts';
import { BenchSystem } from './system.ts';

const target = resolve(import.meta.dirname, '../../docs/console.png');
/** Homes that lie apart on the map, and how urgent their call is. */
const calls = [
  { resident: 'res-201', kind: 'service' },
  { resident: 'res-150', kind: 'sos' },
  { resident: 'res-075', kind: 'fall' },
  { resident: 'res-010', kind: 'sos' },
];

const system = await BenchSystem.start([], { YJT_SIM_PRESS_EVERY_SECONDS: '0', YJT_SIM_SPEED: '3' });
const program = execFileSync('sh', [
  '-c',
  'command -v chromium || command -v chromium-browser || command -v google-chrome',
]);
const browser = await chromium.launch({ executablePath: program.toString().trim(), args: ['--no-sandbox'] });
try {
  const page = await browser.newPage({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' });
  await page.addInitScript(() => localStorage.setItem('yjt-theme', 'dark'));
  await page.goto(system.link);
  await page.locator('.sound').click();
  for (const call of calls) await system.api('/api/v1/presses', call);
  const newest = await until((incidents) =>
    incidents.filter(isComing).length >= 2 && incidents[0] && isComing(incidents[0]) ? incidents[0] : undefined,
  );
  for (const { id } of (await open()).slice(1))
    await system.api(`/api/v1/incidents/${id}/commands`, { id: `picture-${id}`, command: 'acknowledge' });
  await page.locator(`[data-incident="${newest.id}"] .row-open`).click();
  await page.locator('.timeline li').first().waitFor();
  await page.mouse.move(960, 1000);
  await page.locator('.route.grid').first().waitFor({ state: 'attached' });
  await page.waitForTimeout(1_500); // markers glide for a second; a picture of them half-way is blurred
  await page.screenshot({ path: target });
  console.log(`wrote ${target}`);
} finally {
  await browser.close();
  await system.stop();
}

function isComing({ legs }: IncidentView): boolean {
  return legs.some(({ track, state }) => track === 'grid' && state === 'en_route');
}

async function open(): Promise<IncidentView[]> {
  return (await system.api<{ incidents: IncidentView[] }>('/api/v1/incidents')).incidents;
}

async function until<T>(condition: (incidents: IncidentView[]) => T | undefined): Promise<T> {
  for (;;) {
    const found = condition(await open());
    if (found !== undefined) return found;
    await new Promise((done) => setTimeout(done, 100));
  }
}
