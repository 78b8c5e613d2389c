// A real OpenID Connect provider on a port of its own, with people who can be given claims; and somebody who walks through its
// pages like a browser.
import { createServer, type Server } from 'node:http';
import { request } from 'node:https';
import { Provider } from 'oidc-provider';

type Claims = Record<string, unknown>;
const secret = 'a-secret-of-ours';

export class TestProvider {
  readonly issuer: string;
  readonly #people: Map<string, Claims>;
  readonly #port: number;
  #server: Server | undefined;

  private constructor(port: number) {
    this.#port = port;
    this.issuer = `http://127.0.0.1:${port}`;
    this.#people = new Map();
  }

  /** @param callback where people are sent back to */
  static async start(port: number, callback: string): Promise<TestProvider> {
    const made = new TestProvider(port);
    await made.resume(callback);
    return made;
  }

  async resume(callback: string): Promise<void> {
    const provider = new Provider(this.issuer, {
      clients: [{ client_id: 'yjt', client_secret: secret, redirect_uris: [callback] }],
      claims: {
        openid: ['sub'],
        email: ['email', 'email_verified'],
        profile: ['name', 'preferred_username', 'groups'],
      },
      cookies: { keys: ['of a test'] },
      findAccount: (_context, id) => ({ accountId: id, claims: () => ({ sub: id, ...this.#people.get(id) }) }),
    });
    this.#server = createServer(provider.callback());
    await new Promise<void>((done) => this.#server?.listen(this.#port, '127.0.0.1', done));
  }

  /** The console's settings of this provider; nobody is let in by a claim. */
  get settings() {
    const client = { clientId: 'yjt', clientSecret: secret };
    return { issuer: this.issuer, ...client, name: '街道统一登录', claim: 'groups', roles: [] };
  }

  /** What the provider says of whoever signs in there as this. */
  says(id: string, claims: Claims): void {
    this.#people.set(id, claims);
  }

  stop(): Promise<void> {
    return new Promise((done) => {
      this.#server?.closeAllConnections();
      this.#server?.close(() => done());
    });
  }
}

/** Cookies by host, redirects one by one. */
export class Walker {
  readonly #cookies = new Map<string, Map<string, string>>();
  readonly #ca: Buffer | undefined;
  /** Every cookie as it was set, with its attributes. */
  readonly set: string[] = [];

  /** @param ca whom it trusts over HTTPS */
  constructor(ca?: Buffer) {
    this.#ca = ca;
  }

  async ask(url: string, form?: Record<string, string>): Promise<Response> {
    const { host } = new URL(url);
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = url.startsWith('https:')
      ? await this.#askSecurely(url, cookie)
      : await fetch(url, {
          redirect: 'manual',
          headers: { cookie },
          ...(form ? { method: 'POST', body: new URLSearchParams(form) } : {}),
        });
    for (const set of answer.headers.getSetCookie()) {
      this.set.push(set);
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(set) ?? [];
      if (value === '' || /max-age=0|expires=Thu, 01 Jan 1970/i.test(set)) jar.delete(name);
      else jar.set(name, value);
    }
    return answer;
  }

  /** `fetch` trusts nobody that is not built in. Nothing is posted to our own pages here. */
  #askSecurely(url: string, cookie: string): Promise<Response> {
    return new Promise((done, failed) => {
      const sent = request(url, { headers: { cookie }, ...(this.#ca ? { ca: this.#ca } : {}), agent: false });
      sent.on('error', failed);
      sent.on('response', (answer) => {
        const chunks: Buffer[] = [];
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          const headers = new Headers();
          for (let i = 0; i + 1 < answer.rawHeaders.length; i += 2)
            headers.append(answer.rawHeaders[i] ?? '', answer.rawHeaders[i + 1] ?? '');
          const body = chunks.length === 0 ? null : Buffer.concat(chunks);
          done(new Response(body, { status: answer.statusCode ?? 0, headers }));
        });
      });
      sent.end();
    });
  }

  /** Follows where it leads; on the provider's own pages signs in as this person and agrees. @returns every address on the way */
  async walk(url: string, as: string, end: (url: string) => boolean): Promise<string[]> {
    const way = [url];
    for (let i = 0; i < 20; i++) {
      const here = way.at(-1) ?? url;
      if (end(here)) return way;
      const answer = await this.ask(here);
      const next =
        answer.headers.get('location') ?? (await this.#press(here, await answer.text(), as)).headers.get('location');
      if (next === null) throw new Error(`nowhere to go from ${here}`);
      way.push(new URL(next, here).href);
    }
    throw new Error(`no end: ${way.join(' → ')}`);
  }

  #press(here: string, page: string, as: string): Promise<Response> {
    const action = new URL(/action="([^"]+)"/.exec(page)?.[1] ?? here, here).href;
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1] ?? '';
    return this.ask(action, prompt === 'login' ? { prompt, login: as, password: 'any' } : { prompt });
  }

  cookiesOf(url: string): string {
    return [...(this.#cookies.get(new URL(url).host) ?? [])].map(([name, value]) => `${name}=${value}`).join('; ');
  }
}
