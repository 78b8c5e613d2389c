import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at } from '../contracts/ids.ts';
import { readAlarms } from '../store/alarms.ts';
import { Outside } from '../test/outside.ts';
import { until } from '../test/system.ts';
import type { Outcome, OutsideChannel } from './channel.ts';
import { type Notifier, startNotifier } from './notifier.ts';

describe('what lies in the inbox of a channel without room', () => {
  let outside: Outside;
  let notifier: Notifier | undefined;
  beforeEach(async () => {
    outside = await Outside.start();
  });
  afterEach(async () => {
    notifier?.stop();
    await outside.stop();
  });

  const begin = (outcomeFor: (responder: string) => Outcome): void => {
    const channel: OutsideChannel = {
      name: 'voice',
      gateway: 'aliyun_voice',
      deliver: async (message) =>
        outcomeFor('recipient' in message && 'responder' in message.recipient ? message.recipient.responder : ''),
    };
    const quiet = () => undefined;
    notifier = startNotifier({
      redis: outside.server.open(),
      openBlocking: () => outside.server.open({ blocking: true }),
      registry: outside.registry,
      replicas: 0,
      publicUrl: 'https://yjt.example',
      channels: [channel],
      alarmsThrough: 'webhook',
      log: { info: quiet, warn: quiet, error: quiet },
    });
  };
  const alarms = async () =>
    (await readAlarms(outside.redis)).map(({ code, subject, figures }) => `${code} ${subject}: ${figures.error}`);

  it('is said aloud where somebody cannot be told before the deadline by any way, until it no longer matters', async () => {
    const noRoom: Outcome = {
      kind: 'failed',
      why: 'quota: no room for 3600 s',
      blame: 'recipient',
      retryAfterMs: 3_600_000,
      limit: 'ours',
    };
    begin((responder) => (responder === 'wang-g1' ? noRoom : { ...noRoom, meanwhile: 'aliyun_sms' }));
    const offer = outside.message(1, 'wang-g1', { deadline: at(Date.now() + 60_000) });
    await outside.put('voice', outside.message(2, 'li-g2', { deadline: at(Date.now() + 60_000) }));
    await outside.put('voice', offer);
    const said = 'delivery_refused voice/wang-g1: quota: no room for 3600 s';
    await until(async () => expect(await alarms()).toEqual([said]));
    await outside.take('voice', offer);
    await until(async () => expect(await alarms()).toEqual([]));
  });
});
