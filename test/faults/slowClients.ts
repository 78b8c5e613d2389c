// Clients that behave badly without meaning to: one whose phone has frozen and reads nothing, one on a link so poor that a
// packet takes seconds. Everybody else must go on as if they were not there.
import { connect, type Socket } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { generate, type Packet, parser } from 'mqtt-packet';
import { deviceTopic, responderTopic } from '../../contracts/topics.ts';
import type { PressSeen, Seen } from './seen.ts';

type Login = { username: string; password: string };

const hello = ({ username, password }: Login): Packet => ({
  cmd: 'connect',
  protocolId: 'MQTT',
  protocolVersion: 4,
  clean: true,
  clientId: `slow-${username}`,
  keepalive: 0,
  username,
  password: Buffer.from(password),
});

/** Subscribes to a responder's dispatches and reads nothing from then on. @returns how to end it */
export async function neverReads(port: number, login: Login): Promise<() => void> {
  const socket = await dial(port);
  socket.write(generate(hello(login)));
  const topic = responderTopic(login.username, 'dispatch');
  socket.write(generate({ cmd: 'subscribe', messageId: 1, subscriptions: [{ topic, qos: 1 }] }));
  socket.pause();
  return () => socket.destroy();
}

/**
 * Presses again and again, half a packet a second, until ended. What is acknowledged counts like any press.
 * @returns how to end it
 */
export async function sendsHalves(port: number, login: Login, home: string, seen: Seen): Promise<() => void> {
  const socket = await dial(port);
  const reader = parser();
  const waiting = new Map<number, PressSeen>();
  let ended = false;
  reader.on('packet', (packet: Packet) => {
    const press = packet.cmd === 'puback' ? waiting.get(packet.messageId ?? 0) : undefined;
    if (press) press.acknowledgedAt = performance.now();
  });
  socket.on('data', (chunk) => reader.parse(chunk));
  socket.on('error', () => undefined); // the broker may end it: what was not acknowledged was not promised
  const halves = async (packet: Packet): Promise<void> => {
    const bytes = generate(packet);
    socket.write(bytes.subarray(0, bytes.length >> 1));
    await wait(1_000);
    socket.write(bytes.subarray(bytes.length >> 1));
    await wait(1_000);
  };
  const speak = async (): Promise<void> => {
    await halves(hello(login));
    for (let n = 1; !ended && !socket.destroyed; n++) {
      const press: PressSeen = {
        device: login.username,
        home,
        id: `slow-${performance.now()}`,
        turn: 0,
        givenAt: Infinity,
      };
      seen.slow.push(press);
      waiting.set(n, press);
      const payload = JSON.stringify({ id: press.id, kind: 'sos' });
      const topic = deviceTopic(press.device, 'press');
      await halves({ cmd: 'publish', topic, payload, qos: 1, dup: false, retain: false, messageId: n });
    }
  };
  void speak();
  return () => {
    ended = true;
    socket.destroy();
  };
}

function dial(port: number): Promise<Socket> {
  return new Promise((done, failed) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => done(socket));
    socket.once('error', failed);
  });
}
