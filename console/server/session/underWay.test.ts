import { expect, it } from 'vitest';
import { UnderWay } from './underWay.ts';

/** Enters, and says when it is in. */
function enter(underWay: UnderWay, session: string) {
  const one = { isIn: false, leave: (): void => undefined };
  const entered = underWay
    .enter(session, (leave) => {
      one.leave = leave;
    })
    .then(() => {
      one.isIn = true;
    });
  return Object.assign(one, { entered });
}
const settled = () => new Promise<void>((done) => setImmediate(done));
const many = <T>(n: number, make: () => T): T[] => Array.from({ length: n }, make);

it('six of a session are under way, the others wait their turn; another session waits for none of them', async () => {
  const underWay = new UnderWay();
  const all = many(20, () => enter(underWay, 'one'));
  const other = enter(underWay, 'another');
  await settled();
  expect(all.filter(({ isIn }) => isIn)).toEqual(all.slice(0, 6));
  expect(other.isIn).toBe(true);
  for (const one of all.slice(0, 6)) one.leave();
  await settled();
  expect(all.filter(({ isIn }) => isIn)).toEqual(all.slice(0, 12));
});

it('whoever gives up while waiting keeps no place, and leaves once', async () => {
  const underWay = new UnderWay();
  const all = many(9, () => enter(underWay, 'one'));
  await settled();
  for (const one of all.slice(6)) one.leave();
  for (const one of all.slice(0, 6)) {
    one.leave();
    one.leave();
  }
  await settled();
  const next = many(7, () => enter(underWay, 'one'));
  await settled();
  expect(next.filter(({ isIn }) => isIn)).toHaveLength(6);
});

it('very many of one session are refused', async () => {
  const underWay = new UnderWay();
  const all = many(206, () => enter(underWay, 'one'));
  await expect(underWay.enter('one', () => undefined)).rejects.toMatchObject({ code: 'too_fast' });
  for (const one of all) one.leave();
});
