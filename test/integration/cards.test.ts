// 一卡通: a card is made, proves who stands at which door, and is worth nothing a second after it was lost; a finder learns where to bring it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentEvent } from '../../contracts/incident/events.ts';
import { isCardNumber } from '../../contracts/office/cardNumber.ts';
import { tokenInCard } from '../../contracts/office/cardToken.ts';
import type { CardsAnswer, MadeCard, MadeCards } from '../../contracts/office/doorCard.ts';
import type { SearchAnswer } from '../../contracts/office/place.ts';
import type { RegistryDocument } from '../../contracts/office/registry.ts';
import { readAudit } from '../../store/audit.ts';
import { directoryKeys } from '../../store/keys.ts';
import { TestConsole } from '../console.ts';
import { until } from '../system.ts';

let console_: TestConsole;
let [community, officer, responder] = ['', '', ''];
beforeAll(async () => {
  console_ = await TestConsole.start();
  await console_.decide();
  community = await console_.token('community');
  officer = await console_.token('officer');
  responder = await console_.token('responder');
}, 120_000);
afterAll(() => console_.stop(), 30_000);

const json = async <T>(answer: Promise<Response>): Promise<T> => (await (await answer).json()) as T;
const make = async (...residents: string[]): Promise<MadeCard[]> => {
  const { cards } = await json<MadeCards>(console_.ask('/api/v1/office/cards', { as: community, body: { residents } }));
  return cards;
};
const lose = (id: string, as = officer) =>
  console_.ask(`/api/v1/residents/${id}/card/end`, { as, body: { because: 'lost' } });
const stateOf = async (id: string) => {
  const { cards } = await json<CardsAnswer>(console_.ask('/api/v1/office/cards', { as: officer }));
  return cards.find(({ resident }) => resident === id)?.state;
};
const search = async (q: string, as = officer) =>
  (await json<SearchAnswer>(console_.ask(`/api/v1/search?q=${encodeURIComponent(q)}`, { as }))).hits.map(
    ({ id }) => id,
  );
const token = ({ url }: MadeCard): string => tokenInCard(url) ?? '';
const opened = (path: string, headers: object = {}) => console_.ask(path, { headers });

describe('a card', () => {
  it('has a number that checks itself and a random address, and the store has neither the token nor the number to read', async () => {
    const [one, other] = await make('res-001', 'res-002');
    if (!one || !other) throw new Error('no cards were made');
    expect(isCardNumber(one.number)).toBe(true);
    expect(one.number).not.toBe(other.number);
    expect(one.url).toMatch(/^https:\/\/yjt\.example\/c\/[A-Za-z0-9_-]{22}$/);
    const stored = JSON.stringify(await console_.redis.hgetall(directoryKeys.documents('hongmenjie')));
    for (const secret of [token(one), one.number]) expect(stored).not.toContain(secret);
    expect(await stateOf('res-001')).toBe('issued');
  });

  it('is found by its number and its address at the duty desk, which is written down, and not by the health desk', async () => {
    const [card] = await make('res-003');
    if (!card) throw new Error('no card was made');
    for (const said of [card.number, card.url, token(card)])
      await until(async () => expect(await search(said)).toEqual(['res-003']));
    expect(await search(card.url, await console_.token('health'))).toEqual([]);
    await until(async () => {
      const entries = await readAudit(console_.redis, console_.district, { limit: 100 });
      expect(entries).toContainEqual(
        expect.objectContaining({ action: 'shown', what: 'search', residents: ['res-003'] }),
      );
      expect(entries).toContainEqual(expect.objectContaining({ action: 'card_issued', about: 'res-003' }));
    });
  });

  it('is made by the community alone, and a lost one is ended by the officer too', async () => {
    const body = { residents: ['res-004'] };
    expect((await console_.ask('/api/v1/office/cards', { as: officer, body })).status).toBe(403);
    await make('res-004');
    expect((await lose('res-004', responder)).status).toBe(403);
    expect((await lose('res-004')).status).toBe(204);
    await until(async () => expect(await stateOf('res-004')).toBe('lost'));
    expect((await lose('res-004')).status).toBe(404);
    expect((await lose('nobody')).status).toBe(404);
  });

  it('that is lost comes back by no form, no undo and no import', async () => {
    const path = '/api/v1/office/registry';
    const change = async (set: object) => {
      const changes = [{ kind: 'residents', id: 'res-005', set }];
      expect((await console_.ask(`${path}/changes`, { as: community, body: { changes } })).status).toBe(200);
    };
    await change({ card: 'OLD-1234' });
    await until(async () => expect(await stateOf('res-005')).toBe('written'));
    const before = structuredClone(console_.district.bundle);
    const [card] = await make('res-005');
    if (!card) throw new Error('no card was made');
    const { document } = await json<RegistryDocument>(console_.ask(`${path}/residents/res-005`, { as: community }));
    expect(document).not.toHaveProperty('card');
    await lose('res-005');
    await change({ doorCard: document.doorCard });
    await console_.ask(`${path}/residents/res-005/undo`, { as: community, body: {} });
    const administrator = await console_.token('administrator');
    expect((await console_.ask('/api/v1/import', { as: administrator, body: before })).status).toBe(200);
    await until(async () => expect(await stateOf('res-005')).toBe('lost'));
    expect(await search(card.number)).toEqual([]);
    expect(console_.district.residents.get('res-005')?.card).toBeUndefined();
  });
});

describe('whoever opens the address of a card', () => {
  it('and is nobody we know reads where to bring it, the same page for each, and nothing of anybody', async () => {
    const [card] = await make('res-006');
    if (!card) throw new Error('no card was made');
    const pages = [];
    const good = new URL(card.url).pathname;
    for (const path of [good, '/c/AAECAwQFBgcICQoLDA0ODw', '/c/x']) {
      const answer = await opened(path);
      expect(answer.status).toBe(200);
      pages.push(await answer.text());
    }
    await lose('res-006');
    await until(async () => expect(await stateOf('res-006')).toBe('lost'));
    pages.push(await (await opened(good)).text());
    expect(new Set(pages).size).toBe(1);
    const { bundle } = console_.district;
    expect(pages[0]).toContain(bundle.district.name);
    for (const { name, id } of bundle.residents) for (const word of [name, id]) expect(pages[0]).not.toContain(word);
  });

  it('reads the telephone of the community, where there is one', async () => {
    const administrator = await console_.token('administrator');
    const set = { phone: '028-85120000' };
    const changes = [{ kind: 'district', id: 'hongmenjie', set }];
    expect(
      (await console_.ask('/api/v1/office/registry/changes', { as: administrator, body: { changes } })).status,
    ).toBe(200);
    await until(async () => expect(await (await opened('/c/x')).text()).toContain('tel:02885120000'));
  });

  it('and has a session is sent to their own page, which asks by its own rights', async () => {
    const path = '/c/AAECAwQFBgcICQoLDA0ODw';
    const to = async (cookie: string) => (await opened(path, { cookie })).headers.get('location');
    expect(await to(`yjt=${officer}`)).toBe('/#card=AAECAwQFBgcICQoLDA0ODw');
    expect(await to(`yjt_r=${responder}`)).toBe('/r#card=AAECAwQFBgcICQoLDA0ODw');
    expect(await to('yjt=made-up')).toBeNull();
  });
});

describe('at the door', () => {
  const raise = (resident: string) => console_.raise(officer, { id: `card-${Math.random()}`, kind: 'sos', resident });
  const arrive = async (incident: string, code: string) => {
    const { leg, as } = await until(async () => {
      const { legs } = await json<{ legs: { id: string; responder: { id: string } }[] }>(
        console_.ask(`/api/v1/incidents/${incident}`, { as: officer }),
      );
      const [first] = legs;
      if (!first) throw new Error('nobody was asked yet');
      return { leg: first.id, as: await console_.token('responder', { responder: first.responder.id }) };
    });
    const body = { id: `r-${Math.random()}`, incident, leg, reply: 'on_scene', check: { by: 'card', code } };
    expect((await console_.ask('/api/v1/my/replies', { as, body })).status).toBe(200);
  };
  const checks = async (incident: string) => {
    const { events } = await json<{ events: (IncidentEvent & { check?: string })[] }>(
      console_.ask(`/api/v1/incidents/${incident}/events`, { as: officer }),
    );
    expect(JSON.stringify(events)).not.toMatch(/[A-Za-z0-9_-]{21}[AQgw]"/);
    return events.flatMap((one) => (one.type === 'leg_on_scene' ? [(one as { check?: string }).check] : []));
  };

  it('the token and the number of whoever lives there prove it; another resident’s does not', async () => {
    const [mine, others] = await make('res-001', 'res-030');
    if (!mine || !others) throw new Error('no cards were made');
    const id = await raise('res-001');
    await arrive(id, token(others));
    await until(async () => expect(await checks(id)).toEqual(['wrong']));
    await arrive(id, token(mine));
    await until(async () => expect(await checks(id)).toEqual(['wrong', 'card']));
    await arrive(id, mine.number);
    await until(async () => expect((await checks(id)).at(-1)).toBe('card'));
  });

  it('a card that was lost is wrong within a second, and the new one is right', async () => {
    const [lost] = await make('res-040');
    if (!lost) throw new Error('no card was made');
    const id = await raise('res-040');
    expect((await lose('res-040')).status).toBe(204);
    await new Promise((next) => setTimeout(next, 1_000)); // the promise
    await arrive(id, token(lost));
    await until(async () => expect(await checks(id)).toEqual(['wrong']));
    const [next] = await make('res-040');
    await until(async () => expect(await search(next?.number ?? '')).toEqual(['res-040']));
    await arrive(id, next?.number ?? '');
    await until(async () => expect((await checks(id)).at(-1)).toBe('card'));
  });
});
