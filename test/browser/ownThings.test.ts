// What a community has of its own, a calendar that becomes shifts, and the duty phone from hand to hand, in a real Chromium on a running system.
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { DutyPhone } from '../../contracts/office/dutyPhone.ts';
import type { RegistryDocument, RegistryList } from '../../contracts/office/registry.ts';
import { until } from '../system.ts';
import { violations } from './axe.ts';
import { onSystem, pages, system } from './onSystem.ts';

onSystem();

const office = async (path: string): Promise<Page> => {
  const page = await pages.enter({ role: 'community', name: '刘主任' }, { reducedMotion: 'reduce' });
  await page.goto(new URL(`/office/${path}`, page.url()).href);
  return page;
};

it('a team is made by finding its members one by one, and each is taken out by itself', async () => {
  const page = await office('registry?kind=teams&make=1');
  const form = page.locator('.document');
  await form.getByLabel('名称').fill('夜间巡逻队');
  await form.getByLabel('种类').selectOption('patrol');
  for (const name of ['巡逻队员甲', '巡逻队员乙', '应急队员甲']) {
    await form.getByRole('combobox', { name: '队员' }).fill(name);
    await form.getByRole('option', { name }).click();
  }
  await form.getByRole('combobox', { name: '队长' }).fill('王协管员');
  await form.getByRole('option', { name: '王协管员' }).click();
  await form.getByText('请先加入队员').waitFor();
  await form.getByRole('button', { name: /清空: 队长/ }).click();
  await form.getByRole('button', { name: /清空: 队员 应急队员甲/ }).click();
  expect(await violations(page)).toEqual([]);
  await form.getByRole('button', { name: '保存' }).click();
  await page.locator('.said', { hasText: '已保存' }).waitFor();
  await page.locator('.rows tr', { hasText: '夜间巡逻队' }).getByText('巡逻队员乙').waitFor();
  const { rows } = await system.api<RegistryList>('/api/v1/office/registry/teams?q=夜间巡逻队');
  const { document } = await system.api<RegistryDocument>(`/api/v1/office/registry/teams/${rows[0]?.id}`);
  expect(document.members).toEqual(['patrol-1', 'patrol-2']);
});

it('a calendar is brought in once it has been said whom its names mean', async () => {
  await until(async () => expect((await system.call('/api/v1/office/books')).status).toBe(200)); // who reads files is up
  const page = await office('registry?kind=shifts');
  await page.getByRole('button', { name: '导入／导出' }).click();
  const event = (...lines: string[]): string => ['BEGIN:VEVENT', ...lines, 'END:VEVENT'].join('\r\n');
  const hours = ['DTSTART;TZID=Asia/Shanghai:20280301T080000', 'DTEND;TZID=Asia/Shanghai:20280301T160000'];
  const events = [
    event('UID:1', ...hours, 'SUMMARY:小王'),
    event('UID:2', 'DTSTART;VALUE=DATE:20280302', 'SUMMARY:节日'),
  ];
  const text = `BEGIN:VCALENDAR\r\n${events.join('\r\n')}\r\nEND:VCALENDAR\r\n`;
  const file = { name: '排班.ics', mimeType: 'text/calendar', buffer: Buffer.from(text) };
  await page.locator('input[type="file"]').setInputFiles(file);
  const sheet = page.locator('.sheet');
  await sheet.getByText('是全天日程').waitFor();
  await sheet.getByRole('combobox', { name: '是谁: 小王' }).fill('王协管员');
  await sheet.getByRole('option', { name: '王协管员' }).click();
  await sheet.getByText('1 个名字都对上了').waitFor();
  expect(await violations(page)).toEqual([]);
  await sheet.getByRole('button', { name: '只导入没有问题的 1 个日程' }).click();
  await sheet
    .getByRole('button', { name: '撤销这次导入' })
    .or(page.locator('.said', { hasText: '新增 1 条' }))
    .first()
    .waitFor();
  // The name is remembered for the next file.
  await page.locator('input[type="file"]').setInputFiles([]);
  await page.locator('input[type="file"]').setInputFiles(file);
  await sheet.getByText('1 个没有变化').waitFor();
}, 90_000); // four readings of a file, each in a thread that is started for it

it('the duty phone is handed over on the roster page, and is whose it is once their own phone says so', async () => {
  const page = await office('rosters');
  const section = page.locator('.duty-phone');
  await section.getByText('还没有登记').waitFor();
  await section.getByLabel('交给').selectOption('wang-g1');
  await section.getByRole('button', { name: '交出' }).click();
  await section.getByText('等对方按').waitFor();
  expect(await violations(page)).toEqual([]);
  const small = { viewport: { width: 390, height: 844 }, reducedMotion: 'reduce' } as const;
  const phone = await pages.enter({ role: 'responder', name: '王协管员', responder: 'wang-g1' }, small);
  await phone.locator('.duty-phone').getByText('拿到了吗').waitFor();
  expect(await violations(phone)).toEqual([]);
  await phone.getByRole('button', { name: '拿到了', exact: true }).click();
  await phone.locator('.duty-phone').getByText('在您手里').waitFor();
  await until(async () => {
    const { holder } = await system.api<DutyPhone>('/api/v1/office/duty-phone');
    expect(holder?.id).toBe('wang-g1');
  });
});
