// The duty phone goes from hand to hand: it is somebody's once they have said on their own phone that they have it, and everybody sees whose it is.
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { DutyPhone, MyDutyPhone } from '../../contracts/office/dutyPhone.ts';
import { readAudit } from '../../store/audit.ts';
import { phoneAnsweredWithinMs, readDutyPhone } from '../../store/dutyPhone.ts';
import { TestConsole } from '../console.ts';

let console_: TestConsole;
let office: string;
const phones = new Map<string, string>();
beforeAll(async () => {
  console_ = await TestConsole.start();
  office = await console_.token('community');
  for (const responder of ['wang-g1', 'li-g2', 'patrol-1'])
    phones.set(responder, await console_.token('responder', { responder, name: responder }));
}, 60_000);
afterAll(() => console_.stop(), 30_000);

type Told<T> = { status: number; body: T & { error?: string; field?: string } };
async function ask<T>(as: string, path: string, body?: object): Promise<Told<T>> {
  const answer = await console_.ask(`/api/v1/${path}`, { as, ...(body && { body }) });
  return { status: answer.status, body: (await answer.json()) as Told<T>['body'] };
}
const ofOffice = (path = '', body?: object) => ask<DutyPhone>(office, `office/duty-phone${path}`, body);
const of = (who: string, path = '', body?: object) =>
  ask<MyDutyPhone>(phones.get(who) ?? '', `my/duty-phone${path}`, body);
const says = (who: string, id: string, answer: string) => of(who, `/${id}/answer`, { answer });

it('nobody has it at first; the office hands it out, and it is theirs with their own yes, once', async () => {
  expect((await ofOffice()).body).toEqual({ moves: [] });
  const handed = await ofOffice('', { id: 'phone-one', to: 'wang-g1' });
  expect(handed).toMatchObject({ status: 200, body: { offer: { to: { name: '王协管员' } } } });
  expect(handed.body.holder).toBeUndefined();
  expect((await ofOffice('', { id: 'phone-one', to: 'wang-g1' })).status).toBe(200); // sent again after a tunnel
  expect((await ofOffice('', { id: 'phone-two', to: 'li-g2' })).body.error).toBe('phone_offered');
  expect((await says('li-g2', 'phone-one', 'take')).status).toBe(404);
  expect((await of('wang-g1')).body).toMatchObject({ me: 'wang-g1', offer: { id: 'phone-one' } });
  const both = await Promise.all([says('wang-g1', 'phone-one', 'take'), says('wang-g1', 'phone-one', 'take')]);
  expect(both.map(({ status, body }) => [status, body.holder?.id])).toEqual([
    [200, 'wang-g1'],
    [200, 'wang-g1'],
  ]);
  expect((await ofOffice()).body.moves).toMatchObject([{ id: 'phone-one', end: 'taken', to: { id: 'wang-g1' } }]);
});

it('only whoever has it hands it on, and it stays theirs when the other has not got it', async () => {
  expect((await of('li-g2', '', { id: 'phone-steal', to: 'li-g2' })).body.error).toBe('phone_not_yours');
  expect((await of('wang-g1', '', { id: 'phone-self', to: 'wang-g1' })).body.error).toBe('phone_has_it');
  expect((await of('wang-g1', '', { id: 'phone-nobody', to: 'nobody' })).status).toBe(404);
  expect((await of('wang-g1', '', { id: 'phone-night', to: 'li-g2' })).body.offer?.from?.id).toBe('wang-g1');
  expect((await says('li-g2', 'phone-night', 'refuse')).body.holder?.id).toBe('wang-g1');
  expect((await says('li-g2', 'phone-night', 'take')).body.error).toBe('phone_over');
  expect((await of('wang-g1', '', { id: 'phone-back', to: 'li-g2' })).status).toBe(200);
  expect((await says('wang-g1', 'phone-back', 'withdraw')).body.offer).toBeUndefined();
  expect((await says('li-g2', 'phone-back', 'take')).body.error).toBe('phone_over');
  await of('wang-g1', '', { id: 'phone-dawn', to: 'li-g2' });
  expect((await says('li-g2', 'phone-dawn', 'take')).body).toMatchObject({ holder: { id: 'li-g2' }, moves: [] });
  expect((await of('patrol-1')).body).toMatchObject({ holder: { name: '李协管员' }, colleagues: [] });
});

it('an offer that nobody answers is over after twelve hours; the office takes one back before', async () => {
  await ofOffice('', { id: 'phone-late', to: 'patrol-1' });
  const later = console_.clock.now() + phoneAnsweredWithinMs;
  const { phone } = await readDutyPhone(console_.redis, 'hongmenjie', later);
  expect(phone).toMatchObject({
    holder: { id: 'li-g2' },
    moves: [{ id: 'phone-late', end: 'expired' }, {}, {}, {}, {}],
  });
  expect(phone.offer).toBeUndefined();
  expect((await ofOffice('/phone-late/withdraw', {})).body.moves[0]).toMatchObject({ end: 'withdrawn' });
  expect((await ofOffice('/phone-late/withdraw', {})).status).toBe(200);
  expect((await ofOffice('/phone-none/withdraw', {})).status).toBe(404);
});

it('who handed it to whom, and who said yes, stands in the audit once each', async () => {
  const handed = await readAudit(console_.redis, console_.district, { limit: 50, action: 'phone_handed' });
  const answered = await readAudit(console_.redis, console_.district, { limit: 50, action: 'phone_answered' });
  expect(handed.map(({ about }) => about)).toEqual(['patrol-1', 'li-g2', 'li-g2', 'li-g2', 'wang-g1']);
  expect(answered.map(({ why }) => why)).toEqual(['withdrawn', 'taken', 'withdrawn', 'refused', 'taken']);
});
