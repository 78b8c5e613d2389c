// The side of the family, over real HTTP and a real Redis: what a contact sees by the resident's consent, what they may say, and that
// it is over at once when the consent is.
import { randomUUID } from 'node:crypto';
import { isDeepStrictEqual } from 'node:util';
import { describe, expect, it } from 'vitest';
import type WebSocket from 'ws';
import type { FamilyView } from '../../contracts/incident/family.ts';
import type { EventView, IncidentView } from '../../contracts/incident/views.ts';
import type { RegistryDocument, RegistryHistory } from '../../contracts/office/registry.ts';
import type { ConsentAnswer } from '../../contracts/office/residents.ts';
import type { FamilyLink, FamilySessions } from '../../contracts/session/family.ts';
import type { SessionView } from '../../contracts/session/session.ts';
import { readAudit } from '../../store/audit.ts';
import { putLatest } from '../../store/latest.ts';
import { TestConsole } from '../console.ts';
import { openLive } from '../livePage.ts';
import { ofThisFile } from '../lives.ts';
import { until } from '../system.ts';

const console_ = await ofThisFile(TestConsole.start());
await console_.decide();
const administrator = await console_.token('administrator');
const officer = await console_.token('officer', { name: '周敏' });

const asked = async <T>(path: string, body?: object, method?: string): Promise<{ status: number; value: T }> => {
  const answer = await console_.ask(path, { as: administrator, ...(body && { body }), ...(method && { method }) });
  const text = await answer.text();
  return { status: answer.status, value: (text === '' ? undefined : JSON.parse(text)) as T };
};
const order = (id: string, command: object): Promise<Response> =>
  console_.ask(`/api/v1/incidents/${id}/commands`, { as: officer, body: { id: randomUUID(), ...command } });
const press = (resident: string): Promise<string> => console_.raise(officer, { kind: 'fall', resident });
async function close(id: string, how: object = { disposition: 'helped' }): Promise<void> {
  await until(async () => expect((await order(id, { command: 'acknowledge' })).status).toBeLessThan(410));
  await until(async () => expect((await order(id, { command: 'close', text: '已看望', ...how })).status).toBe(200));
}
const events = async (id: string): Promise<EventView[]> =>
  ((await (await console_.ask(`/api/v1/incidents/${id}/events`, { as: officer })).json()) as { events: EventView[] })
    .events;

/** A browser that came by the link of a contact. */
type Phone = { cookie: string; contact: string; resident: string };
async function follow(link: string): Promise<Response> {
  const url = new URL(link);
  return fetch(`${console_.url}/enter`, {
    method: 'POST',
    redirect: 'manual',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: url.searchParams.toString(),
  });
}
const linkOf = async (resident: string, contact: string): Promise<string> =>
  (await asked<FamilyLink>(`/api/v1/residents/${resident}/family/${contact}`, {})).value.link;
async function comeIn(resident: string, n = 0): Promise<Phone> {
  const { contact } = await console_.familyOf(resident, n);
  const came = await follow(await linkOf(resident, contact));
  expect(came.headers.get('location')).toBe('/family');
  const cookie = (came.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  return { cookie, contact, resident };
}
const ofPhone = ({ cookie }: Phone) => ({ cookie, 'x-yjt-screen': 'family' });
const says = (phone: Phone, path: string, body?: object): Promise<Response> =>
  console_.ask(path, { ...(body && { body }), headers: ofPhone(phone) });
/** The page of a phone: the last that it was sent, and the code with which it was closed. */
function opened(phone: Phone) {
  const { socket, frames } = openLive(console_.url, { cookie: phone.cookie }, '?screen=family');
  const closed = new Promise<number>((done) => socket.on('close', done));
  return {
    socket: socket as WebSocket,
    closed,
    frames,
    view: (): (FamilyView & { type: string }) | undefined => frames.at(-1) as never,
  };
}
const withdraw = (resident: string, contact: string) =>
  asked<ConsentAnswer>(`/api/v1/residents/${resident}/consents`, {
    purpose: 'family_sees',
    contact,
    withdrawn: true,
  });

describe('a son who was let in', () => {
  it('sees whether the button is alive, with its battery, and when it has been silent', async () => {
    const phone = await comeIn('res-010');
    const [device] = console_.district.devicesOf('home-010');
    const { shard } = console_.district;
    const page = opened(phone);
    await until(() => expect(page.view()).toMatchObject({ person: '邱爷爷', button: { state: 'silent' } }));
    const heard = (heardAt: number, battery: number): Promise<void> =>
      putLatest(console_.redis, shard, { kind: 'health', id: device?.id ?? '', value: { heardAt, battery } }, 100_000);
    await heard(console_.clock.now(), 12);
    await until(() => expect(page.view()?.button).toMatchObject({ state: 'alive', battery: 12, batteryLow: true }), 15);
    await heard(console_.clock.now() - 40 * 24 * 3_600_000, 80);
    await until(() => expect(page.view()?.button).toMatchObject({ state: 'silent', battery: 80 }), 15);
    expect(page.view()?.button).not.toHaveProperty('batteryLow');
    page.socket.close();
  });

  it('sees how a call stands until a day after its end, and no name, no number, no illness, no door of anybody', async () => {
    const phone = await comeIn('res-011');
    const page = opened(phone);
    const id = await press('res-011');
    await until(() => expect(page.view()?.call).toMatchObject({ id, step: 'received' }));
    await order(id, { command: 'assign', responder: 'wang-g1' });
    const leg = await until(async () => {
      const { incident } = (await (await console_.ask(`/api/v1/incidents/${id}`, { as: officer })).json()) as {
        incident: IncidentView;
      };
      const found = incident.legs.find(({ responder }) => responder.id === 'wang-g1');
      if (!found) throw new Error('not asked yet');
      return found;
    });
    const wang = await console_.token('responder', { responder: 'wang-g1' });
    const reply = (word: string) =>
      console_.ask('/api/v1/my/replies', { as: wang, body: { id: word, incident: id, leg: leg.id, reply: word } });
    await reply('accept');
    await until(() => expect(page.view()?.call?.step).toBe('coming'));
    await reply('on_scene');
    await until(() => expect(page.view()?.call?.step).toBe('there'));
    await close(id, { disposition: 'taken_to_hospital' });
    await until(() => expect(page.view()?.call).toMatchObject({ id, step: 'ended', outcome: 'ask' }));
    expect(page.frames.every(({ type }) => type === 'family')).toBe(true);
    const sent = JSON.stringify(page.frames);
    for (const secret of ['骨质疏松', '听力下降', '000 00', '王', 'wang', '周敏', 'home-011', 'hospital', '栋', 'fall'])
      expect(sent, secret).not.toContain(secret);
    page.socket.close();
    // Opened anew it is still told: from the store, not from what the console happens to keep.
    const again = opened(phone);
    await until(() => expect(again.view()?.call).toMatchObject({ id, step: 'ended' }));
    again.socket.close();
  });

  it('is sent nothing when somebody else calls, or when nothing that they see has changed', async () => {
    const phone = await comeIn('res-020');
    const page = opened(phone);
    await until(() => expect(page.view()?.person).toBeDefined());
    const other = await press('res-021');
    await close(other);
    const mine = await press('res-020');
    await until(() => expect(page.view()?.call).toMatchObject({ id: mine }));
    await order(mine, { command: 'note', text: '一' });
    await order(mine, { command: 'note', text: '二' });
    await close(mine);
    await until(() => expect(page.view()?.call).toMatchObject({ step: 'ended' }));
    // A frame that says nothing new is the beat's, and these lie seconds apart.
    const frames = page.frames as unknown as { now: string }[];
    const again = frames.filter((one, i) => isDeepStrictEqual({ ...one, now: '' }, { ...frames[i - 1], now: '' }));
    const times = again.map(({ now }) => Date.parse(now));
    for (const [i, time] of times.slice(1).entries()) expect(time - (times[i] ?? 0)).toBeGreaterThan(2_000);
    page.socket.close();
  });

  it('is refused every other door', async () => {
    const phone = await comeIn('res-012');
    const doors = console_.app.doors.filter(
      ({ url, method }) => url.startsWith('/api/v1/') && method !== 'HEAD' && !url.startsWith('/api/v1/sign-in'),
    );
    const letIn: string[] = [];
    for (const { method, url } of doors) {
      if (method === 'DELETE' && url === '/api/v1/session') continue;
      const answer = await console_.ask(url.replaceAll(/:\w+/g, 'res-012'), {
        method,
        ...(method === 'POST' && { body: { nonsense: true } }),
        headers: ofPhone(phone),
      });
      await answer.body?.cancel();
      if (answer.status !== 401 && answer.status !== 403) letIn.push(`${method} ${url}`);
    }
    expect(letIn.sort()).toEqual([
      'GET /api/v1/me',
      'POST /api/v1/my/away',
      'POST /api/v1/my/words',
      'POST /api/v1/receipts', // anybody's: proved by a signature
      'POST /api/v1/receipts/:provider/:secret', // and by the secret in the address
      'POST /api/v1/session', // anybody's: a sign-in
      'POST /api/v1/session/active',
      'POST /api/v1/session/passkey',
    ]);
  });

  it('leaves an entry in the access log of the resident: once the page, and once with each call', async () => {
    const phone = await comeIn('res-013');
    const page = opened(phone);
    await until(() => expect(page.view()?.person).toBe('高爷爷'));
    const id = await press('res-013');
    await until(() => expect(page.view()?.call?.id).toBe(id));
    page.socket.close();
    await until(async () => {
      const { value } = await asked<{ looked: Record<string, string>[] }>('/api/v1/residents/res-013/export');
      const looked = value.looked.filter(({ role, what }) => role === 'family' && what !== undefined).reverse();
      expect(looked).toMatchObject([
        { what: 'family', purpose: 'family', by: '家属' },
        { what: 'family', purpose: 'family', incident: id },
      ]);
    });
    await close(id);
  });
});

describe('what the family says', () => {
  it('stands in the log as a note of the contact, once, and neither meets a need nor stands anybody down', async () => {
    const phone = await comeIn('res-014');
    const id = await press('res-014');
    const before = await until(async () => {
      const found = console_.live.incident('hongmenjie', id);
      if (!found?.legs.length) throw new Error('nobody is asked yet');
      return found;
    });
    const word = { id: 'w1', incident: id, word: 'coming', minutes: 20 };
    for (const _ of [1, 2]) {
      const answer = await says(phone, '/api/v1/my/words', word);
      expect([answer.status, await answer.json()]).toEqual([200, { id: 'w1', outcome: 'applied' }]);
    }
    expect((await says(phone, '/api/v1/my/words', { id: 'w2', incident: id, word: 'has_key' })).status).toBe(200);
    const notes = (await events(id)).filter(({ type }) => type === 'note_added');
    expect(notes.map(({ by, text }) => [by, text])).toEqual([
      [`family/${phone.contact}`, '家属（邻居 黄某某）：正在赶来，大约 20 分钟到'],
      [`family/${phone.contact}`, '家属（邻居 黄某某）：有家里的钥匙'],
    ]);
    const after = console_.live.incident('hongmenjie', id);
    expect(after?.needs?.map(({ need, state }) => [need, state])).toEqual(
      before.needs?.map(({ need, state }) => [need, state]),
    );
    expect(after?.legs.map(({ id: leg, state }) => [leg, state])).toEqual(
      before.legs.map(({ id: leg, state }) => [leg, state]),
    );
    expect(after).not.toHaveProperty('lastOfficer');
    expect(after).not.toHaveProperty('lastSaid');
    await close(id);
    const late = await says(phone, '/api/v1/my/words', { id: 'w3', incident: id, word: 'coming' });
    expect([late.status, ((await late.json()) as { error: string }).error]).toEqual([409, 'incident_closed']);
  });

  it('of two children at once is told apart, and of the call of somebody else there is none', async () => {
    const [son, daughter] = [await comeIn('res-011', 0), await comeIn('res-011', 1)];
    expect(son.contact).not.toBe(daughter.contact);
    const [id, other] = [await press('res-011'), await press('res-010')];
    const [one, two] = await Promise.all(
      [son, daughter].map((phone) => says(phone, '/api/v1/my/words', { id: 'w', incident: id, word: 'has_key' })),
    );
    expect([one?.status, two?.status]).toEqual([200, 200]);
    await until(async () => {
      const notes = (await events(id)).filter(({ type }) => type === 'note_added');
      expect(notes.map(({ by }) => by).sort()).toEqual([`family/${son.contact}`, `family/${daughter.contact}`].sort());
    });
    expect((await says(son, '/api/v1/my/words', { id: 'x', incident: other, word: 'coming' })).status).toBe(404);
    expect((await says(son, '/api/v1/my/words', { id: 'x', incident: id, word: 'close' })).status).toBe(400);
    await close(id);
    await close(other);
  });

  it('that somebody is away stands in the registry with who said it, and is over when they are home', async () => {
    const phone = await comeIn('res-010');
    const page = opened(phone);
    const document = async () =>
      (await asked<RegistryDocument>('/api/v1/office/registry/residents/res-010')).value.document;
    const away = (body: object) => says(phone, '/api/v1/my/away', body);
    const inHours = (hours: number) => new Date(console_.clock.now() + hours * 3_600_000).toISOString();
    expect((await away({ away: true, until: inHours(-1) })).status).toBe(400);
    expect((await away({ away: true, from: inHours(5), until: inHours(4) })).status).toBe(400);
    expect((await away({ away: true, until: 'soon' })).status).toBe(400);
    expect((await away({ away: true, until: inHours(48) })).status).toBe(204);
    expect((await document()).away).toMatchObject({ because: 'family' });
    await until(() => expect(page.view()?.away?.until).toBeDefined());
    const [edit] = (await asked<RegistryHistory>('/api/v1/office/registry/residents/res-010/history')).value.edits;
    expect(edit).toMatchObject({ by: '家属', why: '家属说：暂时不在家' });
    expect((await away({ away: false })).status).toBe(204);
    expect(await document()).not.toHaveProperty('away');
    await until(() => expect(page.view()).not.toHaveProperty('away'));
    page.socket.close();
  });
});

it('that somebody is away is written when it is news, and six times an hour at most', async () => {
  const phone = await comeIn('res-024');
  const away = async (body: object) => (await says(phone, '/api/v1/my/away', body)).status;
  const edits = async () =>
    (await asked<RegistryHistory>('/api/v1/office/registry/residents/res-024/history')).value.edits.length;
  const before = await edits();
  for (let n = 0; n < 8; n++) expect(await away({ away: false })).toBe(204);
  expect(await edits()).toBe(before);
  const until_ = new Date(console_.clock.now() + 5 * 3_600_000).toISOString();
  for (let n = 0; n < 8; n++) expect(await away({ away: true, until: until_ })).toBe(204);
  expect(await edits()).toBe(before + 1);
  for (let n = 0; n < 5; n++) expect(await away({ away: n % 2 === 1 })).toBe(204);
  const late = await says(phone, '/api/v1/my/away', { away: true });
  expect([late.status, ((await late.json()) as { error: string }).error]).toEqual([429, 'too_fast']);
  expect(Number(late.headers.get('retry-after'))).toBeGreaterThan(60);
  expect(await edits()).toBe(before + 6);
  expect(await away({ away: false })).toBe(204); // as it stands: nothing is written
});

it('that somebody is in hospital is neither shown to the family nor theirs to change', async () => {
  const phone = await comeIn('res-023');
  const hospital = { since: console_.clock.now(), because: 'hospital' };
  const set = (away: object | null) =>
    asked('/api/v1/office/registry/changes', { changes: [{ kind: 'residents', id: 'res-023', set: { away } }] });
  expect((await set(hospital)).status).toBe(200);
  await until(() => expect(console_.district.residents.get('res-023')?.away).toEqual(hospital));
  const page = opened(phone);
  await until(() => expect(page.view()?.type).toBe('family'));
  expect(page.view()).not.toHaveProperty('away');
  for (const body of [{ away: false }, { away: true }]) {
    const answer = await says(phone, '/api/v1/my/away', body);
    expect([answer.status, ((await answer.json()) as { error: string }).error]).toEqual([409, 'away_said_by_office']);
  }
  const { value } = await asked<RegistryDocument>('/api/v1/office/registry/residents/res-023');
  expect(value.document.away).toEqual(hospital);
  expect((await set(null)).status).toBe(200);
  expect((await says(phone, '/api/v1/my/away', { away: true })).status).toBe(204);
  await until(() => expect(page.view()?.away).toBeDefined());
  page.socket.close();
});

describe('it is over', () => {
  it('at once when the resident takes the consent back: the page closes, and nothing lets them in any more', async () => {
    const phone = await comeIn('res-012');
    const page = opened(phone);
    await until(() => expect(page.view()?.person).toBe('谢孃孃'));
    const unused = await linkOf('res-012', phone.contact);
    const { status, value } = await withdraw('res-012', phone.contact);
    expect([status, value.consents.at(-1)?.withdrawn]).toEqual([200, expect.any(String)]);
    expect(await page.closed).toBe(4401);
    expect((await says(phone, '/api/v1/me')).status).toBe(401);
    expect((await says(phone, '/api/v1/my/away', { away: true })).status).toBe(401);
    expect((await follow(unused)).headers.get('location')).toBe('/family?expired=1');
    const { value: left } = await asked<FamilySessions>('/api/v1/residents/res-012/family');
    expect(left.sessions).toEqual([]);
    const again = await asked<{ error: string }>(`/api/v1/residents/res-012/family/${phone.contact}`, {});
    expect([again.status, again.value.error]).toEqual([409, 'not_agreed']);
    // A new yes opens no old session.
    await console_.familyOf('res-012');
    expect((await says(phone, '/api/v1/me')).status).toBe(401);
  });

  it.each([
    {
      what: 'the contact is taken out by hand',
      resident: 'res-015',
      ends: () =>
        asked('/api/v1/office/registry/changes', {
          changes: [{ kind: 'residents', id: 'res-015', set: { contacts: [] } }],
        }),
    },
    {
      what: 'somebody else is written in their place',
      resident: 'res-016',
      ends: () =>
        asked('/api/v1/office/registry/changes', {
          changes: [
            {
              kind: 'residents',
              id: 'res-016',
              set: { contacts: [{ name: '新来的', relation: '侄女', phone: '13800009999' }] },
            },
          ],
        }),
    },
    {
      what: 'the family is not to be told at all any more',
      resident: 'res-017',
      ends: () => asked('/api/v1/residents/res-017/consents', { purpose: 'family', withdrawn: true }),
    },
    {
      what: 'the resident is erased',
      resident: 'res-018',
      ends: () => asked('/api/v1/residents/res-018/erase', { why: '本人要求' }),
    },
    {
      what: 'the office ends it',
      resident: 'res-019',
      ends: async () => {
        const { value } = await asked<FamilySessions>('/api/v1/residents/res-019/family');
        return asked(`/api/v1/residents/res-019/family/${value.sessions[0]?.contact}`, undefined, 'DELETE');
      },
    },
  ])('when $what', async ({ resident, ends }) => {
    const phone = await comeIn(resident);
    const page = opened(phone);
    await until(() => expect(page.view()?.type).toBe('family'));
    expect((await ends()).status).toBe(200);
    expect(await page.closed).toBe(4401);
    expect((await says(phone, '/api/v1/me')).status).toBe(401);
  });

  it('for a link after its first use, and for an older one when a new one is made', async () => {
    const { contact } = await console_.familyOf('res-020');
    const older = await linkOf('res-020', contact);
    const link = await linkOf('res-020', contact);
    expect((await follow(older)).headers.get('location')).toBe('/family?expired=1');
    expect((await follow(link)).headers.get('location')).toBe('/family');
    expect((await follow(link)).headers.get('location')).toBe('/family?expired=1');
  });
});

it('who is let in is listed among the sign-ins with whose contact they are, and can be ended there', async () => {
  const phone = await comeIn('res-021');
  const { value } = await asked<{ sessions: SessionView[] }>('/api/v1/sessions');
  const mine = value.sessions.find(({ role, resident }) => role === 'family' && resident === 'res-021');
  expect(mine).toMatchObject({ kind: 'session', begunBy: 'link' });
  expect(mine?.name).toBe('家属'); // contacts lie sealed; the list of sign-ins does not, and a relation may say anything
  const made = await readAudit(console_.redis, console_.district, { limit: 50, action: 'token_made' });
  expect(made.find(({ residents }) => residents?.includes('res-021'))).toMatchObject({ why: 'family', name: '家属' });
  // What they do is found with the resident when these are erased.
  const entries = await readAudit(console_.redis, console_.district, { limit: 50, action: 'signed_in' });
  expect(entries.find(({ role }) => role === 'family')).toMatchObject({ by: '家属', residents: ['res-021'] });
  expect((await asked(`/api/v1/sessions/${mine?.id}`, undefined, 'DELETE')).status).toBe(200);
  expect((await says(phone, '/api/v1/me')).status).toBe(401);
});

it('a consent names a contact who is there: by place and name, so that nobody else is meant', async () => {
  const give = (body: object) =>
    asked<{ error: string }>('/api/v1/residents/res-022/consents', { purpose: 'family_sees', ...body });
  expect((await give({})).value.error).toBe('bad_request');
  expect((await give({ contact: { n: 0, name: '别人' } })).value.error).toBe('changed_meanwhile');
  expect((await give({ contact: 'c-none' })).value.error).toBe('not_found');
  // Neither what is no id nor an id of nobody is written down: a document that has it could not be read any more.
  expect((await give({ withdrawn: true, contact: 'C-1' })).status).toBe(400);
  expect((await give({ withdrawn: true, contact: 'c-none' })).value.error).toBe('not_found');
  const { value } = await asked<RegistryDocument>('/api/v1/office/registry/residents/res-022');
  expect(value.document).toMatchObject({ id: 'res-022' });
  expect(value.document).not.toHaveProperty('consents');
  expect((await asked('/api/v1/residents/nobody/family')).status).toBe(404);
  expect((await asked('/api/v1/residents/nobody/family/c-1', {})).status).toBe(404);
  expect((await asked('/api/v1/residents/res-022/family/c-1', undefined, 'DELETE')).status).toBe(404);
  // No administrator makes one without a consent.
  expect((await asked('/api/v1/tokens', { role: 'family' })).status).toBe(400);
  const bare = await console_.token('family', { resident: 'res-022', contact: 'c-1' });
  expect((await console_.ask('/api/v1/me', { as: bare })).status).toBe(401);
});
