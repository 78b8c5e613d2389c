// An earthquake: 12,000 homes, each button connected, all press within ten seconds. How long until each is acknowledged, until
// every incident's offer has been received (as part of a group), how often anybody is called, and a check of its own that
// nothing was dropped. `npm run bench:surge`, or with other figures: `npm run bench:surge -- 3000 5`.
import { cpus } from 'node:os';
import type { Incident } from '../contracts/incident/state.ts';
import { connect } from '../store/connection.ts';
import { issueCredentials } from '../store/directory.ts';
import { shardKeys } from '../store/keys.ts';
import { readOpen } from '../store/log.ts';
import { openRegistry } from '../store/registry.ts';
import { sampleBundle } from '../test/sample.ts';
import { System } from '../test/system.ts';
import { CrowdButton } from './crowd.ts';
import { filled, openPhone } from './presses.ts';
import { megabytesOf } from './processes.ts';
import type { RawClient } from './socket.ts';

const homes = Number(process.argv[2] ?? 12_000);
const withinMs = Number(process.argv[3] ?? 10) * 1000;
/** One in so many asks for a service: less urgent, to be offered after those who may die. */
const serviceEvery = 5;
const connectedAtOnce = 200;
/** Somebody reads a group's message before they say that they go. */
const answerAfterMs = 3_000;

/** How somebody's telephone is used meanwhile. `offered`: of which groups. */
type Phone = { id: string; messages: number; rings: number; groups: Set<string>; client: RawClient };

console.log(`Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`);
const system = await System.start(['--no-sim'], { YJT_LOG_LEVEL: 'warn' });
const redis = connect(system.store);
const subscriber = connect(system.store, { blocking: true });
const buttons: CrowdButton[] = [];
const phones: Phone[] = [];
try {
  await bench();
} finally {
  for (const button of buttons) button.close();
  for (const { client } of phones) client.close();
  redis.disconnect();
  subscriber.disconnect();
  await system.stop();
}

async function bench(): Promise<void> {
  await system.api('/api/v1/import', filled(sampleBundle(), homes));
  const registry = await openRegistry(redis, subscriber, (error) => console.error(error));
  const district = registry.defaultDistrict();
  if (!district) throw new Error('nothing was imported');
  const { shard, bundle } = district;
  await connectPhones(bundle.responders.map(({ id }) => id));
  const began = performance.now();
  await connectButtons(bundle.devices.map(({ id }) => id));
  console.log(`${buttons.length} buttons connected in ${seconds(performance.now() - began)}`);

  const pressedAt = performance.now();
  await pressAll();
  await until(() => buttons.every(({ acknowledgedAt }) => acknowledgedAt !== undefined), 60);
  say(
    'press → acknowledged',
    buttons.map(({ sentAt = 0, acknowledgedAt = 0 }) => acknowledgedAt - sentAt),
  );
  await until(async () => (await redis.hlen(shardKeys(shard).states)) >= homes, 300);
  console.log(`all incidents opened ${seconds(performance.now() - pressedAt)} after the first press`);
  await until(async () => (await redis.xlen(shardKeys(shard).intake)) === 0, 300);
  console.log(`nothing left to decide ${seconds(performance.now() - pressedAt)} after the first press`);
  await until(async () => (await readOpen(redis, shard)).filter(isUrgent).every(isReceived), 300);
  console.log(`every P1 offered and received ${seconds(performance.now() - pressedAt)} after the first press`);
  await until(async () => (await readOpen(redis, shard)).every(isReceived), 300);
  console.log(`every incident offered and received ${seconds(performance.now() - pressedAt)} after the first press`);
  check(await readOpen(redis, shard));
  const counts = phones.map(({ messages }) => messages).sort((a, b) => b - a);
  const busiest = phones.find(({ messages }) => messages === counts[0]);
  console.log(
    `messages a responder: at most ${counts[0]} (${busiest?.id}, ${busiest?.groups.size} groups), median ${counts[Math.floor(counts.length / 2)]}`,
  );
  for (const [name, megabytes] of megabytesOf(system)) console.log(`${name}: ${megabytes} MB`);
  registry.stop();
}

async function connectPhones(ids: readonly string[]): Promise<void> {
  const people = ids.map((id) => ({ kind: 'responder' as const, id, district: 'hongmenjie', simulated: true }));
  for (const [id, password] of await issueCredentials(redis, people)) {
    const phone = { id, messages: 0, rings: 0, groups: new Set<string>() };
    const login = { username: id, password };
    const client = await openPhone({ port: system.mqttPort, login }, ({ message, say }) => {
      phone.messages++;
      if (message.group) phone.groups.add(message.group.id);
      void say('receipt');
      if (message.kind === 'offer') setTimeout(() => void say('accept'), answerAfterMs);
    });
    phones.push(Object.assign(phone, { client }));
  }
}

async function connectButtons(ids: readonly string[]): Promise<void> {
  const logins = ids.map((id) => ({ kind: 'device' as const, id, district: 'hongmenjie', simulated: false }));
  const passwords = [...(await issueCredentials(redis, logins))];
  for (let i = 0; i < passwords.length; i += connectedAtOnce) {
    const some = passwords.slice(i, i + connectedAtOnce);
    buttons.push(
      ...(await Promise.all(some.map(([id, secret], n) => CrowdButton.open(system.mqttPort, id, secret, i + n)))),
    );
  }
}

/** Evenly over the time, as far as this process gets to it. */
function pressAll(): Promise<void> {
  const began = performance.now();
  let next = 0;
  return new Promise((done) => {
    const turn = (): void => {
      const due = Math.min(buttons.length, Math.ceil(((performance.now() - began) / withinMs) * buttons.length));
      for (; next < due; next++) buttons[next]?.press(next % serviceEvery === 0 ? 'service' : 'sos');
      if (next < buttons.length) setTimeout(turn, 5);
      else done();
    };
    turn();
  });
}

function isUrgent({ priority }: Incident): boolean {
  return priority === 1;
}

function isReceived({ legs }: Incident): boolean {
  return legs.some(({ receipted }) => receipted > 0);
}

/** Everything that was acknowledged is in exactly one incident, and whoever may die was offered first. */
function check(incidents: readonly Incident[]): void {
  const found = new Map<string, number>();
  for (const { presses } of incidents) for (const { id } of presses) found.set(id, (found.get(id) ?? 0) + 1);
  const acknowledged = buttons.filter(({ acknowledgedAt }) => acknowledgedAt !== undefined);
  const lost = acknowledged.filter(({ id }) => !found.has(`surge-${id}`)).length;
  const doubled = [...found.values()].filter((times) => times > 1).length;
  const offers = (wanted: boolean): number[] =>
    incidents.filter((one) => one.surge && isUrgent(one) === wanted).map(({ legs }) => legs[0]?.offeredAt ?? 0);
  const [lastUrgent, firstOther] = [Math.max(...offers(true)), Math.min(...offers(false))];
  console.log(`acknowledged ${acknowledged.length}, in incidents ${found.size}, lost ${lost}, doubled ${doubled}`);
  console.log(
    `P1 first: the last P1 was offered ${seconds(firstOther - lastUrgent)} before the first less urgent one: ${lastUrgent < firstOther}`,
  );
}

async function until(condition: () => boolean | Promise<boolean>, giveUpSeconds: number): Promise<void> {
  const end = performance.now() + giveUpSeconds * 1000;
  while (!(await condition())) {
    if (performance.now() > end) throw new Error(`not within ${giveUpSeconds} s: ${condition}`);
    await new Promise((done) => setTimeout(done, 100));
  }
}

function say(what: string, ms: readonly number[]): void {
  const sorted = [...ms].sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(0);
  console.log(`${what}: p50 ${at(0.5)}, p99 ${at(0.99)}, max ${at(1)} ms (n = ${ms.length})`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
