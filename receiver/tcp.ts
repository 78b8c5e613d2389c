// A port that pendants and cards dial. Frames are cut out of the stream, however it comes; each is answered, where the protocol wants it, once what it says is
// on disk, and one after the other, so that nobody is answered for what came behind.
import { createServer, type Socket } from 'node:net';
import type { FrameVerdict, TcpAdapter } from '../adapters/adapter.ts';
import { inWgs84 } from '../adapters/placed.ts';
import { wires } from '../adapters/wires.ts';
import { noteRefused, rawOf } from '../store/foreign/watching.ts';
import { type DoorParts, type OpenDoor, readSafely, type SourceOf, sourceSecrets } from './parts.ts';

/** A pendant says that it lives every five minutes; beyond this its connection is dead. */
const idleMs = 15 * 60_000;
/** All pendants of a large community; a carrier may bring many of them from one address. */
const connectionsAtMost = 4_000;
const ofOneAddress = 1_000;

/** @throws when the family speaks no TCP, or the port is taken */
export async function listenFor(
  parts: DoorParts,
  { district, source, host }: SourceOf & { host: string },
): Promise<OpenDoor> {
  const adapter = wires[source.family];
  if (!adapter || source.port === undefined) throw new Error(`${source.family} is no family that dials a port`);
  const sockets = new Set<Socket>();
  const fromThere = (socket: Socket): number =>
    [...sockets].filter(({ remoteAddress }) => remoteAddress === socket.remoteAddress).length;
  const server = createServer({ noDelay: true }, (socket) => {
    if (fromThere(socket) >= ofOneAddress) return void socket.destroy();
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    serve(parts, socket, adapter, () => parts.find(district.id, source.id));
  });
  server.maxConnections = connectionsAtMost;
  const { port } = source;
  await new Promise<void>((done, fail) => {
    server.once('error', fail);
    server.listen({ host, port }, done);
  });
  server.on('error', (error) => parts.log.warn({ source: source.id, error: error.message }, 'receiver: a port fails'));
  return {
    stop: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serve(parts: DoorParts, socket: Socket, adapter: TcpAdapter, now: () => SourceOf | undefined): void {
  const framing = adapter.framing();
  const connection: { login?: string } = {};
  socket.setTimeout(idleMs, () => socket.destroy());
  socket.on('error', () => socket.destroy());
  const takeFrame = async (frame: Uint8Array): Promise<void> => {
    const found = now();
    if (!found || socket.destroyed) return;
    const { district, source } = found;
    if (source.locked) throw new Error('its secret is locked: the key is missing');
    const { readings, answer, login }: FrameVerdict = readSafely(
      () => adapter.read(frame, connection, sourceSecrets(source), district.known),
      (unread) => ({ readings: unread }),
    );
    if (login !== undefined) connection.login = login;
    const raw = rawOf(`tcp ${connection.login ?? ''}`.trim(), frame);
    const came = { district, source, readings: inWgs84(readings), raw, heardAt: Date.now(), retries: true };
    await parts.door.take(came);
    if (answer) socket.write(answer);
    void parts.door.answered(came);
  };
  // Read on once what came is kept: however fast somebody sends, no more than a chunk waits here.
  const takeChunk = async (chunk: Buffer): Promise<void> => {
    const { frames, tooLong } = framing.push(chunk);
    for (const frame of frames) await takeFrame(frame);
    if (!tooLong) return;
    const found = now();
    if (found) await noteRefused(parts.redis, { shard: found.district.shard, source: found.source.id }, Date.now());
    throw new Error('a frame without an end');
  };
  socket.on('data', (chunk) => {
    socket.pause();
    takeChunk(chunk).then(
      () => socket.resume(),
      (error: unknown) => {
        // Unanswered, it says so again, on the next connection.
        parts.log.warn({ error: String(error) }, 'receiver: a connection ended');
        socket.destroy();
      },
    );
  });
}
