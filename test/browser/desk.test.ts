// Who has the desk tonight, and who should still be seen: two panels of the duty console in a real Chromium.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { dateOf, minuteOf } from '../../console/web/look/time.ts';
import { nightEnds } from '../../console/web/look/timeFields.ts';
import type { IncidentView } from '../../contracts/incident/views.ts';
import type { NightDesk } from '../../contracts/office/responders.ts';
import { root, until } from '../system.ts';
import { violations } from './axe.ts';
import { officer as enter, incident, onSystem, press, system } from './onSystem.ts';

const laptop = { viewport: { width: 1366, height: 768 }, reducedMotion: 'reduce' } as const;
const folder = join(root, 'test-output', 'screens');

onSystem();

let page: Page;
beforeAll(() => {
  mkdirSync(folder, { recursive: true });
});
beforeEach(async () => {
  page = await officer('周敏');
}, 60_000);
afterEach(async () => {
  await system.api('/api/v1/night-desk', {});
});

const officer = (name: string): Promise<Page> => enter(laptop, name);
const panel = () => page.locator('.panel');
const bar = (of: Page) => of.locator('.banner.night-desk');
/** By day and by night: nothing serious for axe, nothing cut off in the top bar, and a picture to look at. */
async function looksRight(name: string): Promise<void> {
  for (const theme of ['dark', 'light']) {
    await page.evaluate((one) => document.documentElement.classList.toggle('light', one === 'light'), theme);
    await page.screenshot({ path: join(folder, `${name}-1366x768-${theme}.png`) });
    expect(await violations(page)).toEqual([]);
    const cutOff = await page.locator('.top').evaluate((one) => one.scrollWidth - one.clientWidth);
    expect(cutOff).toBeLessThanOrEqual(0);
  }
}

describe('the night desk', () => {
  it('is handed to a coordinator whom every press tells at once, says so in every hall, and is taken back', async () => {
    const colleague = await officer('第二值班员');
    await page.getByRole('button', { name: '夜间值守' }).click();
    await panel().getByText('现在由大厅值守').waitFor();
    const people = panel().locator('.choices label');
    await until(async () => expect(await people.nth(0).textContent()).toContain('街道值班员'));
    await until(async () => expect(await people.nth(1).textContent()).toContain('社区值守干部'));
    expect([nightEnds(Date.now() - 60_000), nightEnds(Date.now())]).toContain(
      await panel().getByLabel('到什么时候').inputValue(),
    );
    await panel().getByLabel('按姓名查找').fill('李协');
    await people.getByText('李协管员').click();
    await looksRight('night-desk');

    await panel().getByLabel('到什么时候').fill('2020-01-01T07:00');
    await panel().getByRole('button', { name: '交给李协管员' }).click();
    await panel().getByRole('alert').getByText('时间已经过去').waitFor();
    expect(await bar(page).count()).toBe(0);

    const soon = Date.now() + 2 * 3_600_000;
    const end = `${dateOf(soon)}T${minuteOf(soon)}`;
    await panel().getByLabel('到什么时候').fill(end);
    await panel().getByRole('button', { name: '交给李协管员' }).click();
    const clock = minuteOf(soon);
    for (const hall of [page, colleague]) await bar(hall).getByText(`夜间值守：李协管员，至 ${clock}`).waitFor();
    const own = page.locator('.who-is-on'); // the name alone: it is not this officer who is on
    await until(async () => expect(await own.textContent()).not.toContain('值班'));

    const id = await press('res-010');
    await until(async () =>
      expect((await incident(id)).legs).toContainEqual(
        expect.objectContaining({ need: 'officer', responder: expect.objectContaining({ id: 'li-g2' }) }),
      ),
    );

    await page.getByRole('button', { name: 'English' }).click();
    await bar(page).getByText(`Night desk: 李协管员, until ${clock}`).waitFor();
    await page.keyboard.press('w');
    await panel().getByRole('button', { name: 'Back to the hall' }).waitFor();
    await looksRight('night-desk-handed-en');
    await panel().getByRole('button', { name: 'Back to the hall' }).click();
    for (const hall of [page, colleague]) await bar(hall).waitFor({ state: 'detached' });
    expect(await system.api<NightDesk>('/api/v1/night-desk')).toEqual({ holders: [] });
  }, 90_000);

  it('says why it was not handed over when the person is gone', async () => {
    await page.keyboard.press('w');
    await page.route('**/api/v1/night-desk', (route) =>
      route.continue({ postData: JSON.stringify({ responder: 'gone' }) }),
    );
    await panel().getByText('街道值班员（示例）').click();
    await panel()
      .getByRole('button', { name: /^交给街道/ })
      .click();
    await panel().getByRole('alert').getByText('没有这位人员').waitFor();
  });
});

describe('aftercare', () => {
  async function closed(resident: string, disposition: string): Promise<string> {
    const id = await press(resident);
    const order = (body: object): Promise<unknown> => system.api(`/api/v1/incidents/${id}/commands`, body);
    await order({ id: `a-${id}`, command: 'acknowledge' });
    await order({ id: `c-${id}`, command: 'close', disposition });
    return id;
  }
  const visit = (id: string) => panel().locator(`[data-visit="${id}"]`);

  it('lists who should be seen after a P1 or the hospital, and each goes when it is done', async () => {
    const [helped, hospital] = [await closed('res-041', 'helped'), await closed('res-042', 'taken_to_hospital')];
    await page.keyboard.press('v');
    await visit(helped).getByText('还有 23 小时').waitFor();
    await until(async () => expect(await visit(helped).textContent()).toContain(`${(await incident(helped)).number}`));
    await visit(helped).getByLabel('情况').fill('精神很好');
    await visit(helped).getByRole('button', { name: '已看望' }).click();
    await visit(helped).waitFor({ state: 'detached' });
    expect(await incident(helped)).not.toHaveProperty('aftercare');
    const { events } = await system.api<{ events: { type: string; text?: string }[] }>(
      `/api/v1/incidents/${helped}/events`,
    );
    expect(events.at(-1)).toMatchObject({ type: 'aftercare_done', text: '精神很好' });
    await visit(hospital).getByRole('button', { name: '已回家' }).click();
    await panel().getByText('现在没有要回访的人').waitFor();
  }, 60_000);

  it('counts in the top bar what is due today or overdue, and nothing else', async () => {
    const [forgotten, tomorrow] = [await closed('res-043', 'helped'), await closed('res-044', 'helped')];
    expect(await page.getByRole('button', { name: /^回访/ }).count()).toBe(0);
    await page.route('**/api/v1/aftercare', async (route) => {
      const answer = await route.fetch();
      const { incidents } = (await answer.json()) as { incidents: IncidentView[] };
      const by = new Date(Date.now() - 30 * 3_600_000).toISOString();
      await route.fulfill({
        json: {
          incidents: incidents.map((one) =>
            one.id === forgotten ? { ...one, aftercare: { what: 'visit', by } } : one,
          ),
        },
      });
    });
    await page.reload();
    await page.getByRole('button', { name: /^回访\s*1$/ }).click();
    await visit(forgotten).getByText('已逾期 30 小时').waitFor();
    await until(async () =>
      expect(await panel().locator('[data-visit]').first().getAttribute('data-visit')).toBe(forgotten),
    );
    await visit(tomorrow).waitFor();
    await looksRight('aftercare');
    await page.getByRole('button', { name: 'English' }).click();
    await visit(forgotten).getByText('overdue 30 h').waitFor();
    await looksRight('aftercare-en');
  }, 60_000);
});
