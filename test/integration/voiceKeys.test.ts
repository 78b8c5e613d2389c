// A key pressed on a telephone, in the whole system: an offer by voice, the provider's report of it, and the yes that everybody sees.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentView } from '../../contracts/incident/views.ts';
import type { Policy } from '../../contracts/office/policy.ts';
import { connect } from '../../store/connection.ts';
import { keepCorrelation } from '../../store/correlations.ts';
import { System, until } from '../system.ts';

const secret = 'the-secret-part-of-an-address';

/** The sample community, where whoever comes is rung too. */
function communityByVoice(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'yjt-')), 'community');
  cpSync(resolve(import.meta.dirname, '../../community/hongmenjie'), folder, { recursive: true });
  const path = join(folder, 'policy.json');
  const policy = JSON.parse(readFileSync(path, 'utf8')) as Policy;
  policy.channels = [...new Set([...policy.channels, 'voice' as const])];
  for (const { track, tiers } of policy.plans)
    for (const tier of tiers) tier.channels = track === 'grid' ? ['app', 'voice'] : ['app'];
  writeFileSync(path, JSON.stringify(policy));
  return folder;
}

describe('a telephone that was rung', () => {
  let system: System;
  let redis: Redis;
  const community = communityByVoice();
  beforeAll(async () => {
    system = await System.start(['--no-sim'], { YJT_COMMUNITY: community, YJT_RECEIPTS_SECRET: secret });
    redis = connect(system.store);
    redis.on('error', () => undefined);
  }, 90_000);
  afterAll(async () => {
    redis.disconnect();
    await system.stop();
    rmSync(resolve(community, '..'), { recursive: true, force: true });
  }, 30_000);

  const report = async (id: string, dtmf: string) => {
    const response = await fetch(
      `http://127.0.0.1:${system.port}/api/v1/receipts/aliyun/${encodeURIComponent(secret)}`,
      {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify([{ out_id: id, call_id: 'c', status_code: '200000', dtmf }]),
      },
    );
    return response.status;
  };

  it('says yes with the key 1, of the leg that it was rung for and of no other', async () => {
    await system.api('/api/v1/presses', { resident: 'res-001' });
    const found = await until(async () => {
      const incident = (await system.incidents())[0];
      const leg = incident?.legs.find(({ track }) => track === 'grid');
      if (!incident || !leg) throw new Error('nobody is asked yet');
      return { incident, leg };
    });
    const about = {
      delivery: `${found.incident.id}/${found.leg.id}/1`,
      responder: found.leg.responder.id,
      channel: 'voice' as const,
      gateway: 'aliyun_voice',
      kind: 'offer' as const,
      keys: true as const,
    };
    const health = found.incident.legs.find(({ track }) => track === 'health');
    await keepCorrelation(redis, 'y1', about);
    await keepCorrelation(redis, 'y2', { ...about, delivery: `${found.incident.id}/${health?.id}/1` });
    const stateOf = async (leg: IncidentView['legs'][number]) =>
      (await system.incidents())[0]?.legs.find(({ id }) => id === leg.id)?.state;

    expect(await report('y2', '1'), 'of a leg that no telephone was rung for').toBe(200);
    expect(await report('y1', '2')).toBe(200);
    await until(async () => expect(await stateOf(found.leg)).toBe('received'));
    expect(await report('y1', '1')).toBe(200);
    await until(async () => expect(await stateOf(found.leg)).toBe('accepted'));
    if (health) expect(await stateOf(health)).not.toBe('accepted');
  }, 60_000);
});
