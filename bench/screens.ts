// How fast the duty console is, in a Chromium without a screen (software rendering), on a running system with 12,000 homes and
// 200 responders: panning, alarm to row and to sound, a shift's memory, the first queue over a slow link, search.
// `npm run bench:screens`, or a part: `npm run bench:screens -- panning` (search, queue, panning, alarm, memory).
import { cpus } from 'node:os';
import type { Browser, Page } from 'playwright-core';
import type { CommunityBundle } from '../contracts/office/community.ts';
import type { SearchAnswer } from '../contracts/office/place.ts';
import type { ResidentView } from '../contracts/office/residents.ts';
import type { Login } from '../store/acl.ts';
import { sampleBundle } from '../test/sample.ts';
import { System } from '../test/system.ts';
import { launchChromium } from './chromium.ts';

const homes = 12_000;
const people = 200;
const panForMs = 8_000;
const alarms = 60;
/** Eight hours of a busy night: six alarms an hour, each worked on and closed; five positions a minute of each of nine. */
const shift = { incidents: 48, positions: 8 * 60 * 5 * 9 };
/** 4G as Chrome's own throttling calls it: 9 Mbit/s down, 170 ms. */
const fourG = {
  offline: false,
  downloadThroughput: (9 * 1024 * 1024) / 8,
  uploadThroughput: (1.5 * 1024 * 1024) / 8,
  latency: 170,
};

console.log(
  `Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; Chromium headless, software rendering`,
);
const system = await System.start(['--no-sim'], { YJT_LOG_LEVEL: 'warn' });
const browser = await launchChromium('--js-flags=--expose-gc', '--enable-precise-memory-info');
try {
  const { residents } = await large();
  const parts = { search, queue: firstQueue, panning, alarm, memory };
  const asked = process.argv.slice(2);
  for (const [name, part] of Object.entries(parts))
    if (asked.length === 0 || asked.includes(name)) await part(browser, residents);
} finally {
  await browser.close();
  await system.stop();
}

/** The sample's places, filled up. */
async function large(): Promise<{ residents: ResidentView[] }> {
  const bundle = sampleBundle();
  const of = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;
  const names = bundle.residents.map(({ name }) => name);
  const spread = (i: number): number => ((i * 7_919) % 1_000) / 1_000 - 0.5;
  const full: CommunityBundle = {
    ...bundle,
    homes: Array.from({ length: homes }, (_, i) => {
      const one = of(bundle.homes, i);
      const yard = bundle.courtyards.find(({ id }) => id === one.courtyard)?.position ?? [0, 0];
      const position: [number, number] = [yard[0] + spread(i) * 0.0006, yard[1] + spread(i + 31) * 0.0005];
      return { ...one, id: `home-${i}`, position };
    }),
    residents: Array.from({ length: homes }, (_, i) => ({
      ...of(bundle.residents, i),
      id: `res-${i}`,
      home: `home-${i}`,
      name: of(names, i),
      card: `BENCH-${i}`,
    })),
    devices: Array.from({ length: homes }, (_, i) => ({ id: `btn-${i}`, kind: 'button' as const, home: `home-${i}` })),
    responders: Array.from({ length: people }, (_, i) => {
      const one = of(bundle.responders, i);
      return i < bundle.responders.length
        ? one
        : { ...one, id: `${one.id}-${i}`, role: 'grid_coordinator' as const, means: 'bicycle' as const };
    }),
  };
  await system.api('/api/v1/import', full);
  const read = () => system.api<{ residents: ResidentView[] }>('/api/v1/residents');
  await until(async () => (await read()).residents.length > 1_000); // the console follows the registry a moment later
  return read();
}

async function search(): Promise<void> {
  const words = ['wdy', '王', 'xielaoshifu', '黉门街', 'hmj66', '3单元', 'c', '没有这个人'];
  const times: number[] = [];
  for (let i = 0; i < 200; i++) {
    const began = performance.now();
    await system.api<SearchAnswer>(`/api/v1/search?q=${encodeURIComponent(words[i % words.length] ?? '')}`);
    times.push(performance.now() - began);
  }
  say(`search over ${homes} residents, request to answer`, times);
}

/** A shift's page on a slow link, nothing in the cache. */
async function firstQueue(with_: Browser): Promise<void> {
  const [first] = (await system.api<{ residents: ResidentView[] }>('/api/v1/residents')).residents;
  await system.api('/api/v1/presses', { resident: first?.id });
  const times: number[] = [];
  for (let i = 0; i < 5; i++) {
    const page = await enter(with_);
    const session = await page.context().newCDPSession(page);
    await session.send('Network.enable');
    await session.send('Network.setCacheDisabled', { cacheDisabled: true });
    await session.send('Network.emulateNetworkConditions', fourG);
    const began = performance.now();
    await page.reload();
    await page.locator('.row .fill:enabled').first().waitFor();
    times.push(performance.now() - began);
    await page.context().close();
  }
  say('reload to a usable queue under 4G-class throttling (9 Mbit/s, 170 ms)', times);
}

/** 200 responders move every second while the map is dragged. */
async function panning(with_: Browser, residents: readonly ResidentView[]): Promise<void> {
  for (const { id } of residents.slice(200, 204)) await system.api('/api/v1/presses', { resident: id });
  const page = await blank(with_);
  const { responders } = await system.api<{ responders: { id: string; position: [number, number] }[] }>(
    '/api/v1/responders',
  );
  // The phones' positions come into the page beside the server's own frames: no step of the measurement is between them.
  await page.addInitScript(
    (places) => {
      const Plain = window.WebSocket;
      window.WebSocket = class extends Plain {
        constructor(url: string | URL) {
          super(url);
          let people: object[] = [];
          this.addEventListener('message', ({ data }) => {
            const frame = JSON.parse(String(data)) as { type: string; responders?: object[] };
            if (frame.type === 'snapshot') people = frame.responders ?? [];
          });
          let next = 0;
          setInterval(() => {
            for (let i = 0; i < people.length / 20; i++, next++) {
              const which = next % people.length;
              const [lon, lat] = places[which] ?? [104.06, 30.643];
              const turn = next / people.length / 9 + which;
              const position = [lon + 0.0008 * Math.cos(turn), lat + 0.0006 * Math.sin(turn)];
              const now = new Date().toISOString();
              const moved = { role: 'grid_coordinator', onDuty: true, connected: true, position, positionAt: now };
              const frame = { type: 'responder', now, responder: { ...people[which], ...moved } };
              this.onmessage?.(new MessageEvent('message', { data: JSON.stringify(frame) }));
            }
          }, 50);
        }
      };
    },
    responders.map(({ position }) => position),
  );
  await page.goto(await linkFor());
  await page.getByRole('button', { name: '进入一键通' }).click();
  await page.locator('[data-link="live"]').waitFor();
  await page.locator('canvas.homes').waitFor();
  await until(async () => (await page.locator('.person').count()) >= people * 0.9);
  for (const zoom of [0, 3]) {
    for (let i = 0; i < zoom; i++) await page.getByRole('button', { name: '放大' }).click();
    await page.evaluate(() => {
      const deltas: number[] = [];
      let last = performance.now();
      const look = (now: number): void => {
        deltas.push(now - last);
        last = now;
        (window as unknown as { frames: number[] }).frames = deltas;
        requestAnimationFrame(look);
      };
      requestAnimationFrame(look);
    });
    const middle = { x: 900, y: 560 };
    await page.mouse.move(middle.x, middle.y);
    await page.mouse.down();
    await page.evaluate(() => (window as unknown as { frames: number[] }).frames.splice(0));
    const until_ = performance.now() + panForMs;
    for (let i = 0; performance.now() < until_; i++)
      await page.mouse.move(middle.x + 220 * Math.sin(i / 25), middle.y + 160 * Math.cos(i / 31));
    await page.mouse.up();
    const frames = await page.evaluate(() => (window as unknown as { frames: number[] }).frames.splice(0));
    say(`pan with ${homes} homes and ${people} moving responders${zoom ? ', nearer' : ''}: a frame`, frames);
    console.log(`  median ${(1000 / (quantile(frames, 0.5) || 1)).toFixed(0)} frames a second`);
  }
  await page.context().close();
}

/** From the server's answer to the press to the row, and to the burst of the alarm. */
async function alarm(with_: Browser, residents: readonly ResidentView[]): Promise<void> {
  await closeAll(); // what rings already would be heard instead
  const page = await enter(with_);
  await page.locator('.sound').click();
  await page.locator('.sound:not(.off)').waitFor();
  // When the event came off the wire, when its row stood in the document, when the loudspeaker was asked.
  await page.evaluate(() => {
    const seen = { frame: new Map<string, number>(), row: new Map<string, number>(), sound: [] as number[] };
    (window as unknown as { seen: typeof seen }).seen = seen;
    new MutationObserver(() => {
      for (const one of document.querySelectorAll<HTMLElement>('[data-incident]')) {
        const id = one.dataset.incident ?? '';
        if (!seen.row.has(id)) seen.row.set(id, performance.now());
      }
    }).observe(document.body, { childList: true, subtree: true });
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...all: [number?]) {
      seen.sound.push(performance.now());
      return start.apply(this, all);
    };
  });
  const live = new Map<string, number>();
  await page.evaluate(() => {
    const seen = (window as unknown as { seen: { frame: Map<string, number> } }).seen;
    const parse = JSON.parse;
    JSON.parse = ((text: string, ...rest: []) => {
      const value = parse(text, ...rest) as { type?: string; incident?: { id: string } };
      if (value?.type === 'change' && value.incident && !seen.frame.has(value.incident.id))
        seen.frame.set(value.incident.id, performance.now());
      return value as unknown;
    }) as typeof JSON.parse;
  });
  const sounds: number[] = [];
  for (const { id } of residents.slice(1_000, 1_000 + alarms)) {
    const before = await page.evaluate(() => (window as unknown as { seen: { sound: number[] } }).seen.sound.length);
    const { incident } = await system.api<{ incident: string }>('/api/v1/presses', { resident: id });
    live.set(incident, performance.now());
    await until(() =>
      page.evaluate(
        ([one, count]) => {
          const { row, sound } = (window as unknown as { seen: { row: Map<string, number>; sound: number[] } }).seen;
          return row.has(String(one)) && sound.length > Number(count);
        },
        [incident, before],
      ),
    );
    sounds.push(
      await page.evaluate(
        ([one, count]) => {
          const { frame, sound } = (window as unknown as { seen: { frame: Map<string, number>; sound: number[] } })
            .seen;
          return (sound[Number(count)] ?? 0) - (frame.get(String(one)) ?? 0);
        },
        [incident, before],
      ),
    );
    await system.api(`/api/v1/incidents/${incident}/commands`, { id: `ack-${incident}`, command: 'acknowledge' });
    await system.api(`/api/v1/incidents/${incident}/commands`, {
      id: `end-${incident}`,
      command: 'close',
      disposition: 'test',
      text: 'bench',
    });
    await until(() =>
      page.evaluate(
        (one) =>
          document.querySelector(`[data-incident="${one}"].closed`) !== null ||
          !document.querySelector(`[data-incident="${one}"]`),
        incident,
      ),
    );
  }
  const rows = await page.evaluate(
    (ids) => {
      const { frame, row } = (window as unknown as { seen: { frame: Map<string, number>; row: Map<string, number> } })
        .seen;
      return ids.map((id) => (row.get(id) ?? 0) - (frame.get(id) ?? 0));
    },
    [...live.keys()],
  );
  say('event to row in the document', rows);
  say('event to sound', sounds);
  await page.context().close();
}

/** What eight hours leave behind, after a garbage collection before and after. */
async function memory(with_: Browser, residents: readonly ResidentView[]): Promise<void> {
  const page = await enter(with_);
  await page.locator('.sound').click();
  const phone = await system.mqtt(await system.api<Login>('/api/v1/responders/wang-g1/credential', {}));
  const work = async (incidents: number, positions: number, from: number): Promise<void> => {
    const each = Math.ceil(positions / incidents);
    for (const { id } of residents.slice(from, from + incidents)) {
      const { incident } = await system.api<{ incident: string }>('/api/v1/presses', { resident: id });
      const row = page.locator(`[data-incident="${incident}"] .row-open`);
      await row.click();
      await page.locator('.pane .timeline li').first().waitFor();
      for (let i = 0; i < each; i++)
        phone.publish(
          'yjt/v1/r/wang-g1/position',
          JSON.stringify({ lon: 104.0588 + (i % 50) / 20_000, lat: 30.6486 + (i % 30) / 20_000 }),
          { qos: 0 },
        );
      await system.api(`/api/v1/incidents/${incident}/commands`, {
        id: `m-${incident}`,
        command: 'note',
        text: '一条备注',
      });
      await system.api(`/api/v1/incidents/${incident}/commands`, {
        id: `e-${incident}`,
        command: 'close',
        disposition: 'test',
        text: 'bench',
      });
    }
  };
  const heap = async (): Promise<number> => {
    await page.evaluate(() => (window as unknown as { gc(): void }).gc());
    return page.evaluate(
      () => (performance as unknown as { memory: { usedJSHeapSize: number } }).memory.usedJSHeapSize,
    );
  };
  await work(12, 2_000, 3_000); // what is kept on purpose (words, map, the last closed ones) is there before it counts
  const before = await heap();
  await work(shift.incidents, shift.positions, 4_000);
  const after = await heap();
  const megabytes = (bytes: number): string => (bytes / 1024 / 1024).toFixed(1);
  console.log(
    `heap over an 8-hour shift (${shift.incidents} incidents, ${shift.positions} positions): ${megabytes(before)} to ${megabytes(after)} MB, growth ${megabytes(after - before)} MB`,
  );
  phone.end(true);
  await page.context().close();
}

async function closeAll(): Promise<void> {
  const { incidents } = await system.api<{ incidents: { id: string }[] }>('/api/v1/incidents');
  for (const { id } of incidents)
    await system.api(`/api/v1/incidents/${id}/commands`, {
      id: `all-${id}`,
      command: 'close',
      disposition: 'test',
      text: 'bench',
    });
}

async function linkFor(): Promise<string> {
  return (await system.api<{ link: string }>('/api/v1/tokens', { role: 'officer', name: '测量', link: true })).link;
}

async function blank(with_: Browser): Promise<Page> {
  const context = await with_.newContext({ viewport: { width: 1920, height: 1080 }, locale: 'zh-CN' });
  return context.newPage();
}

async function enter(with_: Browser): Promise<Page> {
  const page = await blank(with_);
  await page.goto(await linkFor());
  await page.getByRole('button', { name: '进入一键通' }).click();
  await page.locator('[data-link="live"]').waitFor();
  return page;
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  const giveUpAt = performance.now() + 30_000;
  while (!(await condition())) {
    if (performance.now() > giveUpAt) throw new Error(`not seen within 30 s: ${condition}`);
    await new Promise((done) => setTimeout(done, 20));
  }
}

function quantile(values: readonly number[], q: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0;
}

function say(what: string, ms: readonly number[]): void {
  const [p50, p95, p99] = [0.5, 0.95, 0.99].map((q) => quantile(ms, q).toFixed(1));
  console.log(`${what}: p50 ${p50}, p95 ${p95}, p99 ${p99} ms (n = ${ms.length})`);
}
