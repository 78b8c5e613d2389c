// How long a press takes to its PUBACK and to the responder, and the rate that is held: the running core, warm, durable,
// over raw sockets. `npm run bench`. Beside it stand the figures of the prototype (facts: 0.64/1.14 ms, 18k a second).
import { cpus } from 'node:os';
import type { ResidentView } from '../contracts/office/residents.ts';
import { System } from '../test/system.ts';
import { connectButton, connectResponders, largeCommunity, quantiles } from './presses.ts';
import type { RawClient } from './socket.ts';

const warmUps = 400;
const measured = 800;
const stride = 7;
const betweenMs = 3;
const outstanding = 256;
const heldForMs = 8_000;

const clients: RawClient[] = [];
const system = await System.start(['--no-sim'], {
  YJT_LOG_LEVEL: 'warn',
  YJT_ACTIONS_A_SECOND: '10000', // and one desk confirms it all
  YJT_PRESSES_A_MINUTE: '60000', // a few hundred buttons press for a whole city here: they are not to be merged
});
try {
  await bench();
} finally {
  for (const client of clients) client.close();
  await system.stop();
}

async function bench(): Promise<void> {
  await system.api('/api/v1/import', largeCommunity());
  const { residents } = await system.api<{ residents: ResidentView[] }>('/api/v1/residents');
  const homes = [...new Map(residents.map((one) => [one.home, one])).values()];
  let arrived: (place: string, at: number) => void = () => undefined;
  await connectResponders({ system, clients }, (place, at) => arrived(place, at));
  const buttons: Awaited<ReturnType<typeof connectButton>>[] = [];
  for (const home of homes) buttons.push(await connectButton({ system, clients }, home));
  const topicOf = (device: string): string => `yjt/v1/d/${device}/press`;

  const toPuback: number[] = [];
  const toResponder: number[] = [];
  for (let i = 0; i < warmUps + measured; i++) {
    const button = buttons[(i * stride) % buttons.length]; // all over the district from the first press on
    if (!button) continue;
    const heard = new Promise<number>((done) => {
      arrived = (place, at) => {
        if (place === button.place) done(at);
      };
    });
    const began = performance.now();
    await button.client.publish(topicOf(button.device), JSON.stringify({ id: `b${i}`, kind: 'sos' }));
    const acknowledged = performance.now() - began;
    const reached = (await heard) - began;
    // The receipts that follow are inputs of their own: let them be decided before the next press.
    await new Promise((done) => setTimeout(done, betweenMs));
    if (i < warmUps) continue;
    toPuback.push(acknowledged);
    toResponder.push(reached);
  }

  // Held: so many presses always under way, of a kind that is decided and recorded but opens no incident, so that the
  // figure is the path's and not that of ever longer incidents.
  let answered = 0;
  let numbered = 0;
  const end = performance.now() + heldForMs;
  const keepPressing = async (n: number): Promise<void> => {
    const button = buttons[n % buttons.length];
    while (button && performance.now() < end) {
      await button.client.publish(topicOf(button.device), JSON.stringify({ id: `h${numbered++}`, kind: 'test' }));
      answered++;
    }
  };
  await Promise.all(Array.from({ length: outstanding }, (_, n) => keepPressing(n)));
  const perSecond = answered / (heldForMs / 1000);
  const drainedAt = performance.now();
  await decided();
  const behindMs = performance.now() - drainedAt;

  const [cpu] = cpus();
  console.log(
    `${new Date().toISOString().slice(0, 10)} · ${cpus().length} × ${cpu?.model.trim()} · Node ${process.versions.node}`,
  );
  console.log(`press → PUBACK, one at a time      ${quantiles(toPuback)}`);
  console.log(`press → responder, one at a time   ${quantiles(toResponder)}   (prototype 0.64 / 1.14 ms p50 / p99)`);
  console.log(
    `held with ${outstanding} under way           ${Math.round(perSecond)} presses/s acknowledged, all decided ${Math.round(behindMs)} ms later   (prototype 18,000/s)`,
  );
}

/** Waits until nothing is left undecided. */
async function decided(): Promise<void> {
  for (;;) {
    const { checks } = await system.api<{ checks: { check: string; says: string }[] }>('/api/v1/doctor');
    if (/(^|\D)0 条输入/.test(checks.find(({ check }) => check === 'deadlines')?.says ?? '0 条输入')) return;
  }
}
