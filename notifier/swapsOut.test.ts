// Whoever is asked for a shift hears of it without a page open, and whoever asked hears the answer: each once, whatever ends in between.
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { GatewayMessage, GatewaySwap } from '../contracts/system/gateway.ts';
import type { Channel } from '../contracts/terms.ts';
import { directoryKeys } from '../store/keys.ts';
import { keepSwapRequest, type SwapRequest, turnSwapRequest } from '../store/swapRequests.ts';
import { beginSwapsTold } from '../store/swapsTold.ts';
import { writeDistrict } from '../store/writeDistrict.ts';
import { TestRedis } from '../test/redis.ts';
import { sampleBundle } from '../test/sample.ts';
import { until } from '../test/system.ts';
import type { Outcome, OutsideChannel } from './channel.ts';
import { Gateway } from './gateway.ts';
import { SwapsOut } from './swapsOut.ts';

const district = 'hongmenjie';
const [hour, noon] = [3_600_000, Date.parse('2026-12-01T12:00:00+08:00')];
const reachable = sampleBundle().responders.flatMap(({ id, phone }) => (phone === undefined ? [] : [{ id, phone }]));
const [asker, colleague] = [reachable[0], reachable[1]].map((one) => one ?? { id: 'nobody', phone: '' }) as [
  { id: string; phone: string },
  { id: string; phone: string },
];
const swap = (id: string, more: Partial<SwapRequest> = {}): SwapRequest => ({
  ...{ id, asker: asker.id, colleague: colleague.id, at: noon, expires: noon + 10 * hour, state: 'asked' },
  given: { shift: 'shift-1', on: '2026-12-02', from: noon + 20 * hour, to: noon + 28 * hour },
  ...more,
});

describe('news of a swap', () => {
  let server: TestRedis;
  let now = noon;
  const stopped: { stop(): void }[] = [];
  beforeAll(async () => {
    server = await TestRedis.start();
    const bundle = sampleBundle();
    await writeDistrict(server.open(), {
      ...bundle,
      policy: { ...bundle.policy, channels: ['voice', 'sms', 'webhook'] },
    });
  });
  afterEach(async () => {
    for (const one of stopped.splice(0)) one.stop();
    await server.open().del(directoryKeys.swapRequests(district), directoryKeys.swapsTold(district));
    now = noon;
  });
  afterAll(() => server.stop());

  /** A channel that takes what comes as the test says. */
  const channelOf = (name: Channel, gateway: string, outcome: () => Outcome = () => ({ kind: 'accepted' })) => {
    const came: GatewayMessage[] = [];
    const channel: OutsideChannel = {
      ...{ name, gateway },
      deliver: async (message) => {
        came.push(message);
        return outcome();
      },
    };
    return { channel, came: came as GatewaySwap[] };
  };
  const log = { info: () => undefined, warn: () => undefined, error: () => undefined };
  async function start(channels: readonly OutsideChannel[]): Promise<SwapsOut> {
    const redis = server.open();
    const registry = await server.registry(redis);
    const gateways = channels.map((channel) => new Gateway(channel, log));
    const out = new SwapsOut({ redis, registry, gateways, publicUrl: 'https://y', log, everyMs: 20, now: () => now });
    stopped.push(out);
    return out;
  }
  const begin = () => beginSwapsTold(server.open(), district, { news: [], now });
  const told = () => server.open().hkeys(directoryKeys.swapsTold(district));

  it('goes to the colleague when it is asked and to the asker when it is answered, each once, with no name in it', async () => {
    await begin();
    const { channel, came } = channelOf('webhook', 'webhook');
    const first = await start([channel]);
    const one = swap('swap-aaaa');
    await keepSwapRequest(server.open(), district, one);
    await until(async () => expect(await told()).toContain('swap-aaaa/asked'));
    expect(came.map(({ kind, change, recipient }) => [kind, change, recipient])).toEqual([
      ['swap', 'asked', { responder: colleague.id, phone: colleague.phone }],
    ]);
    expect(came[0]?.text.zh).toContain(
      '有同事请您代班：12-02 08:00至12-02 16:00。请在12-01 22:00前登录答复：https://y/',
    );
    expect(came[0]?.text.en).toContain('A colleague asks you to take a shift');
    first.stop(); // and another begins
    await start([channel]);
    await turnSwapRequest(server.open(), district, one, 'agreed');
    await until(async () => expect(await told()).toContain('swap-aaaa/agreed'));
    expect(came.map(({ change, recipient }) => [change, recipient.responder])).toEqual([
      ['asked', colleague.id],
      ['agreed', asker.id],
    ]);
    const { residents, responders } = sampleBundle();
    const said = JSON.stringify(came.map(({ text }) => text));
    for (const { name } of [...residents, ...responders]) expect(said).not.toContain(name);
    expect(new Set(came.map(({ delivery }) => delivery)).size).toBe(2);
  });

  it('goes by one text channel, a gateway before a recorder, and never by voice', async () => {
    await begin();
    const [voice, sms, webhook] = [
      channelOf('voice', 'ours'),
      channelOf('sms', 'recorder'),
      channelOf('webhook', 'webhook'),
    ];
    await start([voice.channel, sms.channel, webhook.channel]);
    await keepSwapRequest(server.open(), district, swap('swap-bbbb'));
    await until(async () => expect(await told()).toContain('swap-bbbb/asked'));
    expect([voice.came.length, sms.came.length, webhook.came.length]).toEqual([0, 0, 1]);
  });

  it('waits for a gateway that is away, and is told no more once it is withdrawn or has begun', async () => {
    await begin();
    let away = true;
    const { channel, came } = channelOf('webhook', 'webhook', () =>
      away ? { kind: 'failed', why: 'away', blame: 'recipient' } : { kind: 'accepted' },
    );
    await start([channel]);
    const [withdrawn, stays] = [swap('swap-cccc'), swap('swap-dddd')];
    for (const one of [withdrawn, stays]) await keepSwapRequest(server.open(), district, one);
    await until(() => expect(came.length).toBeGreaterThan(1));
    await turnSwapRequest(server.open(), district, withdrawn, 'withdrawn');
    await until(() => {
      const last = came.slice(-2);
      expect(last.map(({ swap: id }) => id)).toEqual(['swap-dddd', 'swap-dddd']);
    });
    away = false;
    await until(async () => expect(await told()).toContain('swap-dddd/asked'));
    now = noon + 21 * hour; // the shift has begun
    await turnSwapRequest(server.open(), district, stays, 'refused');
    await keepSwapRequest(server.open(), district, swap('swap-eeee', { expires: now + hour }));
    await until(async () => expect(await told()).toContain('swap-eeee/asked'));
    expect((await told()).filter((key) => !key.includes('asked') && key !== 'begun')).toEqual([]);
  });

  it('is not told of what was answered before anybody began to tell', async () => {
    await keepSwapRequest(server.open(), district, swap('swap-ffff', { state: 'agreed' }));
    await keepSwapRequest(server.open(), district, swap('swap-gggg'));
    const { channel, came } = channelOf('webhook', 'webhook');
    await start([channel]);
    await until(async () => expect(await told()).toContain('swap-gggg/asked'));
    expect(came.map(({ swap: id }) => id)).toEqual(['swap-gggg']);
  });
});
