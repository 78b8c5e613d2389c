import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { FakeGateway } from '../test/fakeGateway.ts';
import { until } from '../test/system.ts';
import { Heartbeat, whatIsNotWell } from './heartbeat.ts';

const log = { info: () => undefined, warn: () => undefined };
let monitor: FakeGateway;
let ours: FakeGateway;
let heartbeat: Heartbeat | undefined;
let standing: string[];

beforeEach(async () => {
  [monitor, ours] = [await FakeGateway.start(), await FakeGateway.start()];
  ours.manner = () => ({ status: 200 });
  standing = [];
});
afterEach(async () => {
  heartbeat?.stop();
  await monitor.goAway();
  await ours.goAway();
});

const begin = (): Heartbeat => {
  heartbeat = new Heartbeat({
    url: monitor.url,
    everyMs: 20,
    notWell: (signal) => whatIsNotWell(ours.url, async () => standing, signal),
    log,
  });
  return heartbeat;
};
/** Waits until our own state has been looked at so often again. */
const looks = async (more: number): Promise<void> => {
  const enough = ours.arrived.length + more;
  await until(() => expect(ours.arrived.length).toBeGreaterThanOrEqual(enough));
};

describe('the outbound heartbeat', () => {
  it('calls again and again while all is well', async () => {
    const beating = begin();
    await until(() => expect(monitor.arrived.length).toBeGreaterThan(2));
    expect(beating.state).toBe('taken');
  });

  it.each([
    { what: 'the system is not ready', hurt: () => (ours.manner = () => ({ status: 503, body: 'dispatcher' })) },
    { what: 'the console is dead', hurt: () => void ours.goAway() },
    { what: 'the canary is dead', hurt: () => void standing.push('canary_dead') },
    { what: 'no dispatcher beats', hurt: () => void standing.push('dispatcher_silent') },
  ])('falls silent when $what, and begins again when that is over', async ({ hurt }) => {
    const beating = begin();
    await until(() => expect(monitor.arrived.length).toBeGreaterThan(0));
    hurt();
    await until(() => expect(beating.state).toBe('withheld'));
    const before = monitor.arrived.length;
    if (standing.length > 0) await looks(3);
    expect(monitor.arrived.length).toBe(before);
    standing.length = 0;
    ours.manner = () => ({ status: 200 });
    await ours.goAway();
    await ours.comeBack();
    await until(() => expect(beating.state).toBe('taken'));
  });

  it('goes on when something smaller is the matter', async () => {
    standing.push('disk_low', 'no_console');
    begin();
    await until(() => expect(monitor.arrived.length).toBeGreaterThan(2));
  });

  it('is failing when it is not taken twice in a row, and no longer when it is', async () => {
    monitor.manner = () => ({ status: 500 });
    const beating = begin();
    await until(() => expect(beating.state).toBe('failing'));
    monitor.manner = () => ({ status: 200 });
    await until(() => expect(beating.state).toBe('taken'));
  });
});
