// A home's Home Assistant is shown the buttons that its source names, on its own connection alone, and nothing of a person.
import { connect, type MqttClient } from 'mqtt';
import { afterEach, expect, it } from 'vitest';
import type { Source } from '../../contracts/office/source.ts';
import { sourceLogin } from '../../contracts/office/source.ts';
import { issueCredential } from '../../store/directory.ts';
import { shardKeys } from '../../store/keys.ts';
import { putLatest } from '../../store/latest.ts';
import { putDocument, writeDistrict } from '../../store/writeDistrict.ts';
import { brokerOn } from '../broker.ts';
import { ofThisFile } from '../lives.ts';
import { TestRedis } from '../redis.ts';
import { oneHome } from '../sample.ts';
import { until } from '../system.ts';

const device = { kind: 'button', home: 'home-1' } as const;
const bundle = oneHome('d', { devices: ['btn-1', 'btn-2'].map((id) => ({ ...device, id })) });
const server = await ofThisFile(TestRedis.start());
const redis = server.open();
const shard = await writeDistrict(redis, bundle);
const registry = await server.registry(redis);
const { port } = await ofThisFile(brokerOn(server, registry));
const clients: MqttClient[] = [];
afterEach(async () => {
  for (const one of clients.splice(0)) await one.endAsync(true);
});

let version = 0;
async function source(id: string, more: Partial<Source> = {}, expected = 0): Promise<void> {
  const document = { id, name: '家里', family: 'homeAssistant', door: 'broker', ...more } as const;
  await putDocument(redis, { district: 'd', kind: 'sources', expected }, document);
  version = expected + 1;
  await until(() => expect(registry.district('d')?.sources.get(id)?.shows).toEqual(more.shows));
}

/** Connects, listens, and keeps what it hears: the last payload of each topic. */
async function listening(id: string, filters: string[]): Promise<Map<string, string>> {
  const username = sourceLogin(id);
  const password = await issueCredential(redis, { kind: 'source', id: username, district: 'd', simulated: false });
  const client = connect(`mqtt://127.0.0.1:${port}`, { username, password, reconnectPeriod: 0 });
  clients.push(client);
  const heard = new Map<string, string>();
  client.on('message', (topic, payload) => heard.set(topic, payload.toString()));
  await until(() => expect(client.connected).toBe(true));
  for (const filter of filters) await client.subscribeAsync(filter, { qos: 1 });
  return heard;
}
const usual = ['homeassistant/+/+/+/config', 'yijiantong/#'];
const stateOf = (heard: Map<string, string>, id: string): unknown =>
  JSON.parse(heard.get(`yijiantong/${id}/state`) ?? 'null');

it('hears how the buttons of its home stand, and what changes, and of no other', async () => {
  await source('mine', { shows: ['btn-1'] });
  await putLatest(redis, shard, { kind: 'health', id: 'btn-1', value: { battery: 64, heardAt: 1 } }, 60_000);
  await putLatest(redis, shard, { kind: 'presence', id: 'btn-1', value: { connected: true, at: 1 } }, 60_000);
  const heard = await listening('mine', usual);
  await until(() =>
    expect(stateOf(heard, 'btn-1')).toEqual({ battery: 64, battery_low: null, connected: 'ON', call: 'none' }),
  );
  expect([...heard.keys()].filter((topic) => topic.endsWith('/config'))).toHaveLength(4);
  const record = { district: 'd', revision: 3, state: 'coming', who: 'wang', etaSeconds: 240, step: 'coming' };
  await redis.set(shardKeys(shard).deviceState('btn-1'), JSON.stringify(record));
  await until(() => expect(stateOf(heard, 'btn-1')).toMatchObject({ call: 'coming' }));
  const all = [...heard].flat().join('\n');
  for (const secret of ['btn-2', 'wang', '王', '240', 'home-1', 'etaSeconds', 'say']) expect(all).not.toContain(secret);
});

it('is shown nothing unless its source names something', async () => {
  await source('other');
  const [theirs, known] = [await listening('other', usual), await listening('mine', usual)];
  await until(() => expect(stateOf(known, 'btn-1')).not.toBeNull()); // the same rounds tell both
  expect([...theirs]).toEqual([]);
});

it('loses what its source no longer names', async () => {
  const heard = await listening('mine', usual);
  const config = 'homeassistant/sensor/yijiantong_btn-1/call/config';
  await until(() => expect(heard.get(config)).toContain('yijiantong_btn-1'));
  await source('mine', { shows: ['btn-2'] }, 1);
  await until(() => expect(heard.get(config)).toBe(''));
  await until(() => expect(stateOf(heard, 'btn-2')).not.toBeNull());
  expect(version).toBe(2);
});

it('may listen to no topic of ours', async () => {
  const heard = await listening('mine', []);
  const [client] = clients;
  for (const filter of ['yjt/v1/d/btn-2/state', 'yjt/#', '#', '+/+/state'])
    await expect(client?.subscribeAsync(filter, { qos: 1 })).rejects.toThrow();
  expect([...heard]).toEqual([]);
});

it('a button may not publish where a home is told', async () => {
  const password = await issueCredential(redis, { kind: 'device', id: 'btn-1', district: 'd', simulated: false });
  const client = connect(`mqtt://127.0.0.1:${port}`, { username: 'btn-1', password, reconnectPeriod: 0 });
  clients.push(client);
  client.on('error', () => undefined); // being thrown out is what is tested
  await until(() => expect(client.connected).toBe(true));
  client.publish('yijiantong/btn-2/state', '{"call":"none"}', { qos: 1 });
  await until(() => expect(client.connected).toBe(false));
});
