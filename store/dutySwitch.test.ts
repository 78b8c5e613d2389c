import { beforeEach, describe, expect, it } from 'vitest';
import { at, type EpochMs, type ShardId } from '../contracts/ids.ts';
import type { DutyInput } from '../contracts/incident/inputs.ts';
import type { Responder } from '../contracts/office/community.ts';
import { defined } from '../contracts/shapes.ts';
import { secondIn } from '../contracts/wallClock.ts';
import { ofThisFile } from '../test/lives.ts';
import { TestRedis } from '../test/redis.ts';
import { sampleBundle } from '../test/sample.ts';
import { readAudit } from './audit.ts';
import { DistrictRegistry } from './district.ts';
import { switchDuty, type Turned } from './dutySwitch.ts';
import { readDistrict } from './readDistrict.ts';
import { writeDistrict } from './writeDistrict.ts';

let district: DistrictRegistry;
let kept: DutyInput[];
const server = await ofThisFile(TestRedis.start());
beforeEach(async () => {
  const bundle = sampleBundle();
  const redis = server.open();
  await redis.flushall();
  district = new DistrictRegistry(bundle, await writeDistrict(redis, bundle));
  kept = [];
});

const soon = (Math.floor(Date.now() / 60_000) + 60) * 60_000;
const byTheWall = (instant: number): string => new Date(instant + 8 * 3_600_000).toISOString().slice(0, 16);

function turn(order: { onDuty: boolean; until?: string }, who = 'wang-g1', ends?: number): Promise<Turned> {
  return switchDuty(server.open(), district, {
    responder: who,
    order: { id: 'd1', ...order },
    by: { actor: 'officer/周敏', id: 'zhou.min', name: '周敏', role: 'officer' },
    switchEnds: (): EpochMs | undefined => (ends === undefined ? undefined : at(ends)),
    keep: async (input) => void kept.push(input),
  });
}
const wang = async (): Promise<Responder | undefined> =>
  (await readDistrict(server.open(), 'hongmenjie'))?.responders.find(({ id }) => id === 'wang-g1');
const noted = () => readAudit(server.open(), { id: 'hongmenjie', shard: district.shard as ShardId }, { limit: 10 });

describe('a duty switch', () => {
  it.each([
    { what: 'without an end ends with the shift', until: undefined, ends: soon, dutyUntil: soon },
    { what: 'of somebody without shifts has no end', until: undefined, ends: undefined, dutyUntil: undefined },
    { what: 'ends when they say', until: new Date(soon).toISOString(), ends: soon + 1, dutyUntil: soon },
    { what: 'ends when they say, by the wall clock', until: byTheWall(soon), ends: undefined, dutyUntil: soon },
  ])('$what', async ({ until, ends, dutyUntil }) => {
    const turned = await turn({ onDuty: false, ...defined({ until }) }, 'wang-g1', ends);
    expect(await wang()).toMatchObject({ onDuty: false });
    expect((await wang())?.dutyUntil).toBe(dutyUntil);
    expect(turned).toEqual({ ok: true, responder: await wang() });
    const input = { id: 'd1', responder: 'wang-g1', by: 'officer/周敏', onDuty: false };
    expect(kept).toMatchObject([{ kind: 'duty', district: 'hongmenjie', ...input }]);
    const why = dutyUntil === undefined ? 'off' : `off until ${secondIn('Asia/Shanghai', dutyUntil)}`;
    expect(await noted()).toMatchObject([
      { action: 'duty_switched', about: 'wang-g1', by: '周敏', role: 'officer', why },
    ]);
  });

  it.each([
    { what: 'that has ended already', who: 'wang-g1', until: '2001-01-01T00:00:00Z', why: 'until_past' },
    {
      what: 'that ended an hour ago by the wall clock',
      who: 'wang-g1',
      until: byTheWall(soon - 7_200_000),
      why: 'until_past',
    },
    { what: 'whose end nobody can read', who: 'wang-g1', until: 'tonight', why: 'until_unreadable' },
    { what: 'of nobody', who: 'nobody', until: undefined, why: 'unknown_responder' },
  ])('$what is refused, and nothing is done', async ({ who, until, why }) => {
    const before = await wang();
    expect(await turn({ onDuty: false, ...defined({ until }) }, who)).toEqual({ ok: false, why });
    expect(await wang()).toEqual(before);
    expect([kept, await noted()]).toEqual([[], []]);
  });

  it('that is turned again replaces the end it had', async () => {
    await turn({ onDuty: true, until: new Date(soon).toISOString() });
    await turn({ onDuty: true });
    expect((await wang())?.dutyUntil).toBeUndefined();
  });
});
