// What a press notices of books that are away: the way to the responder while the office works, stands still, may not write, and finds its file damaged. In one run and by
// turns, so that what else the machine does falls on all alike. `npm run bench:booksAway`.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'libsql';
import type { ResidentView } from '../contracts/office/residents.ts';
import { System } from '../test/system.ts';
import { connectButton, connectResponders, largeCommunity, quantiles } from './presses.ts';
import type { RawClient } from './socket.ts';

const warmUps = 200;
const inTurn = 60;
const rounds = 5;
const stride = 7;
const betweenMs = 3;

const clients: RawClient[] = [];
const system = await System.start(['--no-sim'], {
  YJT_LOG_LEVEL: 'warn',
  YJT_ACTIONS_A_SECOND: '10000', // one desk confirms it all
  YJT_PRESSES_A_MINUTE: '60000',
});
const file = (): string => join(system.folder, 'records', 'records.db');

/** How the books are, and what makes them so. */
type Condition = { says: string; begin(): void; end(): void };
const works: Condition = { says: 'the office works', begin: () => undefined, end: () => undefined };
const signal = (name: NodeJS.Signals) => (): void => void system.kill('office/main', name);
const conditions: readonly Condition[] = [
  works,
  { says: 'the office stands still', begin: signal('SIGSTOP'), end: signal('SIGCONT') },
  // What it works in is the other half of the noise.
  { ...works, says: 'the office works, once more' },
  { says: 'the file is locked', begin: () => lock('begin exclusive'), end: () => lock('commit') },
];
let locking: Database.Database | undefined;
function lock(statement: string): void {
  locking ??= new Database(file(), { timeout: 10_000 }); // the office may be writing
  locking.exec(statement);
}

try {
  await bench();
} finally {
  for (const client of clients) client.close();
  locking?.close();
  await system.stop();
}

async function bench(): Promise<void> {
  const community = largeCommunity();
  const surge = { pressesPerMinute: 100_000, forSeconds: 10 }; // in a surge nobody is told of a single call
  await system.api('/api/v1/import', { ...community, policy: { ...community.policy, surge } });
  const { residents } = await system.api<{ residents: ResidentView[] }>('/api/v1/residents');
  const homes = [...new Map(residents.map((one) => [one.home, one])).values()];
  let arrived: (place: string) => void = () => undefined;
  await connectResponders({ system, clients }, (place) => arrived(place));
  const buttons: Awaited<ReturnType<typeof connectButton>>[] = [];
  for (const home of homes) buttons.push(await connectButton({ system, clients }, home));
  let pressed = 0;
  const press = async (): Promise<number> => {
    const button = buttons[(pressed * stride) % buttons.length];
    if (!button) throw new Error('no buttons');
    const heard = new Promise<number>((done) => {
      arrived = (place) => {
        if (place === button.place) done(performance.now());
      };
    });
    const began = performance.now();
    await button.client.publish(
      `yjt/v1/d/${button.device}/press`,
      JSON.stringify({ id: `b${pressed++}`, kind: 'sos' }),
    );
    const took = (await heard) - began;
    await new Promise((done) => setTimeout(done, betweenMs)); // the receipts are inputs of their own
    return took;
  };
  for (let n = 0; n < warmUps; n++) await press();
  const took = new Map(conditions.map(({ says }) => [says, [] as number[]]));
  for (let round = 0; round < rounds; round++)
    for (const { says, begin, end } of conditions) {
      begin();
      for (let n = 0; n < inTurn; n++) took.get(says)?.push(await press());
      end();
    }
  took.set('the file is damaged', await damaged(press));
  for (const [says, samples] of took) console.log(`press → responder, ${says.padEnd(28)} ${quantiles(samples)}`);
}

/** The office ends, its file is rubbish, and it starts again and again over it. */
async function damaged(press: () => Promise<number>): Promise<number[]> {
  process.kill(system.pid, 'SIGSTOP');
  system.kill('office/main');
  for (const part of ['', '-wal']) writeFileSync(file() + part, Buffer.alloc(64 * 1024, 'x'));
  process.kill(system.pid, 'SIGCONT');
  const took: number[] = [];
  for (let n = 0; n < inTurn * rounds; n++) took.push(await press());
  return took;
}
