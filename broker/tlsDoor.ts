// MQTT over TLS. A connection has waited in the waiting room like any other, and its handshake is part of its turn there: what does not
// come on, or is no TLS at all, keeps nobody else waiting. Who comes with a certificate is named by it (CN); whether that login stands is
// asked of the directory, as with a password.
import type { Socket } from 'node:net';
import { createServer, type TLSSocket } from 'node:tls';
import type { Logger } from 'pino';
import type { Served } from '../certificates/served.ts';

/** By what somebody came: the name in a certificate that an authority of ours has signed, and the certificate's SHA-256 in hex. */
export type Proof = { login: string; fingerprint: string };

export type TlsDoorParts = {
  served: Served;
  /** who has no certificate is turned away; else they need a password */
  certificateNeeded: boolean;
  handshakeWithinMs: number;
  log: Pick<Logger, 'info' | 'warn'>;
  /** @param socket the connection in clear, as it is read from now on @param proof undefined: without a certificate */
  entered: (raw: Socket, socket: TLSSocket, proof: Proof | undefined) => void;
};

export class TlsDoor {
  readonly #parts: TlsDoorParts;
  readonly #server: ReturnType<typeof createServer>;
  /** Connections whose handshake is under way, by the other end's address. */
  readonly #coming = new Map<string, Socket>();

  constructor(parts: TlsDoorParts) {
    this.#parts = parts;
    this.#server = createServer({
      ...parts.served,
      requestCert: true,
      rejectUnauthorized: false, // refused below, with words
      handshakeTimeout: parts.handshakeWithinMs,
    });
    this.#server.on('secureConnection', (socket) => this.#enter(socket));
    this.#server.on('tlsClientError', (error, socket) => {
      parts.log.info({ address: socket.remoteAddress, error: wordsOf(error) }, 'broker: a TLS handshake failed');
      socket.destroy();
    });
  }

  /** Begins the handshake of a connection whose turn has come. */
  admit(raw: Socket): void {
    const peer = peerOf(raw);
    this.#coming.set(peer, raw);
    raw.once('close', () => {
      if (this.#coming.get(peer) === raw) this.#coming.delete(peer);
    });
    this.#server.emit('connection', raw);
  }

  /** What is served to whoever comes from now on. Connections that stand go on. */
  serve(served: Served): void {
    this.#server.setSecureContext(served);
  }

  #enter(socket: TLSSocket): void {
    const peer = peerOf(socket);
    const raw = this.#coming.get(peer);
    this.#coming.delete(peer);
    socket.on('error', () => socket.destroy()); // whoever reads it later listens for themselves
    if (!raw) {
      socket.destroy(); // its connection has ended meanwhile
      return;
    }
    const shown = whoShows(socket, this.#parts.certificateNeeded);
    if ('error' in shown) {
      this.#parts.log.warn({ address: socket.remoteAddress, ...shown }, 'broker: a connection over TLS was refused');
      socket.destroy();
    } else this.#parts.entered(raw, socket, shown.proof);
  }
}

/** Whom a certificate names; `error`: it counts for nothing, and so does the connection. */
function whoShows(
  socket: TLSSocket,
  needed: boolean,
): { proof: Proof | undefined } | { login?: string; error: string } {
  const certificate = socket.getPeerX509Certificate();
  if (!certificate) return needed ? { error: 'no client certificate, and one is required' } : { proof: undefined };
  const login = commonNameOf(certificate.subject);
  if (login === undefined) return { error: 'client certificate: it names no login (CN)' };
  if (!socket.authorized) return { login, error: `client certificate: ${socket.authorizationError}` };
  // A session may be resumed long after its handshake.
  if (Date.now() > new Date(certificate.validTo).getTime())
    return { login, error: 'client certificate: CERT_HAS_EXPIRED' };
  return { proof: { login, fingerprint: fingerprintOf(certificate.fingerprint256) } };
}

const peerOf = ({ remoteAddress, remotePort }: Socket): string => `${remoteAddress} ${remotePort}`;

/** Node writes one attribute a line; an escaped line break is no line. */
const commonNameOf = (subject: string): string | undefined =>
  /^CN=(.{1,64})$/.exec(subject.split('\n').find((line) => line.startsWith('CN=')) ?? '')?.[1];

const fingerprintOf = (text: string): string => text.replaceAll(':', '').toLowerCase();

/** OpenSSL's reason where there is one: "wrong version number" says more than the line it stands in. */
function wordsOf(error: Error & { code?: string; reason?: string }): string {
  return error.reason ?? error.code ?? error.message;
}
