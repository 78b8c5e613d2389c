// Connections of whom nobody knows who they are: one address that opens thousands keeps nobody out, not even its neighbours behind the
// same address, and after a power cut everybody is back.
import { connect, type Socket } from 'node:net';
import { generate } from 'mqtt-packet';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { CrowdButton } from '../../bench/crowd.ts';
import { issueCredentials } from '../../store/directory.ts';
import { until } from '../system.ts';
import { Town } from '../town.ts';

/** Silent connections are cut after ten seconds: whoever is in before that waited for none of them. ms */
const beforeTheyAreCut = 9_000;

let town: Town;
const sockets: Socket[] = [];
const buttons: CrowdButton[] = [];
beforeEach(async () => {
  town = await Town.start();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const button of buttons.splice(0)) button.close();
  await town.stop();
});

/** A connection that says nothing unless it is told to. */
function stranger(localAddress: string): { socket: Socket; open: () => boolean } {
  const socket = connect({ port: town.mqttPort, host: '127.0.0.1', localAddress });
  let open = true;
  socket.on('error', () => undefined); // being cut is what it is about
  socket.on('close', () => {
    open = false;
  });
  sockets.push(socket);
  return { socket, open: () => open };
}
const strangers = async (count: number, localAddress: string) => {
  const all = Array.from({ length: count }, () => stranger(localAddress));
  await until(() => expect(all.every(({ socket, open }) => !open() || !socket.connecting)).toBe(true));
  return all;
};
/** A button logs in from 127.0.0.n. @returns how long that took, ms */
async function logsIn(n: number): Promise<number> {
  const { username, password } = await town.login('device', town.buttonIn('y01'));
  const began = performance.now();
  buttons.push(await CrowdButton.open(town.mqttPort, username, password, n - 2));
  return performance.now() - began;
}
/** So many buttons log in from 127.0.0.n at once. */
async function comeBack(count: number, n: number): Promise<void> {
  const ids = Array.from({ length: count }, (_, i) => ({
    kind: 'device' as const,
    id: `b-${n}-${i}`,
    district: 'hongmenjie',
    simulated: false,
  }));
  const logins = await issueCredentials(town.redis, ids);
  buttons.push(
    ...(await Promise.all([...logins].map(([id, password]) => CrowdButton.open(town.mqttPort, id, password, n - 2)))),
  );
}

describe('connections without a login', () => {
  it('thousands of one address keep nobody out, elsewhere or beside them', async () => {
    const attacker = await strangers(3_500, '127.0.0.50');
    await until(() => expect(attacker.filter(({ open }) => open()).length).toBe(2_000));
    expect(await logsIn(51)).toBeLessThan(beforeTheyAreCut);
    expect(await logsIn(50)).toBeLessThan(beforeTheyAreCut);
  });

  it('a thousand devices of one address are back after a power cut, whatever else it opens, and none is cut', async () => {
    await strangers(1_000, '127.0.0.7');
    const began = performance.now();
    await comeBack(1_000, 7);
    // Three seconds where nobody else wants the two cores; a device waits half a minute for its CONNACK.
    expect(performance.now() - began).toBeLessThan(25_000);
  });

  it('that say nothing, or not enough, are cut within ten seconds', async () => {
    const [silent, half] = [stranger('127.0.0.3'), stranger('127.0.0.4')];
    const hello = generate({
      cmd: 'connect',
      protocolId: 'MQTT',
      protocolVersion: 4,
      clean: true,
      clientId: 'x',
      keepalive: 0,
    });
    half.socket.write(hello.subarray(0, 5));
    await until(() => expect([silent.open(), half.open()]).toEqual([false, false]), 15);
  });

  it('few of an address log in at once: what has begun and does not end keeps only its own address waiting', async () => {
    for (const { socket } of await strangers(100, '127.0.0.8')) socket.write(Buffer.from([0x10]));
    expect(await logsIn(9)).toBeLessThan(beforeTheyAreCut);
  });
});
