import { expect, it } from 'vitest';
import { outboxKept, readOutbox } from '../../store/outbox.ts';
import { conforms } from '../../test/conformance/channel.ts';
import { Outside } from '../../test/outside.ts';
import { gatewayDispatch } from '../../wording/outside.ts';
import { recorder } from './recorder.ts';

const nothing = async (): Promise<void> => undefined;

conforms('recorder', {
  reaches: false,
  make: async ({ redis }) => ({
    channel: recorder('sms', redis),
    behave: () => undefined,
    arrived: async () => (await readOutbox(redis, outboxKept)).map(({ message }) => message).reverse(),
    goAway: nothing,
    comeBack: nothing,
    stop: nothing,
  }),
});

it('keeps the latest messages only', async () => {
  const outside = await Outside.start();
  const channel = recorder('sms', outside.redis);
  const district = outside.registry.district('hongmenjie');
  const signal = new AbortController().signal;
  for (let number = 1; number <= outboxKept + 300; number++) {
    const message = gatewayDispatch(outside.message(number, 'wang-g1'), { channel: 'sms', district, publicUrl: '' });
    if (message) await channel.deliver(message, signal);
  }
  const kept = await readOutbox(outside.redis, 10_000);
  expect(kept.length).toBeLessThan(outboxKept + 150);
  expect(kept[0]?.message).toMatchObject({ number: outboxKept + 300 });
  await outside.stop();
});
