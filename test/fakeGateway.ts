// A gateway of a test's own: a real HTTP server that takes, hangs, fails or refuses as the test says, and remembers what came.
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { GatewayMessage } from '../contracts/system/gateway.ts';

/** A request as it came in. */
export type Arrived = { message: GatewayMessage; headers: IncomingMessage['headers']; body: string; path: string };
/** How it answers; `hang`: never; `drop`: closes the connection in the middle. */
export type Manner = { status: number; body?: string; headers?: Record<string, string> } | 'hang' | 'drop';

export class FakeGateway {
  readonly arrived: Arrived[] = [];
  #server: Server | undefined;
  #port = 0;
  /** How it treats a message; may differ from one to the next. */
  manner: (arrived: Arrived) => Manner = () => ({ status: 202 });

  static async start(): Promise<FakeGateway> {
    const gateway = new FakeGateway();
    await gateway.comeBack();
    return gateway;
  }

  get url(): string {
    return `http://127.0.0.1:${this.#port}/hook`;
  }

  /** The messages that came, in order. */
  get messages(): GatewayMessage[] {
    return this.arrived.map(({ message }) => message);
  }

  deliveries(): string[] {
    return this.messages.map(({ delivery }) => delivery);
  }

  /** Nobody listens any more. */
  async goAway(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise((done) => server.close(done));
    server.closeAllConnections();
    await closed;
  }

  /** Listens (again), on the same port. */
  async comeBack(): Promise<void> {
    const server = createServer((request, response) => this.#take(request, response));
    this.#server = server;
    await new Promise<void>((done, failed) =>
      server.once('error', failed).listen({ port: this.#port, host: '127.0.0.1' }, done),
    );
    const address = server.address();
    if (typeof address === 'object' && address) this.#port = address.port;
  }

  #take(request: IncomingMessage, response: ServerResponse): void {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString('utf8');
      const arrived: Arrived = {
        message: JSON.parse(body === '' ? '{}' : body) as GatewayMessage,
        headers: request.headers,
        body,
        path: request.url ?? '',
      };
      this.arrived.push(arrived);
      const manner = this.manner(arrived);
      if (manner === 'hang') return;
      if (manner === 'drop') request.socket.destroy();
      else response.writeHead(manner.status, manner.headers).end(manner.body ?? '');
    });
  }
}
