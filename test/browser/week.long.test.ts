// A week of a community officer, in one piece, in a Chromium from an empty system: the first steps, a list with ten broken rows, a gap of the
// roster that two people fill by a swap, a policy that is tried and changed, a call that is handled, found again, and counted on paper.
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import writeExcelFile from 'write-excel-file/node';
import { launchChromium } from '../../bench/chromium.ts';
import type { FiguresAnswer } from '../../contracts/office/figures.ts';
import type { PlannedGaps } from '../../contracts/office/roster.ts';
import { secondIn } from '../../contracts/wallClock.ts';
import { System, until } from '../system.ts';
import { violations } from './axe.ts';
import { Pages } from './chromium.ts';
import {
  answerOn,
  at,
  buttonOnScreen,
  enter,
  fill,
  fillHome,
  invitation,
  onward,
  press,
  pressOn,
  squareGrid,
  step,
} from './firstSteps.ts';

let browser: Browser;
let system: System;
let pages: Pages;
/** Of the administrator, who keeps the office here. */
let page: Page;
let wang: Page;
let li: Page;
let button: Page;
beforeAll(async () => {
  browser = await launchChromium();
  system = await System.start(['--empty']);
  pages = new Pages(browser, system);
}, 180_000);
afterAll(async () => {
  await pages.close();
  await browser.close();
  await system.stop();
}, 60_000);

const office = async (path: string): Promise<void> => {
  await page.goto(new URL(`/office/${path}`, page.url()).href);
};
const looked = async (): Promise<void> => expect(await violations(page)).toEqual([]);
const dayMs = 86_400_000;
/** The day on which somebody is away: there is time to find out. */
const on = secondIn('Asia/Shanghai', Date.now() + 5 * dayMs).slice(0, 10);
const draft = () => page.locator('.draft');
const gapOn = async (): Promise<number> =>
  (await system.api<PlannedGaps>('/api/v1/office/roster/gaps')).gaps.filter(
    ({ grid, from }) => grid !== '*' && secondIn('Asia/Shanghai', Date.parse(from)).startsWith(on),
  ).length;

it('Monday: the community, its grid, two coordinators, a home and its button', async () => {
  page = await enter(pages, system);
  await fill(page, '社区名称', '青龙社区');
  await fill(page, '社区中心的位置（经度, 纬度）', '104.063 30.641');
  await press(page, '保存');
  await at(page, '网格');
  await step(page).getByText('或者导入 GeoJSON').click();
  await fill(page, 'GeoJSON 内容', squareGrid('第一网格'));
  await step(page).getByText('将新增 1 条').waitFor();
  await press(page, '导入');
  await step(page).getByText('已有：第一网格').waitFor();
  await onward(page);
  await at(page, '网格员');
  await coordinator('王芳', '13800001111');
  wang = await answerOn(pages, page, await invitation(page, '王芳'));
  await press(page, '再登记一位');
  await coordinator('李敏', '13800002222');
  li = await answerOn(pages, page, await invitation(page, '李敏'));
  await onward(page);
  await at(page, '老人和住址');
  await fillHome(page);
  await press(page, '保存');
  await at(page, '按键');
  button = await buttonOnScreen(page);
  await looked();
}, 300_000);

async function coordinator(name: string, telephone: string): Promise<void> {
  await fill(page, '姓名', name);
  await fill(page, '手机号', telephone);
  await press(page, '保存');
  await step(page).getByRole('region', { name }).waitFor();
}

it('Tuesday: of thirteen rows of a sheet ten are broken and named; the three good ones come in', async () => {
  const heads = [
    '姓名',
    '性别',
    '出生年月',
    '院落',
    '楼栋',
    '单元',
    '门牌号',
    '手机号',
    '联系人',
    '关系',
    '联系人电话',
  ];
  const good = (name: string, door: string): string[] => [
    name,
    '女',
    '1940-02',
    '1号院',
    '3栋',
    '1单元',
    door,
    '13800003333',
    '女儿',
    '女儿',
    '13900004444',
  ];
  const broken = (field: number, value: string, door: string): string[] =>
    good(`坏${door}`, door).map((one, i) => (i === field ? value : one));
  const rows = [
    heads,
    good('赵桂兰', '101'),
    broken(0, '', '201'),
    broken(1, '不清楚', '202'),
    broken(2, '1840-01', '203'),
    broken(2, '昨天', '204'),
    broken(3, '没有这个院', '205'),
    good('周玉珍', '102'),
    broken(4, '', '206'),
    broken(6, '', ''),
    broken(7, '没有电话', '208'),
    broken(8, '', '209'),
    broken(10, '12', '210'),
    good('吴秀芳', '103'),
  ];
  const buffer = await writeExcelFile(
    rows.map((row) => row.map((value) => (value === '' ? null : { value, type: String }))) as never,
    {},
  ).toBuffer();
  await office('registry?kind=residents');
  await page.getByRole('button', { name: '导入／导出' }).click();
  await page.getByLabel('选择文件').setInputFiles({
    name: '住户.xlsx',
    mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
    buffer,
  });
  const sheet = page.locator('section.sheet');
  await sheet.getByText('10 行有问题').first().waitFor({ timeout: 30_000 });
  expect(await sheet.locator('.broken tbody tr').count()).toBeGreaterThanOrEqual(10);
  await looked();
  await sheet.getByRole('button', { name: '只导入没有问题的 3 行' }).click();
  await sheet.getByRole('button', { name: '撤销这次导入' }).waitFor();
  const { total } = await system.api<{ total: number }>('/api/v1/office/registry/residents');
  expect(total).toBe(4);
}, 120_000);

it('Wednesday: whoever is away leaves a gap that is seen before it happens, and a colleague fills it', async () => {
  await office(`rosters?week=${on}`);
  await shift('王芳', '08:00', '20:00', on);
  await shift('李敏', '20:00', '08:00', on);
  await page.getByRole('button', { name: '记请假' }).click();
  await draft().getByLabel('谁', { exact: true }).selectOption({ label: '王芳' });
  await draft().getByLabel('开始').fill(`${on}T08:00`);
  await draft().getByLabel('结束').fill(`${on}T20:00`);
  await draft().getByText('会多出').waitFor();
  await draft().getByLabel('为什么').fill('体检');
  await save();
  await page
    .locator('.gaps > ol > li', { hasText: `${on.slice(5)} 08:00` })
    .first()
    .waitFor();
  expect(await gapOn()).toBe(1);
  await looked();

  await wang.getByRole('button', { name: '请人代班或换班' }).click();
  const own = wang.getByLabel('我的哪一班');
  await own.selectOption((await own.locator(`option[value$="/${on}"]`).getAttribute('value')) ?? '');
  await wang.getByLabel('请谁').selectOption({ label: '李敏' });
  await wang.getByRole('button', { name: '提出' }).click();
  await wang.getByText('等李敏').waitFor();
  await li.getByText('王芳请您代班').waitFor({ timeout: 90_000 }); // a page that lies open looks each minute
  await li.getByRole('button', { name: '答应' }).click();
  await li.locator('.swaps li', { hasText: '已换' }).waitFor();
  await until(async () => expect(await gapOn()).toBe(0));
  await page.locator('.bar.swapped', { hasText: '替王芳' }).first().waitFor();
}, 180_000);

async function shift(who: string, from: string, to: string, day: string): Promise<void> {
  await page.getByRole('button', { name: `给${who}加班次` }).click();
  const begins = secondIn('Asia/Shanghai', Date.parse(`${day}T00:00:00+08:00`) - 4 * dayMs).slice(0, 10);
  const ends =
    to > from ? begins : secondIn('Asia/Shanghai', Date.parse(`${begins}T00:00:00+08:00`) + dayMs).slice(0, 10);
  await draft().getByLabel('开始').fill(`${begins}T${from}`);
  await draft().getByLabel('结束').fill(`${ends}T${to}`);
  await draft().getByLabel('重复').selectOption('days');
  await save();
}
async function save(): Promise<void> {
  await draft().getByRole('button', { name: '保存' }).click();
  await draft().waitFor({ state: 'detached' });
}

it('Thursday: a call is pressed, taken, acknowledged and closed', async () => {
  await pressOn(button);
  const [accepts] = await Promise.race(
    [wang, li].map(async (one) => {
      await one.getByRole('button', { name: /我去/ }).first().waitFor({ timeout: 60_000 });
      return [one] as const;
    }),
  );
  await accepts?.getByRole('button', { name: /我去/ }).first().click();
  const desk = await pages.enter({ role: 'officer', name: '周敏' }, { reducedMotion: 'reduce' });
  await desk.waitForSelector('[data-link="live"]');
  await desk.locator('.row-open').first().click();
  await desk.locator('.pane .fill').click();
  await until(async () => expect((await system.incidents())[0]?.acknowledged?.by).toBe('周敏'));
  await desk.getByRole('button', { name: '结案…' }).click();
  await desk.locator('input[value="helped"]').check();
  await desk.getByRole('button', { name: '确认结案' }).click();
  await until(async () => expect(await system.incidents()).toEqual([]));
}, 180_000);

it('Friday: the first rung is given less time, tried on what happened, and saved', async () => {
  await office('policy');
  await page.getByRole('button', { name: '修改 第 1 级' }).click();
  const seconds = page.locator('.ladder li').first().getByLabel('多久没人答应就问下一级（秒）');
  await seconds.fill('30');
  const preview = page.locator('.preview');
  await until(async () => {
    await preview.getByRole('button', { name: '开始预演' }).click();
    await preview.getByText('比较了 1 起').waitFor({ timeout: 5_000 });
  }, 60);
  await page.locator('.keep').getByLabel('为什么改').fill('先试一个月');
  await page.locator('.keep').getByRole('button', { name: '保存，马上生效' }).click();
  await page.locator('main > .said', { hasText: '已保存' }).waitFor();
  await page.locator('.versions').getByText('原因：先试一个月').waitFor();
  await looked();
}, 180_000);

it('and then it is found again by initials, and the month goes on paper with the figures that its events say', async () => {
  const [incident] = await system.incidents('closed');
  await office('history');
  await page.getByLabel('查人、院落、编号、备注').fill('lxy');
  await page.locator(`.rows [data-incident="${incident?.id}"]`).click();
  await page.locator('.story').getByText('李秀英').first().waitFor();
  await looked();
  await office('figures');
  await page.locator('.tile').first().waitFor();
  await page.locator('.exports a').waitFor(); // once it is known who looks
  const month = await page.evaluate(async () => {
    const link = document.querySelector<HTMLAnchorElement>('.exports a');
    return (await fetch(link?.href.replace('.csv', '') ?? '')).json() as Promise<FiguresAnswer>;
  });
  expect(month).toMatchObject({ opened: 1 });
  await page.getByRole('button', { name: /打印/ }).waitFor();
  await page.emulateMedia({ media: 'print' });
  expect(await page.locator('.top').isVisible()).toBe(false);
  expect(await page.locator('h1').textContent()).toContain('青龙社区');
  const paper = await page.pdf({ format: 'A4' });
  expect(paper.subarray(0, 5).toString()).toBe('%PDF-');
}, 120_000);
