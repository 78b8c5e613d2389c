// What an incident needs, on the duty console in a real Chromium: each need with its clock and the act that helps, and a press
// after everything was done, which begins like a new call.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { root, until } from '../system.ts';
import { phone } from './chromium.ts';
import { incident, officer, onSystem, pages, press } from './onSystem.ts';

onSystem();

let page: Page;
beforeEach(async () => {
  page = await officer();
}, 60_000);

const row = (id: string) => page.locator(`[data-incident="${id}"]`);
const need = (name: string) => page.locator(`.needs [data-need="${name}"]`);
const stateOf = async (id: string, name: string): Promise<string | undefined> =>
  (await incident(id)).needs.find((one) => one.need === name)?.state;

/** Opens it, takes it, and fills in how it is closed. */
async function toClose(id: string): Promise<void> {
  await row(id).locator('.row-open').click();
  await page.keyboard.press('a');
  await page.getByRole('button', { name: '结案…' }).click();
  await page.locator('input[value="helped"]').check();
}
/** The coordinator who was asked goes there. @returns their phone */
async function there(id: string): Promise<Page> {
  const helper = await coming(id);
  await helper.getByRole('button', { name: '我到了' }).click();
  await helper.getByRole('button', { name: '看不到编码，直接到场' }).click();
  await until(async () => expect((await incident(id)).coming).toMatchObject({ how: 'there' }));
  return helper;
}

/** The coordinator who was asked is on the way. @returns their phone */
async function coming(id: string): Promise<Page> {
  const who =
    (await incident(id)).legs.find((leg) => leg.need === 'door' && leg.purpose === 'comes')?.responder.id ?? '';
  const helper = await pages.enter({ role: 'responder', responder: who }, phone);
  await helper.getByRole('button', { name: '我去' }).click();
  await until(async () => expect((await incident(id)).coming).toMatchObject({ how: 'coming' }));
  return helper;
}

describe('what an incident needs', () => {
  it('stands in the pane, each with its clock and the act that helps', async () => {
    const id = await press('res-010');
    await row(id).locator('.row-open').click();
    await need('door').waitFor();
    await until(async () => expect(await need('door').textContent()).toContain('有人上门'));
    await until(async () => expect(await need('door').textContent()).toContain('正在问'));
    await until(async () => expect(await need('officer').textContent()).toContain('值班员接警'));
    const clock = async (): Promise<string | null> => need('word').locator('.until').textContent();
    const before = await clock();
    expect(before).toMatch(/再提醒 \d:\d\d/);
    await until(async () => expect(await clock()).not.toBe(before));

    await need('officer').getByRole('button', { name: '接警' }).click();
    await until(async () => expect(await stateOf(id, 'officer')).toBe('met'));

    await need('word').getByRole('button', { name: '回拨本人…' }).click();
    await page.getByLabel('已通话').check();
    await page.locator('.form').getByRole('button', { name: '保存' }).click();
    await until(async () => expect((await incident(id)).callBack).toMatchObject({ outcome: 'spoke' }));
    await page.locator('.marks').getByText('回拨本人：已通话').waitFor();
    await page.locator('.over-needs').getByText('与本人通话').waitFor();
  });

  it('puts a lamp off until tomorrow after a word with the resident, and sends somebody after all', async () => {
    const id = await press('res-020', 'service');
    await row(id).locator('.row-open').click();
    await need('word').getByRole('button', { name: '回拨本人…' }).click();
    await page.getByLabel('已通话').check();
    await page.locator('.form').getByRole('button', { name: '保存' }).click();
    await need('door').getByRole('button', { name: '改日处理…' }).click();
    expect(await page.locator('input[type="datetime-local"]').inputValue()).toMatch(/T09:00$/);
    await page.locator('.form textarea').fill('换灯泡，本人同意明天');
    await page.locator('.form').getByRole('button', { name: '改日处理' }).click();
    await until(async () => expect(await stateOf(id, 'door')).toBe('waits'));
    await until(async () => expect(await need('door').textContent()).toMatch(/等到 \d\d-\d\d 09:00/));
    await need('door').getByRole('button', { name: '现在就派' }).click();
    await until(async () => expect(await stateOf(id, 'door')).toBe('asked'));
  });

  it('calls the officer for help that is asked for at the scene, until it is taken back with a reason', async () => {
    const id = await press('res-011');
    await row(id).locator('.row-open').click();
    await page.keyboard.press('a');
    const helper = await coming(id);
    await until(async () => expect(await row(id).getAttribute('class')).toContain('active'));
    await helper.getByRole('button', { name: '要帮手' }).click();
    await helper.getByRole('button', { name: '要119（消防）' }).click();
    await row(id).and(page.locator('.new')).waitFor();
    await need('call_119').getByRole('button', { name: '不需要了…' }).click();
    await page.locator('.form textarea').fill('已自行扑灭');
    await page.locator('.form').getByRole('button', { name: '不需要了' }).click();
    await until(async () => expect(await stateOf(id, 'call_119')).toBe('ended'));
    await until(async () => expect(await row(id).getAttribute('class')).toContain('active'));
  });

  it('is handed to another officer, and help goes where the place was corrected to', async () => {
    const id = await press('res-050');
    await row(id).locator('.row-open').click();
    await page.keyboard.press('a');
    await until(async () => expect((await incident(id)).acknowledged?.by).toBe('测试值班员'));
    const more = async (name: string): Promise<void> => {
      await page.getByRole('button', { name: '更多', exact: true }).click();
      await page.locator('.form').getByRole('button', { name }).click();
    };
    await more('更正地点…');
    await page.locator('.form input').first().fill('xlsf');
    await page.getByLabel('谢老师傅').check();
    await page.locator('.form').getByRole('button', { name: '更正地点' }).click();
    await until(async () => expect((await incident(id)).residents.map(({ name }) => name)).toContain('谢老师傅'));
    await more('交给…');
    await page.getByLabel('交给谁').fill('第二值班员');
    await page.locator('.form').getByRole('button', { name: '交给…' }).click();
    await page.getByText('已请第二值班员接手').waitFor();
    const second = await pages.enter({ role: 'officer', name: '第二值班员' });
    await second.locator(`[data-incident="${id}"] .row-open`).click();
    await second.getByRole('button', { name: '接手', exact: true }).click();
    await until(async () => expect((await incident(id)).acknowledged?.by).toBe('第二值班员'));
  });

  it('looks right at every size, by day and by night', async () => {
    const folder = join(root, 'test-output', 'screens');
    mkdirSync(folder, { recursive: true });
    const id = await press('res-003', 'fall');
    await press('res-090', 'service');
    await row(id).locator('.row-open').click();
    await need('door').waitFor();
    for (const theme of ['dark', 'light'])
      for (const [width, height] of [
        [1920, 1080],
        [1366, 768],
        [390, 844],
      ] as const) {
        await page.setViewportSize({ width, height });
        await page.evaluate((name) => {
          document.documentElement.classList.toggle('light', name === 'light');
        }, theme);
        await page.screenshot({ path: join(folder, `needs-${width}x${height}-${theme}.png`) });
        const overflow = await page.locator('.needs').evaluate((one) => one.scrollWidth - one.clientWidth);
        expect(overflow).toBeLessThanOrEqual(0);
      }
  });
});

describe("on the responder's phone", () => {
  it('"finished" can be taken back within a minute', async () => {
    const id = await press('res-013');
    const helper = await there(id);
    await helper.getByRole('button', { name: '处置完了' }).click();
    await until(async () => expect(await stateOf(id, 'door')).toBe('ended'));
    await helper.getByRole('button', { name: /^按错了？撤销/ }).click();
    await until(async () => expect((await incident(id)).coming).toMatchObject({ how: 'there' }));
    await helper.locator('main.scene').waitFor();
  });

  it('help is asked for, taken back, and a call to 120 made there is recorded', async () => {
    const id = await press('res-014');
    const helper = await there(id);
    const help = () => helper.getByRole('button', { name: /要帮手$/ }).click();
    await help();
    await helper.getByRole('button', { name: '打不开门或无人应门' }).click();
    await until(async () => expect(await stateOf(id, 'entry')).toBe('asked'));
    await help();
    await helper.getByRole('button', { name: '不用了：打不开门或无人应门' }).click();
    await until(async () => expect(await stateOf(id, 'entry')).toBe('ended'));
    await help();
    await helper.getByRole('button', { name: '我已拨打120' }).click();
    await until(async () => expect((await incident(id)).ambulance).toBeDefined());
    await helper.locator('main.scene').waitFor();
  });
});

describe('at the health desk', () => {
  it('the person is called back, and the hand-over to the ambulance is recorded', async () => {
    const desk = await pages.enter({ role: 'health', name: '何静' }, { viewport: { width: 1366, height: 768 } });
    const id = await press('res-030');
    await desk.locator(`[data-incident="${id}"]`).waitFor();
    await desk.locator('.own-needs').getByText('与本人通话').waitFor();
    await desk.getByRole('button', { name: '回拨本人…' }).click();
    await desk.getByRole('button', { name: '说不出话' }).click();
    await until(async () =>
      expect((await incident(id)).callBack).toMatchObject({ by: '何静', outcome: 'cannot_speak' }),
    );
    await desk.getByRole('button', { name: '呼叫 120' }).click();
    await desk.getByRole('button', { name: '已拨打，登记' }).click();
    await desk.getByRole('button', { name: '与救护车交接…' }).click();
    await desk.getByLabel('谁在哪个门接车').fill('门卫在南门');
    await desk.getByRole('button', { name: '保存' }).click();
    await until(async () => expect((await incident(id)).ambulance).toMatchObject({ handedOver: true }));
  });
});

describe('what the resident says while the officer closes', () => {
  it('is not closed away: the order is refused, the news is shown, and a second click counts', async () => {
    const id = await press('res-040');
    await toClose(id);
    await press('res-040'); // pressed again, after the form was opened
    await until(async () => expect((await incident(id)).presses).toHaveLength(2));
    await page.locator('.timeline').getByText('又呼叫了一次').waitFor();
    await page.getByRole('button', { name: '确认结案' }).click();
    await page.locator('.trouble').getByText('又有新消息').first().waitFor();
    expect((await incident(id)).state).toBe('open');
    await page.getByRole('button', { name: '确认结案' }).click();
    await until(async () => expect((await incident(id)).state).toBe('closed'));
  });

  it('leaves a visit to be made afterwards, and the history says so', async () => {
    const id = await press('res-041');
    await toClose(id);
    await page.getByRole('button', { name: '确认结案' }).click();
    await until(async () => expect((await incident(id)).aftercare).toMatchObject({ what: 'visit' }));
    await page.getByRole('button', { name: '历史' }).click();
    await page.locator('.panel details summary').first().click();
    await page.locator('.panel').getByRole('button', { name: '已看望，登记' }).first().click();
    await until(async () => expect((await incident(id)).aftercare).toBeUndefined());
  });
});

describe('a press after everything was done', () => {
  it('flashes and sounds like a new call', async () => {
    await page.locator('.sound').click();
    await page.locator('.sound:not(.off)').waitFor();
    const id = await press('res-012');
    await row(id).locator('.row-open').click();
    await page.keyboard.press('a');
    await (await there(id)).getByRole('button', { name: '处置完了' }).click();
    await until(async () => expect(await stateOf(id, 'door')).toBe('ended'));
    await until(async () => expect(await row(id).getAttribute('class')).not.toContain('new'));
    await page.keyboard.press('m'); // a pause does not swallow it either
    await page.locator('.sound.off').waitFor();

    await press('res-012');
    await row(id).and(page.locator('.new.p1')).waitFor();
    await page.locator('.sound:not(.off)').waitFor({ timeout: 5_000 });
    await page.locator('.incident.p1.new').waitFor();
    await until(async () => expect(await row(id).textContent()).toContain('未接警'));
    expect(await stateOf(id, 'door')).not.toBe('ended');
  }, 60_000);
});
