// What the law gives a resident, over real HTTP and a real Redis: a copy of everything, a yes that can be taken back, to be erased.
import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { IncidentId } from '../../contracts/ids.ts';
import type { CommunityBundle } from '../../contracts/office/community.ts';
import type { ImportAnswer } from '../../contracts/office/import.ts';
import type { ConsentAnswer, ErasedAnswer, ResidentExport } from '../../contracts/office/residents.ts';
import { dayIn, usualZone, zoneHeader } from '../../contracts/wallClock.ts';
import { emptyList } from '../../dispatcher/domain/device/checkInList.ts';
import { blankSides } from '../../store/archive/blank.ts';
import { archiveFolder, monthFile, monthOf } from '../../store/archive/month.ts';
import { ArchiveReader } from '../../store/archive/reader.ts';
import { lineOf } from '../../store/archive/record.ts';
import { appendAudit, readAudit } from '../../store/audit.ts';
import { exportDays, trimAudit } from '../../store/auditKeeping.ts';
import { changeList, keepTick, markCheckInTold, readLists } from '../../store/checkIns.ts';
import { readCheckInTraces } from '../../store/checkInTraces.ts';
import { eraseAgain, erasedFile, eraseResident, withoutResidents } from '../../store/erased.ts';
import { directoryKeys, shardKeys } from '../../store/keys.ts';
import { putLatest } from '../../store/latest.ts';
import { readDistrict, readDistrictBefore } from '../../store/readDistrict.ts';
import { writeDistrict } from '../../store/writeDistrict.ts';
import { TestConsole } from '../console.ts';
import { folderOfThisFile, ofThisFile } from '../lives.ts';
import { sampleBundle } from '../sample.ts';
import { until } from '../system.ts';

const dataDir = folderOfThisFile();
const archive = archiveFolder(dataDir);
const bundle = sampleBundle();
const alone = bundle.residents.filter(({ home }) => bundle.residents.filter((one) => one.home === home).length === 1);
const console_ = await ofThisFile(TestConsole.start({ dataDir, archive: new ArchiveReader(archive) }));
const administrator = await console_.token('administrator');

const ask = async <T>(path: string, body?: object): Promise<{ status: number; value: T }> => {
  const answer = await console_.ask(path, { as: administrator, ...(body === undefined ? {} : { body }) });
  return { status: answer.status, value: (await answer.json()) as T };
};
const { shard } = console_.district;
const district = async (): Promise<CommunityBundle> =>
  (await readDistrict(console_.redis, 'hongmenjie')) ?? (undefined as never);

/** A state as the dispatcher leaves it, of an incident at this home, with something written about it. */
async function incident(id: string, home: string, state: 'open' | 'closed'): Promise<void> {
  const keys = shardKeys(shard);
  const now = Date.now();
  await console_.redis.hset(keys.side(id as never), 't1', JSON.stringify({ text: '邻居说他摔过' }));
  await console_.redis.hset(keys.states, id, JSON.stringify({ ...bare, id, home, state, openedAt: now }));
  if (state === 'open') await console_.redis.zadd(keys.deadlines, now + 60_000, id);
  else await console_.redis.zrem(keys.deadlines, id);
}
const bare = {
  district: 'hongmenjie',
  number: 1,
  seq: 1,
  priority: 1,
  call: 'sos',
  marks: [],
  presses: [],
  legs: [],
};

describe('a resident who asks what is kept about them', () => {
  it('is given all of it, and that it was given is written down', async () => {
    const id = alone[0]?.id ?? '';
    const { status, value } = await ask<ResidentExport>(`/api/v1/residents/${id}/export`);
    expect(status).toBe(200);
    const { locked: _, invented: __, ...known } = { locked: undefined, invented: undefined, ...alone[0] };
    expect(value.resident).toEqual(known);
    const home = bundle.homes.find((one) => one.id === alone[0]?.home);
    expect(value.home).toMatchObject({ id: home?.id, access: home?.access });
    expect(value.looked.map(({ action }) => action)).toContain('resident_exported');
    expect((await ask('/api/v1/residents/nobody/export')).status).toBe(404);
  });
});

describe('who has looked', () => {
  it('is told of every reading, also of one without an incident, of one of everybody, and of days that are files', async () => {
    const [id = '', other = ''] = [alone[4]?.id, alone[5]?.id];
    const zoned = { id: 'hongmenjie', shard, timeZone: 'Asia/Shanghai' };
    const shown = { at: 1, role: 'officer', action: 'shown', purpose: 'administration' } as const;
    const read = (by: string, residents: string[]): Promise<void> =>
      appendAudit(console_.redis, zoned, { ...shown, by, actor: by, what: 'list', residents });
    await read('甲', [id]);
    await read('乙', [other]);
    const later = Date.now() + 2 * 24 * 3_600_000;
    await exportDays(console_.redis, zoned, { dataDir, now: later });
    expect(await trimAudit(console_.redis, zoned, { dataDir, before: later })).toBeGreaterThan(0);
    await read('丙', ['*']);
    await Promise.all(Array.from({ length: 1_100 }, () => read('丁', [other, id])));
    const { looked } = (await ask<ResidentExport>(`/api/v1/residents/${id}/export`)).value;
    const times = (by: string): number => looked.filter((one) => one.by === by).length;
    expect(['甲', '乙', '丙', '丁'].map(times)).toEqual([1, 0, 1, 1_100]);
    expect(looked.at(-1)).toMatchObject({ by: '甲', what: 'list', purpose: 'administration' });
    expect(JSON.stringify(looked)).not.toContain(other);
  });
});

describe('a consent', () => {
  it('is kept with its day; taken back, what was kept because of it goes', async () => {
    const one = bundle.residents.find(({ conditions, contacts }) => conditions.length > 0 && contacts.length > 0);
    const path = `/api/v1/residents/${one?.id}/consents`;
    const given = await ask<ConsentAnswer>(path, { purpose: 'health_notes', on: '2026-01-02', how: '书面' });
    expect(given.value.consents).toEqual([{ purpose: 'health_notes', given: '2026-01-02', how: '书面' }]);
    const ended = await ask<ConsentAnswer>(path, { purpose: 'health_notes', withdrawn: true, on: '2026-02-03' });
    expect(ended.value).toMatchObject({
      consents: [{ given: '2026-01-02', withdrawn: '2026-02-03' }],
      removed: ['conditions', 'mobility'],
    });
    const after = (await district()).residents.find(({ id }) => id === one?.id);
    expect(after).toMatchObject({ conditions: [], contacts: one?.contacts });
    expect(after).not.toHaveProperty('mobility');
    // Of somebody who never said yes, a no is kept too.
    const family = await ask<ConsentAnswer>(path, { purpose: 'family', withdrawn: true, on: '2026-02-03' });
    expect(family.value.consents.at(-1)).toEqual({ purpose: 'family', given: '2026-02-03', withdrawn: '2026-02-03' });
    expect((await district()).residents.find(({ id }) => id === one?.id)?.contacts).toEqual([]);
    expect((await ask(path, { purpose: 'advertising' })).status).toBe(400);
  });

  it('is kept in a list that stays readable: what is over goes, and yeses that all stand are no more than fifty', async () => {
    const path = `/api/v1/residents/${alone[1]?.id}/consents`;
    const turn = (body: object) => ask<ConsentAnswer & { error?: string }>(path, { purpose: 'recording', ...body });
    const day = (n: number) => new Date(Date.UTC(2020, 0, n)).toISOString().slice(0, 10);
    for (let n = 1; n <= 51; n++) {
      await turn({ on: day(n) });
      expect((await turn({ withdrawn: true, on: day(n) })).status).toBe(200);
    }
    const { value } = await turn({ on: day(60) });
    expect(value.consents).toHaveLength(50);
    expect([value.consents[0]?.given, value.consents.at(-1)]).toEqual([
      day(3),
      { purpose: 'recording', given: day(60) },
    ]);
    // A no is written down all the same.
    expect((await ask<ConsentAnswer>(path, { purpose: 'location', withdrawn: true })).value.consents).toHaveLength(50);
    for (let n = 61; n < 109; n++) expect((await turn({ on: day(n) })).status).toBe(200);
    const full = await turn({ on: day(109) });
    expect([full.status, full.value.error]).toEqual([409, 'too_many_consents']);
    expect((await district()).residents.find(({ id }) => id === alone[1]?.id)?.consents).toHaveLength(50);
  });
});

describe('somebody who has moved', () => {
  const [one, two, day] = [alone[6], alone[7], 24 * 3_600_000];
  const [here = '', there = ''] = [one?.home, two?.home];
  const stateOf = (id: string, home: string, openedAt: number): string =>
    JSON.stringify({
      ...bare,
      id,
      home,
      state: 'closed',
      receivedAt: openedAt,
      openedAt,
      reviewAt: openedAt,
      closed: { by: 'lin', at: openedAt + 1, disposition: 'helped' },
    });
  const said = { t1: JSON.stringify({ text: '邻居说他摔过' }) };
  async function closed(id: string, home: string, openedAt: number): Promise<void> {
    const keys = shardKeys(shard);
    await console_.redis.hset(keys.side(id as IncidentId), said);
    await console_.redis.hset(keys.states, id, stateOf(id, home, openedAt));
    await console_.redis.zadd(keys.closed, openedAt + 1, id);
  }
  function archived(id: string, home: string, openedAt: number): void {
    const { line, closedAt = 0 } =
      lineOf({ state: stateOf(id, home, openedAt), events: [], side: said, hops: {} }) ?? {};
    mkdirSync(archive, { recursive: true });
    appendFileSync(monthFile(archive, monthOf(closedAt)), `${line}\n`);
  }
  const incidentsOf = async (id = ''): Promise<string[]> =>
    (await ask<ResidentExport>(`/api/v1/residents/${id}/export`)).value.incidents.map((each) => each.id).sort();
  const [old, oldElse, mine, theirs, since] = ['A', 'B', 'C', 'D', 'E'].map((last) => `01JZZZZZZ${last}-1-s00`) as [string, string, string, string, string]; // biome-ignore format: one line

  it('is given what happened where they lived then, and nothing of who lived there before them', async () => {
    archived(old, here, Date.now() - 50 * day);
    archived(oldElse, there, Date.now() - 50 * day);
    await closed(mine, here, Date.now() - day);
    await closed(theirs, there, Date.now() - day);
    const swapped = (await district()).residents.map((each) => {
      const home = each.id === one?.id ? there : each.id === two?.id ? here : each.home;
      return { ...each, home };
    });
    await ask('/api/v1/import', { ...(await district()), residents: swapped });
    await closed(since, there, Date.now() + day);
    await until(() => expect(console_.registry.district('hongmenjie')?.residents.get(one?.id ?? '')?.home).toBe(there));
    expect(await incidentsOf(one?.id)).toEqual([old, mine, since]);
    expect(await incidentsOf(two?.id)).toEqual([oldElse, theirs]);
    const { lived, home } = (await ask<ResidentExport>(`/api/v1/residents/${one?.id}/export`)).value;
    expect(lived.map((each) => each.home)).toEqual([here, there]);
    expect(home).toMatchObject({ id: there });
  });

  it('is erased wherever they lived, and what was written about the others stands', async () => {
    const { status, value } = await ask<ErasedAnswer>(`/api/v1/residents/${one?.id}/erase`, { why: '本人要求' });
    expect([status, value]).toEqual([200, { id: one?.id, home: there, texts: 3 }]);
    const sides = await Promise.all(
      [mine, since, theirs].map((id) => console_.redis.exists(shardKeys(shard).side(id as IncidentId))),
    );
    expect(sides).toEqual([0, 0, 1]);
    const lines = readFileSync(monthFile(archive, monthOf(Date.now() - 50 * day)), 'utf8').split('\n');
    expect(lines.map((line) => [line.includes(old), line.includes('邻居说')])).toEqual([
      [true, false],
      [false, true],
      [false, false],
    ]);
    expect(await console_.redis.hexists(directoryKeys.stays('hongmenjie'), one?.id ?? '')).toBe(0);
    expect(await incidentsOf(two?.id)).toEqual([oldElse, theirs]);
  });

  it('and is in no file any more can still be given a copy, and be erased', async () => {
    const gone = { ...(await district()), residents: (await district()).residents.filter(({ id }) => id !== two?.id) };
    await ask('/api/v1/import', gone);
    await ask('/api/v1/import', gone); // the version of before does not know them either
    await until(() => expect(console_.registry.district('hongmenjie')?.residents.has(two?.id ?? '')).toBe(false));
    expect(await incidentsOf(two?.id)).toEqual([oldElse, theirs]);
    const { value } = await ask<ErasedAnswer>(`/api/v1/residents/${two?.id}/erase`, { why: '家属要求' });
    expect(value.texts).toBe(2);
    expect((await ask(`/api/v1/residents/${two?.id}/export`)).status).toBe(404);
  });
});

/** The next who reads this is given what was there, and only then this happens. */
function afterReading(key: string, happens: () => Promise<unknown>): void {
  const hgetall = console_.redis.hgetall.bind(console_.redis);
  const read = vi.spyOn(console_.redis, 'hgetall').mockImplementation((async (asked: string) => {
    const found = await hgetall(asked);
    if (asked !== key) return found;
    read.mockRestore();
    await happens();
    return found;
  }) as never);
}

describe('the zone of the district', () => {
  it('is told with each answer, and by it a consent is of today', async () => {
    const now = console_.clock.now();
    const zone = ['Pacific/Kiritimati', 'Pacific/Pago_Pago'].find((one) => dayIn(one, now) !== dayIn(usualZone, now));
    const there = { ...sampleBundle().district, timeZone: zone ?? '' };
    await writeDistrict(console_.redis, { ...(await district()), district: there });
    await until(async () => {
      const { headers } = await console_.ask('/api/v1/me', { as: administrator });
      expect(headers.get(zoneHeader)).toBe(zone);
    });
    const path = `/api/v1/residents/${alone[0]?.id}/consents`;
    const { value } = await ask<ConsentAnswer>(path, { purpose: 'family' });
    expect(value.consents.at(-1)?.given).toBe(dayIn(there.timeZone, console_.clock.now()));
    await writeDistrict(console_.redis, { ...(await district()), district: sampleBundle().district });
  });
});

describe('erasing a person', () => {
  it('while an import comes in between takes what the import has, and brings nothing back', async () => {
    const person = alone[8];
    const whole = await district();
    const imported: CommunityBundle = {
      ...whole,
      homes: whole.homes.map((home) => (home.id === person?.home ? { ...home, unit: '又改过' } : home)),
    };
    afterReading(directoryKeys.documents('hongmenjie'), () => writeDistrict(console_.redis, imported));
    expect((await ask(`/api/v1/residents/${person?.id}/erase`, { why: '本人要求' })).status).toBe(200);
    for (const one of [await district(), await readDistrictBefore(console_.redis, 'hongmenjie')])
      expect(one?.residents.map(({ id }) => id)).not.toContain(person?.id);
    const home = (await district()).homes.find(({ id }) => id === person?.home);
    expect([home?.unit, home?.access]).toEqual(['又改过', {}]);
  });

  it('holds against an import that had looked just before who is erased', async () => {
    const person = alone[8];
    await ask(`/api/v1/residents/${person?.id}/readmit`, {});
    const whole = { ...(await district()), residents: [...(await district()).residents, person] };
    await ask('/api/v1/import', whole);
    expect((await district()).residents.map(({ id }) => id)).toContain(person?.id);
    afterReading(directoryKeys.erased('hongmenjie'), () =>
      ask(`/api/v1/residents/${person?.id}/erase`, { why: '本人要求' }),
    );
    expect((await ask('/api/v1/import', whole)).status).toBe(200);
    for (const one of [await district(), await readDistrictBefore(console_.redis, 'hongmenjie')])
      expect(one?.residents.map(({ id }) => id)).not.toContain(person?.id);
  });

  it('is refused while an incident is open at their home; nothing is changed', async () => {
    const person = alone[1];
    await incident('01JZZZZZZA-1-open', person?.home ?? '', 'open');
    const { status, value } = await ask<{ error: string }>(`/api/v1/residents/${person?.id}/erase`, {
      why: '本人要求',
    });
    // A state that cannot be read is an open one too: nobody is forgotten while help may be on its way.
    expect([status, value.error]).toEqual([409, 'incident_open']);
    expect((await district()).residents.map(({ id }) => id)).toContain(person?.id);
    const keys = shardKeys(shard);
    await console_.redis.zrem(keys.deadlines, '01JZZZZZZA-1-open');
    await console_.redis.hdel(keys.states, '01JZZZZZZA-1-open');
  });

  it('takes away who they are and what was written; the home and its button stay, and so do events', async () => {
    const person = alone[2];
    const home = person?.home ?? '';
    await incident('01JZZZZZZB-2-past', home, 'closed');
    await incident('01JZZZZZZC-3-else', alone[5]?.home ?? '', 'closed');
    await writeDistrict(console_.redis, await district()); // there is a version of before
    const place = { id: 'hongmenjie', shard };
    const shown = { at: 1, actor: 'lin', role: 'officer', by: '林值班', action: 'conditions_shown' } as const;
    const words = { ...shown, residents: [person?.id ?? ''], why: '女儿说她有心脏病' };
    await appendAudit(console_.redis, place, words);
    await appendAudit(console_.redis, place, { ...shown, residents: ['somebody-else'], why: '另一位' });
    const { status, value } = await ask<ErasedAnswer>(`/api/v1/residents/${person?.id}/erase`, { why: '本人要求' });
    const written = await readAudit(console_.redis, place, { limit: 10, action: 'conditions_shown' });
    expect(written.map(({ actor, why }) => [actor, why])).toEqual([
      ['lin', '另一位'],
      ['lin', undefined],
    ]);
    expect([status, value]).toEqual([200, { id: person?.id, home, texts: 1 }]);
    const keys = shardKeys(shard);
    expect(await console_.redis.exists(keys.side('01JZZZZZZB-2-past' as never))).toBe(0);
    expect(await console_.redis.exists(keys.side('01JZZZZZZC-3-else' as never))).toBe(1);
    expect(await console_.redis.hexists(keys.states, '01JZZZZZZB-2-past')).toBe(1);
    for (const one of [await district(), await readDistrictBefore(console_.redis, 'hongmenjie')]) {
      expect(one?.residents.map(({ id }) => id)).not.toContain(person?.id);
      const { access, doorCode } = one?.homes.find(({ id }) => id === home) ?? {};
      expect([access, doorCode]).toEqual([{}, undefined]);
    }
    const raw = JSON.stringify(await console_.redis.hgetall(directoryKeys.documents('hongmenjie')));
    expect(raw).not.toContain(`residents/${person?.id}"`);
    // Whoever presses there is helped.
    await until(() => expect(console_.registry.district('hongmenjie')?.residents.has(person?.id ?? '')).toBe(false));
    const registry = console_.registry.district('hongmenjie');
    const device = bundle.devices.find((one) => one.home === home)?.id ?? '';
    expect(registry?.homeOf(device)).toBe(home);
    expect(registry?.residentsOf(home)).toEqual([]);
    const audit = await readAudit(console_.redis, { id: 'hongmenjie', shard }, { limit: 5 });
    expect(audit[0]).toMatchObject({ action: 'resident_erased', about: person?.id, why: '本人要求' });
    expect((await ask(`/api/v1/residents/${person?.id}/erase`, { why: '再来' })).status).toBe(404);
  });

  it('holds against an import, which says so; asked for by themselves, they may come back', async () => {
    const person = alone[2];
    const first = await ask<ImportAnswer>('/api/v1/import', bundle);
    expect(first.status).toBe(200);
    expect(first.value.warnings.join('\n')).toMatch(new RegExp(`${person?.id} was erased on 20\\d\\d-.*left out`));
    const after = await district();
    expect(after.residents.map(({ id }) => id)).not.toContain(person?.id);
    expect(after.homes.find(({ id }) => id === person?.home)?.access).toEqual({});
    // And against the import's undoing.
    await ask('/api/v1/import/undo', {});
    expect((await district()).residents.map(({ id }) => id)).not.toContain(person?.id);

    expect((await ask(`/api/v1/residents/${person?.id}/readmit`, {})).status).toBe(200);
    expect((await ask(`/api/v1/residents/${person?.id}/readmit`, {})).status).toBe(404);
    expect((await ask<ImportAnswer>('/api/v1/import', bundle)).value.warnings.join()).not.toContain(
      `${person?.id} was erased`,
    );
    expect((await district()).residents.map(({ id }) => id)).toContain(person?.id);
  });

  it('of a carried button leaves it in the home; of one of two leaves the other and the way in', () => {
    const [one, two] = [alone[0], alone[1]];
    const home = one?.home ?? '';
    const shared: CommunityBundle = {
      ...bundle,
      residents: bundle.residents.map((each) => (each.id === two?.id ? { ...each, home } : each)),
      devices: [...bundle.devices, { id: 'pendant-1', kind: 'pendant', resident: one?.id ?? '' }],
    };
    const after = withoutResidents(shared, new Set([one?.id ?? '']));
    expect(after.devices.at(-1)).toEqual({ id: 'pendant-1', kind: 'pendant', home });
    expect(after.homes).toEqual(shared.homes);
    expect(withoutResidents(shared, new Set(['nobody']))).toBe(shared);
  });
});

describe('data of before an erasure that comes back', () => {
  it('is erased again by the next start, and in the archive words and positions alone are gone', async () => {
    const dataDir = mkdtempSync(join(tmpdir(), 'yjt-erase-'));
    const archive = join(dataDir, 'archive');
    const where = { redis: console_.redis, dataDir, archive };
    const person = alone[3];
    const one = { district: 'hongmenjie', shard, resident: person?.id ?? '', at: Date.now() };
    const at = { shard, district: 'hongmenjie' };
    const device = bundle.devices.find(({ home }) => home === person?.home)?.id ?? '';
    const whose = { resident: one.resident, devices: [device] };
    await keepTick(console_.redis, at, one.resident, { at: one.at, outcome: 'reached', by: '周' });
    await markCheckInTold(console_.redis, at, `${one.resident}/1/self`, one.at);
    await changeList(console_.redis, at, 'heat', () => ({ ...emptyList, added: [one.resident, 'another'] }));
    const moved = { kind: 'moved' as const, id: device, value: { at: one.at, by: 'motion' } };
    await putLatest(console_.redis, shard, moved, 60_000);
    expect(await readCheckInTraces(console_.redis, at, whose)).toEqual({
      tick: { at: one.at, outcome: 'reached', by: '周' },
      told: [one.at],
      lists: [{ list: 'heat', by: 'added' }],
      moved: [{ device, at: one.at }],
    });
    expect(await eraseResident(where, one)).toMatchObject({ ok: true });
    expect(await readCheckInTraces(console_.redis, at, whose)).toEqual({ told: [], lists: [], moved: [] });
    expect((await readLists(console_.redis, at)).heat?.added).toEqual(['another']);
    expect(readFileSync(erasedFile(dataDir), 'utf8').trim().split('\n')).toHaveLength(1);
    appendFileSync(erasedFile(dataDir), '{"cut off');
    await console_.redis.del(directoryKeys.erased('hongmenjie'));
    await writeDistrict(console_.redis, bundle); // as a restore of an older backup does
    expect(await eraseAgain(where)).toEqual({ erased: [person?.id], waits: [] });
    expect(await eraseAgain(where)).toEqual({ erased: [], waits: [] });
    expect((await district()).residents.map(({ id }) => id)).not.toContain(person?.id);
    expect(await console_.redis.hexists(directoryKeys.erased('hongmenjie'), person?.id ?? '')).toBe(1);
    rmSync(dataDir, { recursive: true });
  });
});

describe('an archived incident whose texts have had their time', () => {
  it('keeps its events and its place in the file; what is appended meanwhile is not touched', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'yjt-blank-'));
    const line = (id: string, closedAt: number, home: string): string =>
      `{"v":1,"id":"${id}","district":"d","closedAt":${closedAt},"state":{"home":"${home}"},"events":[{"seq":1}],"side":{"t":{"text":"他说“门没锁”"}},"hops":{"received":1}}`;
    mkdirSync(folder, { recursive: true });
    const file = join(folder, '2026-01.jsonl');
    writeFileSync(file, `${line('a', 10, 'h1')}\n${line('b', 20, 'h2')}\n{"cut off`);
    const size = readFileSync(file).length;
    const at = (home: string) => ({ naming: [home], fits: (state: { home?: string }) => state.home === home });
    expect(await blankSides(folder, { head: ({ closedAt }) => closedAt < 15 })).toBe(1);
    expect(await blankSides(folder, { head: ({ closedAt }) => closedAt < 15 })).toBe(0);
    const [first = '', second, rest] = readFileSync(file, 'utf8').split('\n');
    expect(readFileSync(file)).toHaveLength(size);
    expect(JSON.parse(first)).toEqual({ ...JSON.parse(line('a', 10, 'h1')), side: {} });
    expect(first.endsWith('}')).toBe(true);
    expect([second, rest]).toEqual([line('b', 20, 'h2'), '{"cut off']);
    expect(await blankSides(folder, { head: () => true, state: at('h1') })).toBe(0);
    expect(await blankSides(folder, { head: () => true, state: at('h2') })).toBe(1);
    expect(readFileSync(file, 'utf8')).not.toContain('门没锁');
    rmSync(folder, { recursive: true });
  });
});
