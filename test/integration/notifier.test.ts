// People reached outside of our app, in the whole system: a gateway that takes, hangs and is away; its receipts; alarms;
// the heartbeat; and the recorder that stands in where there is no gateway.
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Redis } from 'ioredis';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { at } from '../../contracts/ids.ts';
import type { IncidentView } from '../../contracts/incident/views.ts';
import type { Policy } from '../../contracts/office/policy.ts';
import type { TokenAnswer } from '../../contracts/session/session.ts';
import type { GatewayDispatch, GatewayReply } from '../../contracts/system/gateway.ts';
import type { DoctorAnswer, OutboxAnswer, Proof } from '../../contracts/system/views.ts';
import { sign } from '../../signing/signature.ts';
import { raiseAlarm } from '../../store/alarms.ts';
import { connect } from '../../store/connection.ts';
import { FakeGateway } from '../fakeGateway.ts';
import { System, until } from '../system.ts';
import { yjtJson } from '../yjt.ts';

const secret = 'a secret that only the gateway knows';
const pressFor = (system: System, resident: string) => system.api('/api/v1/presses', { resident });
const command = (system: System, id: string, body: object): Promise<unknown> =>
  system.api(`/api/v1/incidents/${id}/commands`, { id: `c-${Math.random().toString(36).slice(2)}`, ...body });
const doctor = async (system: System, check: string) =>
  (await system.api<DoctorAnswer>('/api/v1/doctor')).checks.find((one) => one.check === check);

/** The sample community, where whoever comes is asked through the gateway too, and the health desk is not. */
function communityThroughGateway(): string {
  const folder = join(mkdtempSync(join(tmpdir(), 'yjt-')), 'community');
  cpSync(resolve(import.meta.dirname, '../../community/hongmenjie'), folder, { recursive: true });
  const path = join(folder, 'policy.json');
  const policy = JSON.parse(readFileSync(path, 'utf8')) as Policy;
  for (const { track, tiers } of policy.plans)
    for (const tier of tiers) tier.channels = track === 'grid' ? ['app', 'webhook'] : ['app'];
  writeFileSync(path, JSON.stringify(policy));
  return folder;
}

describe('with a gateway', () => {
  let system: System;
  let gateway: FakeGateway;
  let monitor: FakeGateway;
  let redis: Redis;
  const community = communityThroughGateway();

  beforeAll(async () => {
    [gateway, monitor] = [await FakeGateway.start(), await FakeGateway.start()];
    monitor.manner = () => ({ status: 200 });
    system = await System.start(['--no-sim'], {
      YJT_COMMUNITY: community,
      YJT_WEBHOOK_URL: gateway.url,
      YJT_WEBHOOK_SECRET: secret,
      YJT_HEARTBEAT_URL: monitor.url,
      YJT_HEARTBEAT_EVERY_SECONDS: '5',
    });
    redis = connect(system.store);
    redis.on('error', () => undefined);
  }, 90_000);
  afterAll(async () => {
    redis.disconnect();
    await system.stop();
    await gateway.goAway();
    await monitor.goAway();
    rmSync(resolve(community, '..'), { recursive: true, force: true });
  }, 30_000);

  beforeEach(() => {
    gateway.arrived.length = 0;
  });

  const dispatches = (kind: GatewayDispatch['kind'], responder: string): GatewayDispatch[] =>
    gateway.messages.filter(
      (one): one is GatewayDispatch => one.kind === kind && one.recipient.responder === responder,
    );
  const arrives = (kind: GatewayDispatch['kind'], responder: string): Promise<GatewayDispatch> =>
    until(() => dispatches(kind, responder).at(-1) ?? never(`no ${kind} for ${responder}`));
  /** As a gateway answers later. */
  async function answer(reply: GatewayReply, how: { secret?: string; ageSeconds?: number } = {}) {
    const body = JSON.stringify(reply);
    const sentAt = Math.floor(Date.now() / 1000) - (how.ageSeconds ?? 0);
    const response = await fetch(`http://127.0.0.1:${system.port}/api/v1/receipts`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-yjt-signature': sign(body, how.secret ?? secret, sentAt) },
      body,
    });
    return { status: response.status, ...((await response.json()) as { outcome?: string; error?: string }) };
  }
  const legOf = async (responder: string): Promise<IncidentView['legs'][number]> =>
    (await system.incidents('all')).flatMap(({ legs }) => legs).find((leg) => leg.responder.id === responder) ??
    never(`no leg of ${responder}`);

  it('asks through it, takes the receipt and the yes, and stands down through it', async () => {
    await pressFor(system, 'res-001');
    const offer = await arrives('offer', 'wang-g1');
    expect(offer).toMatchObject({ v: 1, priority: 1, call: 'sos', demo: true, channel: 'webhook' });
    expect(offer.recipient.phone).toMatch(/^[0-9 ]+$/);
    expect(offer.text.zh).toContain(`${offer.number}号警情`);

    const reply = { delivery: offer.delivery, responder: 'wang-g1' };
    expect(await answer({ ...reply, reply: 'receipt' })).toMatchObject({ status: 200, outcome: 'applied' });
    await until(async () => expect((await legOf('wang-g1')).state).toBe('received'));
    expect(await answer({ ...reply, reply: 'receipt' }), 'a repeat is harmless').toMatchObject({ outcome: 'applied' });
    expect(await answer({ ...reply, reply: 'accept' })).toMatchObject({ status: 200, outcome: 'applied' });
    await until(async () => expect((await legOf('wang-g1')).state).toBe('accepted'));
    const { events } = await system.api<{ events: { type: string; leg?: string }[] }>(
      `/api/v1/incidents/${offer.incident}/events`,
    );
    expect(events.filter(({ type, leg }) => type === 'leg_received' && leg === offer.leg)).toHaveLength(1);

    await command(system, offer.incident, { command: 'close', disposition: 'helped' });
    const standDown = await arrives('stand_down', 'wang-g1');
    expect(standDown.revision).toBeGreaterThan(offer.revision);
    await answer({ delivery: standDown.delivery, responder: 'wang-g1', reply: 'receipt' });
    await until(async () => expect((await legOf('wang-g1')).told).toBe(true));
    await until(async () => {
      const { hops } = await system.api<Proof>(`/api/v1/incidents/${offer.incident}/proof`);
      const sent = hops.filter(({ hop, channel, leg }) => hop === 'sent' && channel === 'webhook' && leg === offer.leg);
      expect(sent, 'the proof of the press: offer and stand-down').toHaveLength(2);
    });
  }, 60_000);

  it('takes a receipt that the gateway gives at once', async () => {
    gateway.manner = () => ({ status: 200, body: '{"receipt":true}' });
    await pressFor(system, 'res-080');
    const open = async () => (await system.incidents()).flatMap(({ legs }) => legs);
    await until(async () => {
      const grid = (await open()).filter(({ track }) => track === 'grid');
      expect(grid.map(({ state, told }) => [state, told])).toContainEqual(['received', true]);
    });
    gateway.manner = () => ({ status: 202 });
    await system.clear();
  }, 60_000);

  it('lets nobody answer without the secret, too late, or for a leg that was not told through it', async () => {
    await pressFor(system, 'res-001');
    const offer = await arrives('offer', 'wang-g1');
    const accept = { delivery: offer.delivery, responder: 'wang-g1', reply: 'accept' as const };
    expect(await answer(accept, { secret: 'somebody else' })).toMatchObject({ status: 401, error: 'bad_signature' });
    expect(await answer(accept, { ageSeconds: 3_600 })).toMatchObject({ status: 401, error: 'bad_signature' });
    expect(await answer({ ...accept, delivery: '01JZZZZZZZ-0-s00/L1/1' })).toMatchObject({ status: 404 });
    expect(await answer({ ...accept, responder: 'li-g2' })).toMatchObject({ outcome: 'refused', code: 'not_your_leg' });
    const health =
      (await system.incidents())[0]?.legs.find(({ track }) => track === 'health') ?? never('no health leg');
    const delivery = `${offer.incident}/${health.id}/1`;
    expect(await answer({ delivery, responder: health.responder.id, reply: 'accept' })).toMatchObject({
      status: 409,
      error: 'not_through_you',
    });
    expect(await answer({ ...accept, reply: 'drink tea' as never })).toMatchObject({ status: 400 });
    await system.clear();
  }, 60_000);

  it('sends what could not be sent once the gateway and a killed notifier are back, and nothing after its receipt', async () => {
    await gateway.goAway();
    await pressFor(system, 'res-120');
    const incident = await until(async () => (await system.incidents())[0] ?? never('no incident'));
    const leg = incident.legs.find(({ track }) => track === 'grid') ?? never('no leg');
    await until(async () => expect((await doctor(system, 'channel/webhook'))?.state).toBe('failed'));
    system.kill('notifier/main.js');
    await gateway.comeBack();
    const offer = await arrives('offer', leg.responder.id);
    expect(offer.incident).toBe(incident.id);
    await answer({ delivery: offer.delivery, responder: leg.responder.id, reply: 'receipt' });
    await until(async () => expect((await legOf(leg.responder.id)).state).toBe('received'));
    system.kill('notifier/main.js');
    await pressFor(system, 'res-001'); // the next one arrives: the notifier has looked at everything
    await arrives('offer', 'wang-g1');
    expect(gateway.deliveries().filter((delivery) => delivery === offer.delivery)).toHaveLength(1);
    await until(async () => expect((await doctor(system, 'channel/webhook'))?.state).toBe('ok'));
    await system.clear();
  }, 90_000);

  it('hears of alarms, and the heartbeat is taken', async () => {
    await raiseAlarm(redis, { code: 'disk_low', subject: '', since: at(Date.now()), figures: { usedPercent: 91 } });
    await until(() =>
      expect(gateway.messages.findLast(({ kind }) => kind === 'alarm')).toMatchObject({
        code: 'disk_low',
        change: 'raised',
        text: { zh: expect.stringContaining('91%') as string },
      }),
    );
    await until(() => expect(monitor.arrived.length).toBeGreaterThan(0));
    expect(await doctor(system, 'heartbeat')).toMatchObject({ state: 'ok' });
  }, 60_000);
});

describe('without a gateway', () => {
  let system: System;
  beforeAll(async () => {
    system = await System.start();
  }, 90_000);
  afterAll(() => system.stop(), 30_000);

  it('what would have been sent is recorded and shown to administrators alone, and the doctor says so', async () => {
    await pressFor(system, 'res-001');
    const incident = await until(async () => (await system.incidents())[0] ?? never('no incident'));
    await command(system, incident.id, { command: 'assign', responder: 'community-officer' });
    const shown = await until(async () => {
      const { messages } = await yjtJson<OutboxAnswer>(system, 'outbox');
      const found = messages.find(
        ({ message }) => message.kind === 'offer' && message.recipient.responder === 'community-officer',
      );
      return found ?? never('not recorded');
    });
    expect(shown.message).toMatchObject({ channel: 'webhook', incident: incident.id });
    const leg = (await system.incidents())[0]?.legs.find(({ responder }) => responder.id === 'community-officer');
    expect(leg, 'nobody was reached').toMatchObject({ state: 'offered', told: false });
    expect(await doctor(system, 'channel/webhook')).toMatchObject({ state: 'warning' });

    const { token } = await system.api<TokenAnswer>('/api/v1/tokens', { role: 'officer' });
    const refused = await fetch(`http://127.0.0.1:${system.port}/api/v1/outbox`, {
      headers: { authorization: `Bearer ${token}` },
    });
    expect(refused.status).toBe(403);
    const unknown = await fetch(`http://127.0.0.1:${system.port}/api/v1/receipts`, { method: 'POST', body: '{}' });
    expect(unknown.status, 'no gateway, no receipts').toBe(404);
  }, 60_000);
});

function never(says: string): never {
  throw new Error(says);
}
