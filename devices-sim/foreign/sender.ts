// How what a simulated device says gets to us: as its gateway, its cloud or itself would send it, again and again until it is acknowledged.
import { connect as dial } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { connectAsync } from 'mqtt';
import type { Message } from './message.ts';

/** Where to. `login`: at a broker. An `http` address is the whole of `/in/{vendor}/{source}/{secret}`. */
export type Where =
  | { by: 'mqtt'; url: string; login?: { username: string; password: string } | undefined }
  | { by: 'http'; address: string }
  | { by: 'tcp'; host: string; port: number };

export type Sender = {
  /** in this order, each once the one before it was acknowledged. @throws Error that says what to do, when it never is */
  send(messages: readonly Message[]): Promise<void>;
  stop(): Promise<void>;
};

/** A vendor tries for longer; whoever sits before the simulator does not. */
const triesAtMost = 30;
const againMs = 2_000;
const answersWithinMs = 10_000;

/** @throws when the broker cannot be reached or refuses the login */
export async function openSender(where: Where): Promise<Sender> {
  switch (where.by) {
    case 'mqtt':
      return toBroker(where);
    case 'http':
      return { send: (messages) => each(messages, (one) => post(where.address, one)), stop: async () => undefined };
    case 'tcp':
      return { send: (messages) => each(messages, (one) => write(where, one)), stop: async () => undefined };
  }
}

async function each(messages: readonly Message[], say: (message: Message) => Promise<void>): Promise<void> {
  for (const message of messages) await say(message);
}

async function toBroker({ url, login }: Extract<Where, { by: 'mqtt' }>): Promise<Sender> {
  const client = await connectAsync(
    url,
    { ...login, clean: true, protocolVersion: 4, connectTimeout: answersWithinMs },
    false,
  ).catch((error: unknown) => {
    throw new Error(`the broker at ${url} does not let it in: ${String(error)}`);
  });
  return {
    send: (messages) =>
      each(messages, async (message) => {
        if (message.by !== 'mqtt') throw wrongDoor(message, 'a broker');
        await client.publishAsync(message.topic, message.payload, { qos: message.qos, retain: message.retain });
      }),
    stop: () => client.endAsync(),
  };
}

const wrongDoor = ({ by }: Message, to: string): Error =>
  new Error(`this family speaks by ${by}, and the source is ${to}: name the source of the family`);

/** 2xx is an acknowledgement; what says "not you" is told, and all else tried again. */
async function post(address: string, message: Message): Promise<void> {
  if (message.by !== 'http') throw wrongDoor(message, 'an address');
  const { method, path, query, headers, body } = message;
  const asked = new URLSearchParams(query).toString();
  const url = `${address}${path === '' ? '' : `/${path}`}${asked === '' ? '' : `?${asked}`}`;
  const once = async (): Promise<true | string> => {
    const signal = AbortSignal.timeout(answersWithinMs);
    const answer = await fetch(url, { method, headers, signal, ...(method === 'POST' ? { body } : {}) });
    if (answer.status === 404)
      throw new Refused('the address is not that of the source: make its login anew, and see --credentials');
    if (answer.status === 403) throw new Refused('the signature is refused: its secret is not the one of the source');
    return answer.ok || `${answer.status}`;
  };
  await untilTaken(once);
}

/** Refused for good: trying again helps nobody. */
class Refused extends Error {}

/** A connection of its own each time, until the answer of the protocol came. */
async function write({ host, port }: { host: string; port: number }, message: Message): Promise<void> {
  if (message.by !== 'tcp') throw wrongDoor(message, 'a port');
  const once = (): Promise<true | string> =>
    new Promise((done, failed) => {
      const socket = dial(port, host, () => socket.write(message.frame, () => !message.answered && end(true)));
      const end = (how: true | string): void => {
        socket.destroy();
        done(how);
      };
      socket.setTimeout(answersWithinMs, () => end('no answer'));
      socket.once('data', () => end(true));
      socket.once('close', () => done('hung up'));
      socket.once('error', failed);
    });
  await untilTaken(once);
}

async function untilTaken(once: () => Promise<true | string>): Promise<void> {
  let last = '';
  for (let tries = 0; tries < triesAtMost; tries++) {
    try {
      const how = await once();
      if (how === true) return;
      last = how;
    } catch (error) {
      if (error instanceof Refused) throw error;
      last = String(error); // away: its vendor comes again, and so do we
    }
    await pause(againMs);
  }
  throw new Error(`not acknowledged after ${triesAtMost} tries, the last time: ${last}`);
}
