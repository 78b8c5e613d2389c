// A stolen phone, or a page that has lost its mind: what one person sends is bounded, an answer is never lost, and nobody else waits.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Flooder } from '../../bench/flooder.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import type { Refusal } from '../../contracts/session/refusal.ts';
import { responderTopic } from '../../contracts/topics.ts';
import { shardKeys } from '../../store/keys.ts';
import { System, until } from '../system.ts';
import { Town } from '../town.ts';

const person = 'wang-g1';

describe('a phone that floods', () => {
  let town: Town;
  let phone: Flooder;
  beforeEach(async () => {
    town = await Town.start();
    phone = await Flooder.open(town.mqttPort, await town.login('responder', person));
  });
  afterEach(async () => {
    phone.close();
    await town.stop();
  });
  const intake = async () =>
    (await town.redis.xrange(shardKeys(town.shard).intake, '-', '+')).map(
      ([, fields]) =>
        JSON.parse(fields[1] ?? '') as { kind: string; by?: string; reply: { id: string; reply: string } },
    );
  const reply = (id: string, what: string, more: object = {}): string =>
    JSON.stringify({ id, incident: `0000000000-0-${town.shard}`, leg: 'L1', reply: what, ...more });

  it('with notes: so many are stored, the rest is not acknowledged, and the yes behind them is', async () => {
    await town.rest();
    const messages = [
      ...Array.from({ length: 30 }, (_, n) => reply(`n${n}`, 'note', { text: '字'.repeat(2_000) })),
      reply('yes', 'accept'),
    ];
    await phone.send(messages.length, responderTopic(person, 'reply'), (n) => messages[n] ?? '');
    await until(async () => expect((await intake()).at(-1)?.reply.id).toBe('yes'));
    await until(() => expect(phone.acknowledged).toBe(21));
    expect((await intake()).map(({ reply: one }) => one.reply)).toEqual([...Array(20).fill('note'), 'accept']);
    expect(phone.closed).toBe(false);
  });

  it('with answers: each is stored in its order, and an SOS meanwhile does not wait for them', async () => {
    const button = await town.button(town.buttonIn('y02'));
    const flood = phone.send(400, responderTopic(person, 'reply'), (n) => reply(`a${n}`, 'decline'));
    await button.press({ id: 'n1', kind: 'sos' });
    await until(async () => expect((await town.open()).flatMap(pressesOf)).toContain('n1'));
    await flood;
    await until(() => expect(phone.acknowledged).toBe(400));
    const answers = Array.from(
      { length: 400 },
      (_, n) => `reply/${person}/0000000000-0-${town.shard}/L1/decline/a${n}`,
    );
    const decided = async () => (await town.commits()).flatMap(({ input }) => (input ? [input.key] : []));
    await until(async () => expect((await decided()).filter((key) => key === answers.at(-1))).toHaveLength(1));
    const keys = await decided();
    expect(keys.filter((key) => key.startsWith(`reply/${person}/`))).toEqual(answers);
    const pressed = keys.findIndex((key) => key.startsWith('press/') && key.endsWith('/n1'));
    expect(pressed).toBeLessThan(keys.indexOf(answers.at(-1) ?? ''));
  });

  it('with its duty switch: the last word counts, and the town is read anew a few times and not two thousand', async () => {
    await town.rest();
    await phone.send(2_001, responderTopic(person, 'duty'), (n) =>
      JSON.stringify({ id: `d${n}`, onDuty: n % 2 === 1 }),
    );
    await until(() => expect(phone.acknowledged).toBe(2_001));
    // The dispatcher asks for a look again by itself when it takes over who is on duty.
    expect((await intake()).filter(({ by }) => by !== 'policy').length).toBeLessThan(15);
    await until(() => expect(town.responder(person).onDuty).toBe(false));
  });

  it('with positions: the last one counts, and few are told to everybody', async () => {
    const watcher = town.redis.duplicate();
    let told = 0;
    watcher.on('message', () => told++);
    await watcher.subscribe(shardKeys(town.shard).latestChannel);
    const at = (n: number) => JSON.stringify({ lon: 104 + n / 100_000, lat: 30.6 });
    await phone.send(3_000, responderTopic(person, 'position'), at);
    await until(() => expect(phone.acknowledged).toBe(3_000));
    const kept = await town.redis.get(shardKeys(town.shard).latest('position', person));
    expect(JSON.parse(kept ?? '{}')).toMatchObject({ lon: 104 + 2_999 / 100_000 });
    expect(told).toBeLessThan(20);
    watcher.disconnect();
  });
});

describe('a page that floods', () => {
  let system: System;
  beforeAll(async () => {
    system = await System.start();
  }, 60_000);
  afterAll(() => system.stop(), 30_000);

  it('with notes is told when to come back, while its orders go on', async () => {
    const { residents } = await system.api<{ residents: { id: string }[] }>('/api/v1/residents');
    const { incident } = await system.api<{ incident: string }>('/api/v1/presses', { resident: residents[0]?.id });
    const order = (id: string, command: object) =>
      system.call(`/api/v1/incidents/${incident}/commands`, { body: { id, ...command } });
    for (let n = 0; n < 20; n++) expect((await order(`n${n}`, { command: 'note', text: 'x' })).status).toBe(200);
    const refused = await order('n20', { command: 'note', text: 'x' });
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(Number(refused.headers.get('retry-after'))).toBeLessThanOrEqual(10);
    expect((await refused.json()) as Refusal).toMatchObject({ error: 'too_many_notes' });
    expect((await order('c1', { command: 'acknowledge' })).status).toBe(200);
    expect((await order('c2', { command: 'close', disposition: 'test', text: 'x' })).status).toBe(200);
  });
});

const pressesOf = ({ presses }: Incident): string[] => presses.map(({ id }) => id);
