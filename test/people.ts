// People at a console, each in a browser of their own.
import { createHmac } from 'node:crypto';
import WebSocket from 'ws';
import type { TestConsole } from './console.ts';

export type Browser = { cookie: string };

export class PeopleAt {
  readonly #console: TestConsole;
  /** a token */
  readonly administrator: string;

  private constructor(console_: TestConsole, administrator: string) {
    this.#console = console_;
    this.administrator = administrator;
  }

  static async open(console_: TestConsole): Promise<PeopleAt> {
    return new PeopleAt(console_, await console_.token('administrator'));
  }

  /** Somebody with a new login, come by its link. */
  async person(login: string, more: object = {}): Promise<Browser> {
    const answer = await this.#console.ask('/api/v1/accounts', {
      as: this.administrator,
      body: { login, name: `姓名${login}`, role: 'officer', ...more },
    });
    return this.enter(((await answer.json()) as { link: string }).link);
  }

  /** The same with a password, signed in by it: no change is open to them without a proof. */
  async withPassword(login: string, password: string, more: object = {}): Promise<Browser> {
    const browser = await this.person(login, more);
    const chosen = await this.post(browser, '/api/v1/session/password', { password });
    if (chosen.status !== 204) throw new Error(`the password was not taken: ${await chosen.text()}`);
    const came = await this.signIn({ login, password }, browser);
    if (came.status !== 200) throw new Error(`not signed in: ${await came.text()}`);
    return this.browserOf(came);
  }

  async linkFor(login: string): Promise<string> {
    const answer = await this.#console.ask(`/api/v1/accounts/${login}/link`, { as: this.administrator, body: {} });
    return ((await answer.json()) as { link: string }).link;
  }

  /** Opens a one-time link and presses its button. */
  async enter(link: string): Promise<Browser> {
    const token = new URL(link).searchParams.get('token') ?? '';
    const body = new URLSearchParams({ token });
    return this.browserOf(await fetch(`${this.#console.url}/enter`, { method: 'POST', redirect: 'manual', body }));
  }

  signIn(body: object, { cookie }: Browser = { cookie: '' }): Promise<Response> {
    return this.#console.ask('/api/v1/session', { body, headers: { cookie } });
  }

  browserOf(answer: Response): Browser {
    const cookies = answer.headers.getSetCookie().map((one) => one.split(';')[0]);
    return { cookie: cookies.join('; ') };
  }

  get({ cookie }: Browser, path: string): Promise<Response> {
    return this.#console.ask(path, { headers: { cookie } });
  }

  post({ cookie }: Browser, path: string, body: object): Promise<Response> {
    return this.#console.ask(path, { body, headers: { cookie } });
  }

  /** A page that stays open. */
  async page({ cookie }: Browser): Promise<{ closed: Promise<number>; isOpen: () => boolean; close: () => void }> {
    const socket = new WebSocket(`${this.#console.url.replace('http', 'ws')}/live`, { headers: { cookie } });
    const closed = new Promise<number>((done) => socket.on('close', done));
    await new Promise((done) => socket.once('message', done));
    return { closed, isOpen: () => socket.readyState === WebSocket.OPEN, close: () => socket.close() };
  }

  /** Opens the live picture. @returns the code that it was closed with, or `open` once it tells something */
  live({ cookie }: Browser): Promise<number | 'open'> {
    const socket = new WebSocket(`${this.#console.url.replace('http', 'ws')}/live`, { headers: { cookie } });
    return new Promise((done) => {
      socket.on('close', (code) => done(code));
      socket.on('message', () => {
        done('open');
        socket.close();
      });
    });
  }
}

/** RFC 6238 by hand, so that the test does not rest on the library that it judges. */
export function codeAt(secret: string, at: number): string {
  const bits = [...secret].map((letter) =>
    'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'),
  );
  const key = Buffer.from((bits.join('').match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
  const step = Buffer.alloc(8);
  step.writeBigUInt64BE(BigInt(Math.floor(at / 30_000)));
  const mac = createHmac('sha1', key).update(step).digest();
  const from = (mac.at(-1) ?? 0) & 15;
  return String((mac.readUInt32BE(from) & 0x7fffffff) % 1_000_000).padStart(6, '0');
}
