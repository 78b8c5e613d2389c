// The duty console in a real Chromium, on a running system.
import type { BrowserContext, Page } from 'playwright-core';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ResidentView } from '../../contracts/office/residents.ts';
import type { AuditEntry } from '../../contracts/session/auditView.ts';
import { deviceTopic, responderTopic } from '../../contracts/topics.ts';
import { until } from '../system.ts';
import { follow } from './chromium.ts';
import { officer, onSystem, pages, press, system } from './onSystem.ts';

onSystem();

let page: Page;
let context: BrowserContext;
beforeEach(async () => {
  page = await officer();
  context = page.context();
}, 60_000);

const row = (id: string) => page.locator(`[data-incident="${id}"]`);

describe('the duty console', () => {
  it('shows a press without a reload: in the queue, on the map, and it must be acknowledged', async () => {
    const id = await press('res-001');
    await row(id).waitFor();
    await until(async () => expect(await row(id).textContent()).toContain('谢老师傅'));
    await until(async () => expect(await row(id).textContent()).toContain('未接警'));
    await page.locator('.incident.p1.new').waitFor();
    await until(async () => expect(await page.locator('.demo').textContent()).toContain('演示数据'));
  });

  it('shows a position that cannot be, as it was sent and why it is not used, in either language', async () => {
    const pendant = await system.api<{ username: string; password: string }>('/api/v1/devices', { device: 'btn-233' });
    const client = await system.mqtt(pendant);
    const location = { lon: 0, lat: 0, accuracy: 10, at: new Date().toISOString() };
    await client.publishAsync(deviceTopic('btn-233', 'press'), JSON.stringify({ kind: 'sos', location }), { qos: 1 });
    await page.locator('.row-open').first().click();
    await page.getByText('报来的位置（不用）：0.00000, 0.00000（经纬度为 0，设备没有定位）').waitFor();
    await page.getByRole('button', { name: 'English', exact: true }).click();
    await page.getByText('Position as sent, not used: 0.00000, 0.00000').waitFor();
  });

  it('is worked by the keyboard alone, from the alarm to the close', async () => {
    const id = await press('res-010');
    await row(id).waitFor();
    for (let chosen: string | null = null; chosen !== id; ) {
      const before = chosen;
      await page.keyboard.press('j');
      await until(async () => {
        chosen = await page.locator('.row.selected').getAttribute('data-incident', { timeout: 1_000 });
        expect(chosen).not.toBe(before);
      });
    }
    await page.keyboard.press('a');
    await until(async () =>
      expect((await system.incidents()).find((one) => one.id === id)?.acknowledged?.by).toBe('测试值班员'),
    );
    await page.keyboard.press('n');
    await page.locator('textarea:focus').waitFor();
    await page.keyboard.type('已电话联系');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.getByText('已电话联系').waitFor();
    await page.getByRole('button', { name: '结案…' }).focus();
    await page.keyboard.press('Enter');
    await page.locator('input[value="helped"]').focus();
    await page.keyboard.press('Space');
    await page.getByRole('button', { name: '确认结案' }).focus();
    await page.keyboard.press('Enter');
    await until(async () => expect((await system.incidents('closed')).some((one) => one.id === id)).toBe(true));
    await until(async () => expect(await row(id).getAttribute('class')).toContain('closed'));
  });

  it('assigns a person by hand, after a second click, and takes it back within half a minute', async () => {
    const id = await press('res-020');
    await row(id).locator('.row-open').click();
    await page.keyboard.press('d');
    const candidate = page
      .locator('.orders .candidate')
      .filter({ has: page.getByRole('button', { name: '派警' }) })
      .first();
    const responder = await candidate.getAttribute('data-responder');
    await candidate.getByRole('button', { name: '派警' }).click();
    await page.getByRole('button', { name: /^确认派/ }).click();
    const leg = async () =>
      (await system.incidents()).find((one) => one.id === id)?.legs.find((one) => one.responder.id === responder);
    await until(async () => expect(await leg()).toMatchObject({ byHand: true }));
    await page.getByRole('button', { name: /^撤销/ }).click();
    await until(async () => expect(await leg()).toMatchObject({ state: 'stood_down', because: 'withdrawn' }));
  });

  it('sends whoever is dragged onto an incident, even while they move on the map, once it is confirmed', async () => {
    // Somebody with a phone in hand is on the map.
    const login = await system.api<{ username: string; password: string }>('/api/v1/responders/chen-g5/credential', {});
    const phone = await system.mqtt(login);
    const id = await press('res-021');
    await row(id).locator('.row-open').click();
    await page.locator('.incident.selected').waitFor();
    await page.locator('.leaflet-pan-anim').waitFor({ state: 'detached' }); // the map brings the chosen one into sight
    const at = async (what: string) => {
      const box = await page.locator(what).boundingBox();
      return { x: (box?.x ?? 0) + (box?.width ?? 0) / 2, y: (box?.y ?? 0) + (box?.height ?? 0) / 2 };
    };
    const person = page.locator('.person-icon', { has: page.locator('.person', { hasText: /^陈/ }) });
    await person.waitFor();
    const before = await person.boundingBox();
    const walked = { lon: 104.0632, lat: 30.6402, accuracy: 5, at: new Date().toISOString() };
    await phone.publishAsync(responderTopic('chen-g5', 'position'), JSON.stringify(walked), { qos: 1 });
    await until(async () => expect(await person.boundingBox()).not.toEqual(before)); // still gliding: taken from where they are seen
    const box = await person.boundingBox();
    const to = await at('.incident.selected .sev');
    await page.mouse.move((box?.x ?? 0) + 11, (box?.y ?? 0) + 11);
    await page.mouse.down();
    await page.mouse.move(to.x, to.y, { steps: 8 });
    await page.mouse.up();
    await page.getByRole('button', { name: '确认派 陈协管员' }).click();
    await until(async () => {
      const legs = (await system.incidents()).find((one) => one.id === id)?.legs ?? [];
      expect(legs.find((leg) => leg.responder.id === 'chen-g5')).toMatchObject({ byHand: true });
    });
  });

  it('says in words why an order was refused, and keeps what was typed', async () => {
    const id = await press('res-030');
    await row(id).locator('.row-open').click();
    await page.getByRole('button', { name: '结案…' }).click();
    await page.locator('input[value="helped"]').check();
    await page.locator('textarea').fill('家属已到');
    const close = { id: 'other-officer', command: 'close', disposition: 'helped' };
    // Another officer closes it between the reading and the click.
    await page.route('**/commands', async (route) => {
      await system.api(`/api/v1/incidents/${id}/commands`, close).catch(() => undefined);
      await route.continue();
    });
    await page.getByRole('button', { name: '确认结案' }).click();
    await page.locator('.trouble').waitFor();
    await until(async () => expect(await page.locator('.trouble').textContent()).toMatch(/已结案|没有这起警情/));
  });

  it('comes back after the console process was killed, with what happened meanwhile', async () => {
    const before = await press('res-050');
    await row(before).waitFor();
    system.kill('console/server/main');
    await until(async () => expect((await fetch(`http://127.0.0.1:${system.port}/readyz`)).status).toBe(200));
    const after = await press('res-060');
    await row(after).waitFor({ timeout: 20_000 });
    expect(await row(before).count()).toBe(1);
  }, 60_000);

  it('sounds until somebody acknowledges, and shows when it cannot', async () => {
    await until(async () => expect(await page.locator('.sound.off').textContent()).toContain('告警音未开'));
    await page.locator('.sound').click();
    await page.locator('.sound:not(.off)').waitFor();
    await page.keyboard.press('m');
    await until(async () => expect(await page.locator('.sound.off').textContent()).toMatch(/暂停 1[12]\d 秒/));
    const id = await press('res-070'); // a new P1 breaks through the pause
    await row(id).waitFor();
    await page.locator('.sound:not(.off)').waitFor({ timeout: 5_000 });
  });

  it('speaks English after a click, completely', async () => {
    await page.getByRole('button', { name: 'English' }).click();
    const id = await press('res-080');
    await row(id).locator('.row-open').click();
    await page.locator('.timeline li').first().waitFor();
    const frame = await page.locator('.top, .queue-head, .orders, .steps, .group, .track h3').allTextContents();
    expect(frame.join(' ')).toContain('Acknowledge');
    expect(
      frame
        .join(' ')
        .replace('中文', '')
        .replace('测试值班员', '')
        .replace(/[\u4e00-\u9fff]+协管员/g, ''),
    ).not.toMatch(/[\u4e00-\u9fff]/);
  });

  it('finds a person by the initials of the name, and opens an incident for them by hand', async () => {
    await page.keyboard.press('/');
    await page.keyboard.type('wdy');
    await page.getByRole('option').filter({ hasText: '王大爷' }).waitFor();
    await page.getByRole('option').filter({ hasText: '王大爷' }).click();
    await page.locator('.sought').waitFor();
    await page.locator('.panel select').selectOption('missed_checkin');
    await page.getByRole('button', { name: '立即报警' }).click();
    await page.locator('.pane').getByText('王大爷').first().waitFor();
    expect((await system.incidents()).some(({ kind }) => kind === 'missed_checkin')).toBe(true);
  });

  it('shows who could not be helped now and why, and goes there on the map', async () => {
    await page.locator('.over.readiness').click();
    await page.locator('.panel .yard').first().waitFor();
    await until(async () =>
      expect(await page.locator('.panel .yard small').first().textContent()).toContain('按钮失联'),
    );
    const name = await page.locator('.panel .yard b').first().textContent();
    await page.locator('.panel .yard').first().click();
    await until(async () => expect(await page.locator('.sought').textContent()).toBe(name));
    await page.getByRole('tab').last().click();
    await page.getByText('未来 14 天每一级都有人值班').waitFor();
  });

  it('shows conditions only after a reason was given, and the audit has it', async () => {
    const id = await press('res-003');
    await row(id).locator('.row-open').click();
    await page.getByRole('button', { name: '家属要求' }).waitFor();
    expect(await page.locator('.pane').textContent()).not.toContain('青霉素');
    await page.getByRole('button', { name: '家属要求' }).click();
    await page.locator('.conditions').waitFor();
    await until(async () => expect(await page.locator('.conditions').textContent()).toContain('青霉素'));
    const { entries } = await system.api<{ entries: AuditEntry[] }>('/api/v1/audit');
    expect(entries.find(({ action }) => action === 'conditions_shown')).toMatchObject({
      by: '测试值班员',
      about: id,
      purpose: 'break_glass',
      reason: 'family_asks',
    });
  });

  it('merges two incidents and splits them again', async () => {
    const [one, other] = [await press('res-090'), await press('res-091')];
    await row(one).locator('.row-open').click();
    await page.getByRole('button', { name: '更多', exact: true }).click();
    await page.getByRole('button', { name: '并入另一起…' }).click();
    await page.locator(`input[value="${other}"]`).check();
    await page.getByRole('button', { name: '并入另一起', exact: true }).click();
    await until(async () =>
      expect((await system.incidents('closed')).find(({ id }) => id === one)).toMatchObject({ mergedInto: other }),
    );
    await row(other).locator('.row-open').click();
    await page.getByRole('button', { name: '拆分' }).click();
    await until(async () => expect((await system.incidents()).some(({ id }) => id === one)).toBe(true));
  });

  it('records the call to 120, changes the priority and reopens what was closed by a slip', async () => {
    const id = await press('res-095');
    await row(id).locator('.row-open').click();
    await page.getByRole('button', { name: '呼叫120' }).click();
    await page.locator('.form input').fill('B-17');
    await page.getByRole('button', { name: '已拨打，登记' }).click();
    await page.locator('.marks').getByText('已拨打120').waitFor();
    await page.getByRole('button', { name: '更多', exact: true }).click();
    await page.getByRole('button', { name: '改优先级…' }).click();
    await page.locator('input[value="2"]').check();
    await page.locator('.form label input[maxlength="200"]').fill('本人接了电话');
    await page.getByRole('button', { name: '改优先级', exact: true }).click();
    await until(async () =>
      expect((await system.incidents()).find((one) => one.id === id)).toMatchObject({
        priority: 2,
        ambulance: { reference: 'B-17' },
      }),
    );
    await page.getByRole('button', { name: '结案…' }).click();
    await page.locator('input[value="helped"]').check();
    // What is taken back is the closing, not the priority before it, however quick the hand is.
    await page.locator('.undo').getByText('优先级已改').waitFor();
    let send: () => void = () => undefined;
    const sent = new Promise<void>((done) => {
      send = done;
    });
    await page.route('**/commands', async (route) => {
      await sent;
      await route.continue();
    });
    await page.getByRole('button', { name: '确认结案' }).click();
    await page.locator('.undo').waitFor({ state: 'detached' });
    send();
    await page.getByRole('button', { name: /^撤销/ }).click();
    await until(async () =>
      expect((await system.incidents()).find((one) => one.id === id)?.marks).toContain('reopened'),
    );
  });

  it('tells the second of two officers who was faster, and shows both the same', async () => {
    const second = await pages.enter({ role: 'officer', name: '第二值班员' });
    await second.waitForSelector('[data-link="live"]');
    const id = await press('res-100');
    for (const one of [page, second]) await one.locator(`[data-incident="${id}"] .row-open`).click();
    // The first one's click is on its way while the second one clicks too.
    let release = (): void => {};
    const held = new Promise<void>((done) => {
      release = done;
    });
    await page.route('**/commands', async (route) => {
      await held;
      await route.continue();
    });
    await page.locator('.pane .fill').click();
    await second.locator('.pane .fill').click();
    await second.locator('.pane .fill').waitFor({ state: 'detached' });
    release();
    await page.locator('.trouble').waitFor();
    await until(async () => expect(await page.locator('.trouble').textContent()).toContain('第二值班员'));
    expect((await system.incidents()).find((one) => one.id === id)?.acknowledged?.by).toBe('第二值班员');
    await page.locator('.pane .fill').waitFor({ state: 'detached' });
  });

  it('stays usable in a flood of 200 presses: grouped by courtyard, a courtyard is acknowledged at once', async () => {
    const { residents } = await system.api<{ residents: ResidentView[] }>('/api/v1/residents');
    const homes = new Set((await system.incidents()).map(({ home }) => home));
    const calling = residents.filter(({ home }) => !homes.has(home)).slice(0, 200);
    await Promise.all(calling.map(({ id }) => system.api('/api/v1/presses', { resident: id })));
    await page.locator('.cluster').first().waitFor({ timeout: 30_000 });
    await until(async () => expect(await page.locator('.queue-head h1').textContent()).toMatch(/[12]\d\d/));
    // A row a courtyard: what an officer can still read.
    expect(await page.locator('.row.new').count()).toBeLessThanOrEqual(59);
    const foot = page
      .locator('.cluster')
      .filter({ has: page.getByRole('button', { name: /^全部接警/ }) })
      .first();
    const courtyard = await foot.getAttribute('data-courtyard');
    await foot.getByRole('button', { name: /^全部接警/ }).click();
    await until(async () => {
      const there = (await system.incidents()).filter(({ place }) => place.courtyard?.id === courtyard);
      expect(there.length).toBeGreaterThan(1);
      expect(there.every(({ acknowledged }) => acknowledged)).toBe(true);
    });
    await page.keyboard.press('n'); // the keyboard still answers: nothing is selected yet, so nothing opens
    await page.locator('.row-open').first().click();
    await page.locator('.pane').waitFor();
  }, 60_000);
});

describe('after the link was away', () => {
  it('had said so: late, then lost with the orders disabled; afterwards it shows what was missed, and nothing twice', async () => {
    const before = await press('res-101');
    await row(before).locator('.row-open').click();
    // A browser that is offline keeps the socket open: only the silence tells. Amber within 10 s, red within 20 s; a busy
    // machine is given some seconds more.
    await context.setOffline(true);
    await page.locator('[data-link="late"]').waitFor({ timeout: 13_000 });
    await page.locator('.banner.lost').waitFor({ timeout: 12_000 });
    expect(await page.getByRole('button', { name: /^备注/ }).isDisabled()).toBe(true);
    expect(await row(before).locator('.fill').isDisabled()).toBe(true);
    const during = await press('res-102');
    await context.setOffline(false);
    await row(during).waitFor({ timeout: 20_000 });
    await page.locator('.banner.missed').waitFor();
    for (const id of [before, during]) expect(await row(id).count()).toBeLessThanOrEqual(1);
    expect(await page.getByRole('button', { name: /^备注/ }).isEnabled()).toBe(true);
  }, 60_000);
});

describe('signing in', () => {
  it('asks whoever comes without a session, and says what is wrong with a token', async () => {
    const stranger = await pages.blank();
    await stranger.goto(`http://127.0.0.1:${system.port}/`);
    await stranger.getByRole('button', { name: '改用令牌' }).click();
    await stranger.locator('input').fill('yjt_wrong');
    await stranger.getByRole('button', { name: '进入', exact: true }).click();
    await stranger.getByText('尚未登录').waitFor();
  });

  it('lets a person choose a password behind the link of their new login, and use it the next time', async () => {
    const account = { login: 'zhou.min', name: '周敏', role: 'officer' };
    const { link } = await system.api<{ link: string }>('/api/v1/accounts', account);
    const own = await pages.blank();
    await follow(own, link);
    await own.locator('.choose-password input').fill('kurz');
    await own.getByRole('button', { name: '保存' }).click();
    await own.getByText('至少要 8 个字符').waitFor();
    await own.locator('.choose-password input').fill('长一点的密码123');
    await own.getByRole('button', { name: '保存' }).click();
    await own.locator('.choose-password').waitFor({ state: 'detached' });
    await own.getByRole('button', { name: '退出' }).click();
    await own.locator('input[name="login"]').fill('zhou.min');
    await own.locator('input[name="password"]').fill('wrong-password');
    await own.getByRole('button', { name: '进入', exact: true }).click();
    await own.getByText('用户名或密码不对').waitFor();
    await own.locator('input[name="password"]').fill('长一点的密码123');
    await own.getByRole('button', { name: '进入', exact: true }).click();
    await own.getByText('值班 周敏').waitFor();
  }, 60_000);

  it('hands the shift over: both sign, and the next officer is signed in', async () => {
    const { link } = await system.api<{ link: string }>('/api/v1/accounts', {
      login: 'li.jie',
      name: '李杰',
      role: 'officer',
    });
    const other = await pages.blank();
    await follow(other, link);
    await other.locator('.choose-password input').fill('接班人自己的密码88');
    await other.getByRole('button', { name: '保存' }).click();
    await other.locator('.choose-password').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: '交接班' }).click();
    await page.locator('.handover-state').waitFor();
    await page.locator('input[value="heard"]').check();
    await page.locator('input[name="handover-login"]').fill('li.jie');
    await page.locator('input[name="handover-password"]').fill('接班人自己的密码88');
    await page.getByRole('button', { name: '双方签字，交接' }).click();
    await page.getByText('值班 李杰').waitFor();
    const { entries } = await system.api<{ entries: AuditEntry[] }>('/api/v1/audit');
    expect(entries.find(({ action }) => action === 'handed_over')).toMatchObject({
      by: '测试值班员',
      about: 'li.jie',
      name: '李杰',
    });
  }, 60_000);

  it('ends the sessions of a login that is removed', async () => {
    const account = { login: 'gone', name: '离职者', role: 'officer' };
    const { link } = await system.api<{ link: string }>('/api/v1/accounts', account);
    const own = await pages.blank();
    await follow(own, link);
    await own.getByText('值班 离职者').waitFor();
    await system.api('/api/v1/accounts/gone', undefined, 'DELETE');
    await own.reload();
    await own.locator('.sign-in').waitFor();
  });
});
