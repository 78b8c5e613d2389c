// Rows that nobody can work out, put into the store by an earlier program or by hand: the whole system starts with them, says so
// and sends people without them, so that they can be mended.
import { expect, it } from 'vitest';
import type { DoctorAnswer } from '../../contracts/system/views.ts';
import { connect } from '../../store/connection.ts';
import { directoryKeys } from '../../store/keys.ts';
import { ofThisFile } from '../lives.ts';
import { System, until } from '../system.ts';

const system = await ofThisFile(System.start());

it('a zone that is none, a shift of every minute and a leave until 31 June: after a restart a press is decided, and doctor names them', async () => {
  const redis = connect(system.store);
  const key = directoryKeys.documents('hongmenjie');
  const stored = JSON.parse((await redis.hget(key, 'district/hongmenjie')) ?? '');
  stored.document.timeZone = 'China Standard Time';
  const wang = { id: 'bad', responder: 'wang-g1', start: '2026-01-01T08:00' };
  const shift = { ...wang, end: '2026-01-01T09:00', repeats: 'FREQ=MINUTELY' };
  const leave = { ...wang, end: '2026-06-31T00:00' };
  await redis.hset(key, {
    'district/hongmenjie': JSON.stringify(stored),
    'shifts/bad': JSON.stringify({ version: 1, document: shift }),
    'leaves/bad': JSON.stringify({ version: 1, document: leave }),
  });
  redis.disconnect();
  await system.interrupt();
  await system.resume();
  await system.api('/api/v1/presses', { device: 'btn-001', kind: 'sos' });
  await until(async () => expect((await system.incidents())[0]?.legs.length).toBeGreaterThan(0));
  const { checks } = await system.api<DoctorAnswer>('/api/v1/doctor');
  expect(checks.find(({ check }) => check === 'registry_unsound')?.says).toContain('3 条');
}, 120_000);
