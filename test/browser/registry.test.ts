// The registry in a real Chromium, on a running system: people and places are kept by hand, and mistakes are taken back.
import type { Page } from 'playwright-core';
import { describe, expect, it } from 'vitest';
import type { RegistryDocument } from '../../contracts/office/registry.ts';
import type { NewToken } from '../../contracts/session/session.ts';
import { until } from '../system.ts';
import { violations } from './axe.ts';
import { onSystem, pages, system } from './onSystem.ts';

onSystem();

const community: NewToken = { role: 'community', name: '刘主任' };
const other: NewToken = { role: 'administrator', name: '陈工' };
const officer: NewToken = { role: 'officer', name: '周敏' };

const enter = async (path: string, who = community): Promise<Page> => {
  const page = await pages.enter(who, { reducedMotion: 'reduce' });
  await page.goto(new URL(`/office/registry${path}`, page.url()).href);
  return page;
};
const document = (kind: string, id: string): Promise<RegistryDocument> =>
  system.api(`/api/v1/office/registry/${kind}/${id}`);
const form = (page: Page) => page.locator('.document');
const save = (page: Page) => form(page).getByRole('button', { name: '保存' }).click();
const saved = (page: Page) => page.locator('.said', { hasText: '已保存' }).waitFor();

describe('a form', () => {
  it('changes a resident, says what is wrong while somebody types, and tells the history who and why', async () => {
    const page = await enter('?kind=residents&q=qyy');
    await page.getByRole('link', { name: '邱爷爷' }).click();
    const phone = form(page).getByLabel('本人电话');
    await phone.fill('没有电话');
    await form(page).getByText('不是电话号码').waitFor();
    await phone.fill('138 0000 1234');
    await form(page).getByText('不是电话号码').waitFor({ state: 'detached' });
    await form(page).getByLabel('为什么改').fill('换了手机');
    await save(page);
    await saved(page);
    expect((await document('residents', 'res-010')).document.phone).toBe('138 0000 1234');
    const past = page.locator('.past li').first();
    await past.getByText('原因：换了手机').waitFor();
    expect(await past.textContent()).toContain('刘主任 修改');
    expect(await violations(page)).toEqual([]);
    await past.getByRole('button', { name: '恢复到这之前' }).click();
    await page.locator('.said', { hasText: '已恢复' }).waitFor();
    await until(async () => expect((await document('residents', 'res-010')).document.phone).not.toBe('138 0000 1234'));
  });

  it('makes a home and a resident in it, found by a few letters, and gives the list what is new', async () => {
    const page = await enter('?kind=homes');
    await page.getByRole('button', { name: '新增住址' }).click();
    await form(page).getByRole('combobox', { name: '院落' }).fill('hmj');
    await form(page).locator('.offered [role=option]').first().click();
    for (const [label, text] of [
      ['楼栋', '9栋'],
      ['单元', '2单元'],
      ['门牌', '901'],
    ] as const)
      await form(page).getByLabel(label).fill(text);
    await form(page).getByLabel('大门怎么进').fill('门禁 7788#');
    await save(page);
    await saved(page);
    const home = new URL(page.url()).searchParams.get('id') ?? '';
    expect((await document('homes', home)).document).toMatchObject({ building: '9栋', access: { gate: '门禁 7788#' } });

    await page.getByRole('link', { name: '住户', exact: true }).first().click();
    await page.getByRole('button', { name: '新增住户' }).click();
    await form(page).getByLabel('姓名').first().fill('新来的');
    await form(page).getByRole('combobox', { name: '住址' }).fill(home);
    await form(page).locator('.offered [role=option]').first().click();
    await form(page).getByLabel('性别').selectOption('female');
    await form(page).getByLabel('出生年份').fill('1941');
    await form(page).getByRole('button', { name: '添加一项' }).click();
    await form(page).locator('[name="contacts/0/name"]').fill('女儿');
    await save(page);
    await form(page).locator('#wrong-contacts\\/0\\/phone').waitFor(); // the telephone is missing
    await form(page).locator('[name="contacts/0/relation"]').fill('女儿');
    await form(page).locator('[name="contacts/0/phone"]').fill('13800001111');
    await save(page);
    await saved(page);
    await page.getByRole('searchbox').fill('xld');
    await page.locator('.rows', { hasText: '新来的' }).waitFor();
  });

  it('of two who change one document, the second is told who was faster, keeps what they typed, and saves on top of it', async () => {
    const [first, second] = [
      await enter('?kind=residents&id=res-003'),
      await enter('?kind=residents&id=res-003', other),
    ];
    for (const page of [first, second]) await form(page).getByLabel('姓名').first().waitFor();
    await form(first).getByLabel('行动').fill('用拐杖');
    await save(first);
    await saved(first);
    await form(second).getByLabel('本人电话').fill('02885123456');
    await save(second);
    await form(second).getByText('刘主任刚改过这一条').waitFor();
    await form(second).getByRole('button', { name: '看现在的内容' }).click();
    await until(async () => expect(await form(second).getByLabel('行动').inputValue()).toBe('用拐杖'));
    expect(await form(second).getByLabel('本人电话').inputValue()).toBe('02885123456');
    await save(second);
    await saved(second);
    expect((await document('residents', 'res-003')).document).toMatchObject({
      mobility: '用拐杖',
      phone: '02885123456',
    });
  });

  it('refuses to remove what others hang on, and says on what', async () => {
    const page = await enter('?kind=courtyards');
    await page.locator('.rows a').first().click();
    await form(page).getByRole('button', { name: '删除' }).click();
    await form(page).getByRole('button', { name: '确定删除' }).click();
    await form(page).getByText('没有院落').first().waitFor();
  });
});

it('many are changed at once', async () => {
  const page = await enter('?kind=residents');
  await page.locator('.rows tbody tr').first().waitFor();
  for (const n of [0, 1, 2]) await page.locator('.rows tbody input').nth(n).check();
  await page.locator('.bulk select').first().selectOption('language');
  await page.locator('.bulk .field select').selectOption('en');
  await page.getByRole('button', { name: '修改这 3 条' }).click();
  await page.locator('.said', { hasText: '已修改 3 条' }).waitFor();
});

it('whoever moves away takes their contacts with them, and what follows for the devices is said before', async () => {
  const { document: who } = await document('residents', 'res-001');
  const page = await enter('?kind=residents&id=res-001');
  await page.getByRole('button', { name: '搬走' }).click();
  await page.locator('.leaving', { hasText: '收回' }).waitFor();
  await page.getByRole('button', { name: '确定', exact: true }).click();
  await page.locator('.said', { hasText: '已删除' }).waitFor();
  const { rows } = await system.api<{ rows: { document: { home?: string } }[] }>(
    `/api/v1/office/registry/devices?home=${who.home}`,
  );
  expect(rows).toEqual([]);
});

it('an officer reads the lists and changes nothing', async () => {
  const page = await enter('?kind=responders', officer);
  await page.locator('.rows tbody tr').first().waitFor();
  expect(await page.getByRole('button', { name: '新增人员' }).count()).toBe(0);
  expect(await page.locator('.rows a').count()).toBe(0);
  expect(await violations(page)).toEqual([]);
});

it('looks right in both themes and at each size', async () => {
  const page = await enter('?kind=residents&id=res-010');
  for (const theme of ['dark', 'light']) {
    await page.evaluate((one) => localStorage.setItem('yjt-theme', one), theme);
    await page.reload();
    await form(page).getByLabel('姓名').first().waitFor();
    for (const [width, height] of [
      [1920, 1080],
      [1366, 768],
      [390, 844],
    ] as const) {
      await page.setViewportSize({ width, height });
      await until(async () =>
        expect(await page.evaluate(() => globalThis.document.documentElement.scrollWidth <= innerWidth)).toBe(true),
      );
      if (process.env.YJT_LOOK)
        await page.screenshot({ path: `${process.env.YJT_LOOK}/registry-${width}-${theme}.png` });
      expect(await violations(page)).toEqual([]);
    }
  }
}, 120_000);

it('a spreadsheet comes in: its columns are known, broken rows are named, the good ones are brought in', async () => {
  const page = await enter('?kind=responders');
  await page.getByRole('button', { name: '导入／导出' }).click();
  const [grid] = (await system.api<{ rows: { says: string }[] }>('/api/v1/office/registry/grids')).rows;
  const rows = [
    '姓名,岗位,网格,电话',
    `新门卫,门卫,${grid?.says},13800003333`,
    `另一位,不知道,${grid?.says},13800004444`,
  ];
  await page
    .getByLabel('选择文件')
    .setInputFiles({ name: '人员.csv', mimeType: 'text/csv', buffer: Buffer.from(rows.join('\r\n')) });
  await page.getByText('共 2 行：将新增 1 条、修改 0 条，0 条没有变化，1 行有问题。').waitFor();
  expect(await page.locator('.broken tbody').textContent()).toContain('3岗位不知道');
  if (process.env.YJT_LOOK) await page.screenshot({ path: `${process.env.YJT_LOOK}/sheet.png` });
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: '只导入没有问题的 1 行' }).click();
  await page.getByText('已导入：新增 1 条').waitFor();
  await page.getByRole('searchbox').fill('xmw');
  await page.locator('.rows', { hasText: '新门卫' }).waitFor();
});

it('readiness lists why homes could not be helped, each with the way to mend it, and what runs out within a month', async () => {
  const beijing = 8 * 3_600_000; // the days of the page are the district's
  const on = new Date(Date.now() + beijing + 5 * 86_400_000).toISOString().slice(0, 10);
  const [device] = (await system.api<{ rows: { id: string }[] }>('/api/v1/office/registry/devices?limit=1')).rows;
  const made = {
    kind: 'homes',
    id: 'home-bare',
    version: 0,
    document: { courtyard: 'y01', building: '7栋', unit: '1单元', door: '77', access: {} },
  };
  const changes = [{ kind: 'devices', id: device?.id, set: { expires: [{ what: 'sim', on }] } }, made];
  await system.api('/api/v1/office/registry/changes', { changes });
  await until(async () => {
    const { homes } = await system.api<{ homes: { id: string; reasons: string[] }[] }>('/api/v1/office/readiness');
    expect(homes.find(({ id }) => id === 'home-bare')?.reasons).toContain('no_device');
  });
  const page = await enter('?kind=residents');
  await page.getByRole('link', { name: '就绪' }).click();
  await page.getByText('SIM 卡').waitFor();
  await page.getByText('还有 5 天').waitFor();
  await page.getByRole('link', { name: /^没有按钮/ }).click();
  if (process.env.YJT_LOOK) await page.screenshot({ path: `${process.env.YJT_LOOK}/readiness.png` });
  expect(await violations(page)).toEqual([]);
  await page.locator('tr', { hasText: '7栋 1单元 77' }).getByRole('link').click();
  await page.getByRole('heading', { name: '7栋 1单元 77' }).waitFor(); // where one is installed, in this home
  await page.getByRole('radio', { name: '自己的设备' }).check();
  await page.getByLabel('设备号').fill('btn-new-77');
  await page.getByRole('button', { name: '登记，下一步' }).click();
  await page.getByRole('button', { name: '打开测试时段（5 分钟）' }).waitFor();
  // Written down is not installed: readiness says so, and leads back to where it stands.
  await until(async () => {
    const { homes } = await system.api<{ homes: { id: string; state: string; reasons: string[] }[] }>(
      '/api/v1/office/readiness',
    );
    const bare = homes.find(({ id }) => id === 'home-bare');
    expect(bare?.reasons).toContain('device_not_installed');
    expect(bare?.reasons).not.toContain('no_device');
    expect(bare?.state).toBe('not_covered');
  });
  await page.goto(`${page.url().split('/office')[0]}/office/readiness?reason=device_not_installed`);
  await page.locator('tr', { hasText: '7栋 1单元 77' }).getByRole('link', { name: '继续装机' }).click();
  await page.getByText('设备 btn-new-77').waitFor();
}, 60_000);
