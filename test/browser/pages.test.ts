// What happens to a page besides the network: its clock is set, its sound taken away, its timers held, its storage full. In a
// real Chromium, on a running system.

import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { IncidentView } from '../../contracts/incident/views.ts';
import { until } from '../system.ts';
import { phone } from './chromium.ts';
import { onSystem, pages, press, system } from './onSystem.ts';

onSystem();

/** Before any script of the page: counts its tones, keeps its sound at hand, and lets the test set its clock and hold its timers. */
async function prepare(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const test = { contexts: [] as AudioContext[], tones: 0, aheadMs: 0 };
    Object.assign(window, { test });
    const wall = Date.now.bind(Date);
    Date.now = () => wall() + test.aheadMs;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function (...args) {
      if (this.context.state === 'running') test.tones++;
      return start.apply(this, args);
    };
    window.AudioContext = class extends AudioContext {
      constructor() {
        super();
        test.contexts.push(this);
      }
    };
  });
  await page.reload();
}
type Test = { contexts: AudioContext[]; tones: number; aheadMs: number };
const tonesOf = (page: Page): Promise<number> => page.evaluate(() => (window as unknown as { test: Test }).test.tones);

describe('the alarm of the duty console', () => {
  const onShift = async (): Promise<Page> => {
    const page = await pages.enter({ role: 'officer', name: '周敏' });
    await prepare(page);
    await page.locator('[data-link="live"]').waitFor();
    await page.locator('.sound.off').click();
    await page.locator('.sound:not(.off)').waitFor();
    return page;
  };
  /** Within one pause and a little: ten tones every eight seconds. */
  const ringsOn = async (page: Page): Promise<void> => {
    const before = await tonesOf(page);
    await until(async () => expect(await tonesOf(page)).toBeGreaterThan(before), 10);
  };

  it("rings on when somebody puts the machine's clock right by an hour", async () => {
    const page = await onShift();
    await press('res-003');
    await ringsOn(page);
    await page.evaluate(() => {
      (window as unknown as { test: Test }).test.aheadMs = 3_600_000;
    });
    await ringsOn(page);
    await ringsOn(page);
  }, 60_000);

  it.each(['suspend', 'close'] as const)('rings when the system did %s its sound', async (what) => {
    const page = await onShift();
    await page.evaluate(async (act) => {
      for (const one of (window as unknown as { test: Test }).test.contexts) await one[act]();
    }, what);
    await press('res-003');
    await ringsOn(page);
    await page.locator('.sound:not(.off)').waitFor();
  });

  it('says at once that it is silent when the sound cannot be had any more', async () => {
    const page = await onShift();
    await page.evaluate(async () => {
      const { contexts } = (window as unknown as { test: Test }).test;
      AudioContext.prototype.resume = () => new Promise(() => {});
      window.AudioContext = class {
        constructor() {
          throw new Error('no device');
        }
      } as unknown as typeof AudioContext;
      for (const one of contexts) await one.suspend();
    });
    await page.getByText('现在没有声音').waitFor({ timeout: 3_000 });
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await page.getByText('SILENT now').waitFor();
  });
});

/** A page whose device has no room left, to the last byte; what is written is refused. */
async function fill(page: Page): Promise<void> {
  await page.evaluate(() => {
    for (let size = 1 << 20; size > 0; size >>= 1)
      for (let i = 0; i < 12; i++) {
        try {
          localStorage.setItem(`filler-${size}-${i}`, 'x'.repeat(size));
        } catch {
          break;
        }
      }
  });
}

describe('on a device without room', () => {
  it("the resident's button calls all the same, and says that it cannot remember", async () => {
    const page = await pages.enter({ role: 'button', device: 'btn-041' }, phone);
    await page.locator('.press').waitFor();
    await fill(page);
    await page.locator('.press').click();
    await page.locator('[data-state="received"]').waitFor();
    const open = await system.incidents();
    expect(open.map(({ presses }) => presses.length)).toEqual([1]);
    await page.getByText('这台平板存不下东西').waitFor();
  });

  it("the responder's phone confirms, answers and says that it cannot remember", async () => {
    const page = await pages.enter({ role: 'responder', responder: 'wang-g1' }, phone);
    await page.locator('.home').waitFor();
    await fill(page);
    const { incident } = await system.api<{ incident: string }>('/api/v1/presses', { resident: 'res-010' });
    const state = async (): Promise<string | undefined> => {
      const all: IncidentView[] = await system.incidents('all');
      return all.find(({ id }) => id === incident)?.legs.find(({ responder }) => responder.id === 'wang-g1')?.state;
    };
    await until(async () => expect(await state()).toBe('received'));
    await page.getByRole('button', { name: '我去' }).click();
    await until(async () => expect(await state()).toBe('en_route'));
    await page.getByText('手机存储已满').waitFor();
  });

  it('a page whose browser forbids every kind of storage opens, calls and answers', async () => {
    const page = await pages.enter({ role: 'button', device: 'btn-042' }, phone);
    await page.addInitScript(() => {
      const forbid = (): never => {
        throw new DOMException('forbidden', 'SecurityError');
      };
      Object.defineProperty(window, 'localStorage', { get: forbid });
      Object.defineProperty(window, 'indexedDB', { get: forbid });
      Object.defineProperty(window, 'caches', { get: forbid });
    });
    await page.reload();
    await page.locator('.press').click();
    await page.locator('[data-state="received"]').waitFor();
  });
});

describe('after the very first visit', () => {
  it.each([
    { path: '/r', who: { role: 'responder', responder: 'wang-g1' } as const, shows: '.home' },
    { path: '/b', who: { role: 'button', device: 'btn-043' } as const, shows: '.press' },
  ])('$path opens without a network, with everything that it fetches later', async ({ who, shows }) => {
    const page = await pages.enter(who, phone);
    await page.locator(shows).waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    await page.context().setOffline(true);
    await page.reload();
    await page.locator(shows).waitFor();
    const missing = await page.evaluate(async () => {
      const names = [...document.querySelectorAll<HTMLLinkElement | HTMLScriptElement>('script[src], link[href^="/"]')];
      const urls = names.map((one) => ('src' in one ? one.src : one.href));
      const answers = await Promise.all(
        urls.map((url) =>
          fetch(url).then(
            ({ ok }) => ok,
            () => false,
          ),
        ),
      );
      return urls.filter((_, i) => !answers[i]);
    });
    expect(missing).toEqual([]);
  });

  it("the phone's map is there too", async () => {
    const page = await pages.enter({ role: 'responder', responder: 'wang-g1' }, phone);
    await page.locator('.home').waitFor();
    await page.evaluate(() => navigator.serviceWorker.ready.then(() => undefined));
    const names = await page.evaluate(async () =>
      (await (await caches.open('yjt-pages-1')).keys()).map(({ url }) => new URL(url).pathname),
    );
    expect(names.some((name) => name.startsWith('/assets/laterParts-') && name.endsWith('.js'))).toBe(true);
  });
});

describe('what somebody has switched stays so on this machine', () => {
  it('the legend of the map, folded away', async () => {
    const page = await pages.enter({ role: 'officer', name: '周敏' });
    await page.getByText('网格人员路线').waitFor();
    await page.getByRole('button', { name: '图例' }).click();
    await page.getByText('网格人员路线').waitFor({ state: 'detached' });
    await page.reload();
    await page.getByRole('button', { name: '图例' }).waitFor();
    expect(await page.getByText('网格人员路线').count()).toBe(0);
    await page.getByRole('button', { name: '图例' }).click();
    await page.getByText('网格人员路线').waitFor();
  });

  it.each([
    {
      what: 'the phone',
      who: { role: 'responder', responder: 'wang-g1' } as const,
      chinese: '我的班次',
      english: 'My shifts',
    },
    {
      what: 'the button',
      who: { role: 'button', device: 'btn-045' } as const,
      chinese: '按一下',
      english: 'press once',
    },
    {
      what: 'the wall',
      who: { role: 'wall' } as const,
      chinese: '按一下，就有人来',
      english: 'One press, and somebody comes',
    },
  ])('the language of $what', async ({ who, chinese, english }) => {
    const page = await pages.enter(who, phone);
    await page.getByText(chinese).waitFor();
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await page.getByText(english).waitFor();
    await page.reload();
    await page.getByText(english).waitFor();
    expect(await page.evaluate(() => document.documentElement.lang)).toBe('en');
    await page.getByRole('button', { name: '中文', exact: true }).click();
    await page.getByText(chinese).waitFor();
  });
});

describe('a district in another zone', () => {
  it.each([
    { what: 'the duty console', who: { role: 'officer', name: '周敏' } as const, clock: '.clock' },
    { what: 'the wall', who: { role: 'wall' } as const, clock: '.time' },
    { what: "the resident's button", who: { role: 'button', device: 'btn-046' } as const, clock: '.calm time' },
  ])('$what shows its time', async ({ who, clock }) => {
    const page = await pages.enter(who);
    await page.locator(clock).waitFor();
    await page.routeWebSocket(/\/live/, (socket) => {
      const server = socket.connectToServer();
      server.onMessage((text) =>
        socket.send(String(text).replace('"timeZone":"Asia/Shanghai"', '"timeZone":"Asia/Kathmandu"')),
      );
    });
    await page.reload();
    await page.locator(clock).waitFor();
    const there = (): string =>
      new Intl.DateTimeFormat('en', { timeZone: 'Asia/Kathmandu', minute: '2-digit', second: '2-digit' })
        .format(Date.now())
        .slice(0, 2);
    await until(async () => expect(await page.locator(clock).textContent()).toMatch(new RegExp(`:${there()}`)));
  });
});

describe('a hidden page on a connection on which nothing comes any more', () => {
  it.each(['its one tick a minute', 'being shown again'])(
    'is back by %s',
    async (by) => {
      const page = await pages.enter({ role: 'officer', name: '周敏' });
      let swallow = false;
      await page.routeWebSocket(/\/live/, (socket) => {
        const born = swallow; // only what is open when the network goes is dead
        const server = socket.connectToServer();
        server.onMessage((text) => {
          if (born === swallow) socket.send(text);
        });
      });
      await page.addInitScript(() => {
        const ticks: (() => void)[] = [];
        Object.assign(window, { ticks });
        window.setInterval = ((act: () => void) => ticks.push(act)) as unknown as typeof setInterval;
        Object.defineProperty(document, 'hidden', {
          get: () => (window as unknown as { shown?: true }).shown !== true,
        });
      });
      await page.reload();
      const tick = (): Promise<void> =>
        page.evaluate(() => {
          for (const act of (window as unknown as { ticks: (() => void)[] }).ticks) act();
        });
      await page.locator('[data-link="live"]').waitFor();
      swallow = true;
      await page.waitForTimeout(16_003); // more than the page needs to call it lost; no multiple of ten
      if (by === 'being shown again')
        await page.evaluate(() => {
          Object.assign(window, { shown: true });
          document.dispatchEvent(new Event('visibilitychange'));
        });
      else await tick();
      await page.locator('[data-link="live"]').waitFor({ timeout: 5_000 });
      expect(await page.locator('.banner.lost').count()).toBe(0);
    },
    60_000,
  );
});
