// Vendors' clouds post to `/in/{vendor}/{source}/{secret}[/…]`. 2xx means that it is on disk; while it cannot be, the vendor is told to come again. The
// secret in the address is the source's password, and is in no log.
import { rmSync } from 'node:fs';
import Fastify, { type FastifyReply, type FastifyRequest, LogController } from 'fastify';
import type { HttpAdapter, HttpAnswer, HttpMessage, HttpVerdict } from '../adapters/adapter.ts';
import { readerOf } from '../adapters/again.ts';
import { inWgs84 } from '../adapters/placed.ts';
import type { Reading } from '../contracts/device/reading.ts';
import { mask } from '../contracts/device/secretMask.ts';
import { at } from '../contracts/ids.ts';
import { sourceLogin } from '../contracts/office/source.ts';
import { raiseAlarm } from '../store/alarms.ts';
import { checkPassword } from '../store/directory.ts';
import { keepRaw, noteRefused, type RawMessage, rawOf } from '../store/foreign/watching.ts';
import { within } from '../store/patience.ts';
import type { Registry } from '../store/registry.ts';
import { type DoorParts, type OpenDoor, readSafely, type SourceOf, sourceSecrets } from './parts.ts';

/** Vendors score how fast they are answered, and some give up for good: the whole answer takes no longer, with the way through the console a second. */
const answersWithinMs = 800;
const bodyAtMost = 256 * 1024;

type HttpParts = DoorParts & { registry: Registry; socket: string };

/** @throws when the socket cannot be listened on */
export async function openHttpDoor(parts: HttpParts): Promise<OpenDoor> {
  const app = Fastify({
    loggerInstance: parts.log,
    logController: new LogController({ disableRequestLogging: true }), // the secret is in the address
    bodyLimit: bodyAtMost,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  });
  app.removeAllContentTypeParsers();
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
  for (const url of ['/in/:vendor/:source/:secret', '/in/:vendor/:source/:secret/*'])
    app.route({ method: ['GET', 'POST'], url, handler: (request, reply) => answer(parts, request, reply) });
  rmSync(parts.socket, { force: true }); // left behind by one that was killed
  await app.listen({ path: parts.socket });
  return { stop: () => app.close() };
}

type Params = { vendor: string; source: string; secret: string; '*'?: string };

async function answer(parts: HttpParts, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  try {
    const { answer: said, came } = await within(answersWithinMs, receive(parts, request));
    if (came && said.status < 300) reply.raw.once('finish', () => void parts.door.answered(came));
    return await reply.code(said.status).type(said.contentType).send(said.body);
  } catch (error) {
    const { source } = request.params as Params;
    parts.log.warn({ source, error: String(error) }, 'receiver: not kept, the vendor is told to come again');
    return await reply.code(503).header('retry-after', '5').type('text/plain').send('not kept, send it again');
  }
}

const plain = (status: number, body: string): HttpAnswer => ({ status, contentType: 'text/plain', body });

/** `came`: what was kept before the answer. */
type Received = { answer: HttpAnswer; came?: Parameters<HttpParts['door']['take']>[0] };

async function receive(parts: HttpParts, request: FastifyRequest): Promise<Received> {
  const { vendor, source: id, secret, '*': path = '' } = request.params as Params;
  const heardAt = Date.now();
  const login = await checkPassword(parts.redis, sourceLogin(id), secret);
  // Unknown and wrong are not told apart. Whoever only guesses names raises no alarm: the count shows it.
  const district = parts.registry.district(login?.district ?? '');
  const found = district?.sources.get(id);
  if (!district || !found || login?.kind !== 'source' || found.door !== 'http' || !isOf(found.family, vendor)) {
    guessed(parts, id, heardAt);
    return { answer: plain(404, 'not found') };
  }
  const one: SourceOf = { district, source: found };
  if (found.locked) throw new Error('its secret is locked: the key is missing'); // else every signature would pass
  const message = messageOf(request, path);
  if (saysNothing(message, found)) return { answer: plain(200, 'ok') }; // somebody looks whether the address is there
  const verdict = safeReaderOf(one)(message, sourceSecrets(found), district.known, heardAt);
  const raw = keptOf(message, found.secret);
  if (verdict.is === 'refused') {
    void refused(parts, one, { why: verdict.why, raw, heardAt });
    return { answer: plain(403, 'refused') };
  }
  if (verdict.is === 'readings') {
    const came = { ...one, readings: inWgs84(verdict.readings), raw, heardAt, retries: true };
    await parts.door.take(came);
    return { answer: verdict.answer, came };
  }
  void kept(parts, one, { ...raw, at: heardAt, led: ['handshake'] });
  return { answer: verdict.answer };
}

/** A mapped vendor may say all of it in the address, and greet without a word. */
const saysNothing = ({ method, query, headers, path }: HttpMessage, { family, mapping }: SourceOf['source']): boolean =>
  method === 'GET' &&
  Object.keys(query).length === 0 &&
  !('echostr' in headers) &&
  (family !== 'mapped' || (path === '' && !mapping?.handshake));

/** The vendor's name in the address is for whoever reads it: capitals do not matter, and a mapped one may be called as one likes. */
const isOf = (family: SourceOf['source']['family'], vendor: string): boolean =>
  family === 'mapped' || family.toLowerCase() === vendor.toLowerCase();

/** Never throws for what came. @throws when nobody can read what this source sends */
function safeReaderOf({ source }: SourceOf): HttpAdapter['read'] {
  const read = readerOf(source) ?? (source.family === 'mapped' ? unmapped : undefined);
  if (!read) throw new Error(`nobody reads what the source ${source.id} posts`);
  return (...of) => readSafely(() => read(...of), unread);
}

const unread = (readings: Reading[]): HttpVerdict => ({ is: 'readings', readings, answer: plain(200, 'ok') });
/** While nobody has made its mapping: what comes is kept, so that one can be made of it, and the duty officer is told. */
const unmapped: HttpAdapter['read'] = () => unread([{ is: 'check', why: 'unreadable' }]);

function messageOf(request: FastifyRequest, path: string): HttpMessage {
  const one = (value: unknown): string => (Array.isArray(value) ? String(value[0] ?? '') : String(value ?? ''));
  const texts = (fields: object): Record<string, string> =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, one(value)]));
  return {
    method: request.method === 'GET' ? 'GET' : 'POST',
    path,
    query: texts(request.query as object),
    headers: texts(request.headers),
    body: Buffer.isBuffer(request.body) ? request.body : new Uint8Array(),
  };
}

/** As it is kept: without the vendor's secret, where that stands in the address or a header. */
function keptOf({ method, path, query, headers, body }: HttpMessage, secret = '') {
  const hidden = (value: string): string => (secret === '' ? value : value.replaceAll(secret, mask));
  const masked = ([name, value]: [string, string]): [string, string] => [name, hidden(value)];
  const asked = new URLSearchParams(Object.entries(query).map(masked)).toString();
  return rawOf(`${method} /${hidden(path)}${asked === '' ? '' : `?${asked}`}`, body, {
    contentType: headers['content-type'],
    headers: Object.fromEntries(
      Object.entries(headers)
        .filter(([name]) => !usualHeaders.test(name))
        .map(masked),
    ),
  });
}

/** What every request has, and what the way to us adds; no vendor signs by it. */
const usualHeaders =
  /^(?:host|connection|content-(?:length|type|encoding)|transfer-encoding|accept.*|user-agent|x-forwarded-.*|x-real-ip|forwarded|via|cookie|te|expect|origin|referer|cache-control|pragma|priority|upgrade.*|sec-.*)$/;

/** Nobody waits for what is kept to look at. */
const kept = ({ redis, log }: HttpParts, { district, source }: SourceOf, raw: RawMessage): Promise<void> =>
  keepRaw(redis, { shard: district.shard, source: source.id }, raw).catch((error: unknown) =>
    log.warn({ source: source.id, error: String(error) }, 'receiver: a message was not kept to look at'),
  );

/** A wrong secret for a source that there is. Nobody waits for the count. */
function guessed({ redis, registry, log }: HttpParts, id: string, now: number): void {
  const district = registry.all().find((one) => one.sources.get(id)?.door === 'http');
  if (!district) return;
  log.warn({ source: id, why: 'secret' }, 'receiver: refused');
  noteRefused(redis, { shard: district.shard, source: id }, now).catch((error: unknown) =>
    log.warn({ source: id, error: String(error) }, 'receiver: a refusal was not counted'),
  );
}

/** A bad signature may be a lost SOS: it is counted, and the duty officer is told. */
async function refused(
  parts: HttpParts,
  one: SourceOf,
  { why, raw, heardAt: now }: { why: string; raw: Omit<RawMessage, 'at' | 'led'>; heardAt: number },
): Promise<void> {
  const { redis, log } = parts;
  const { district, source } = one;
  log.warn({ source: source.id, why }, 'receiver: refused');
  void kept(parts, one, { ...raw, at: now, led: [`refused ${why}`] }); // so that whoever mends the check sees what it refuses
  try {
    await noteRefused(redis, { shard: district.shard, source: source.id }, now);
    await raiseAlarm(redis, {
      code: 'source_refused',
      subject: `${district.id}/${source.id}`,
      district: district.id,
      since: at(now),
      figures: { name: source.name, why },
    });
  } catch (error) {
    log.warn({ source: source.id, error: String(error) }, 'receiver: a refusal was not counted');
  }
}
