// Who keeps the HTTP server waiting: bodies and heads that do not come on, connections by the hundred, pages by the dozen. Real sockets.
import { connect, type Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { ofThisFile } from '../lives.ts';
import { System, until } from '../system.ts';

const system = await ofThisFile(System.start());
const sockets: Socket[] = [];
const pages: WebSocket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
  for (const page of pages.splice(0)) page.terminate();
});

/** A connection from 127.0.0.n that sends this and no more. */
function open(n: number, text: string) {
  const socket = connect({ port: system.port, host: '127.0.0.1', localAddress: `127.0.0.${n}` });
  const state = { socket, closed: false, heard: '' };
  socket.on('error', () => undefined); // being cut is what it is about
  socket.on('data', (bytes) => {
    state.heard += bytes.toString();
  });
  socket.on('close', () => {
    state.closed = true;
  });
  socket.write(text);
  sockets.push(socket);
  return state;
}
const many = (count: number, n: number, text: string) => Array.from({ length: count }, () => open(n, text));
const left = (all: readonly { closed: boolean }[]): number => all.filter(({ closed }) => !closed).length;
const head = (more = '') => `POST /api/v1/my/replies HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${more}`;
const isServed = async (): Promise<void> =>
  expect((await fetch(`http://127.0.0.1:${system.port}/healthz`)).status).toBe(200);

describe('a request', () => {
  it('whose body or head does not come on is cut, while others are served', async () => {
    const bodies = many(300, 31, head('Content-Length: 1000\r\n\r\n{'));
    const chunked = many(20, 32, head('Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n'));
    const heads = many(20, 33, head());
    const silent = many(20, 34, '');
    await isServed();
    const drip = setInterval(() => {
      for (const { socket } of bodies) socket.write(' ');
    }, 5_000);
    await until(() => expect([bodies, chunked, heads, silent].map(left)).toEqual([0, 0, 0, 0]), 25);
    clearInterval(drip);
    await isServed();
  });
});

describe('connections of one address', () => {
  it('of whom nobody knows are few, the oldest go, and whoever comes is served', async () => {
    const attacker = many(1_000, 41, 'GET');
    await until(() => expect(left(attacker)).toBe(500));
    await isServed();
    const beside = open(41, 'GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n');
    await until(() => expect(beside.heard).toContain('HTTP/1.1 200'));
  });
});

describe('pages of one person', () => {
  async function page(token: string): Promise<{ code: number | undefined; heard: boolean }> {
    const socket = new WebSocket(`ws://127.0.0.1:${system.port}/live`, {
      headers: { authorization: `Bearer ${token}` },
    });
    pages.push(socket);
    const state: { code: number | undefined; heard: boolean } = { code: undefined, heard: false };
    socket.on('message', () => {
      state.heard = true;
    });
    socket.on('close', (code) => {
      state.code = code;
    });
    await until(() => expect(state.heard || state.code !== undefined).toBe(true));
    return state;
  }
  const tokenOf = async (name: string): Promise<string> =>
    (await system.api<{ token: string }>('/api/v1/tokens', { role: 'officer', name })).token;

  it('are twenty; the next is told so, somebody else comes in, and so does it when one is closed', async () => {
    const [zhou, li] = [await tokenOf('zhou'), await tokenOf('li')];
    for (let n = 0; n < 20; n++) expect(await page(zhou)).toEqual({ code: undefined, heard: true });
    expect(await page(zhou)).toEqual({ code: 4429, heard: false });
    expect((await page(li)).code).toBeUndefined();
    pages[0]?.close();
    await until(async () => expect((await page(zhou)).code).toBeUndefined());
  });
});
