// Providers of SMS and calls report what became of a message: received, answered, and which key was pressed. Key 1 in an offer is a
// yes of that leg and no other; whatever else was pressed, or nothing, is a receipt of a call that was answered. They sign nothing: what proves them is the secret in the
// address, which is in no log. Stored before 2xx; what is not, they send again.
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { type Static, Type } from 'typebox';
import { Refusal } from '../../../contracts/session/refusal.ts';
import type { GatewayReply } from '../../../contracts/system/gateway.ts';
import { type Correlated, readCorrelation } from '../../../store/correlations.ts';
import { keep } from '../ask.ts';
import { bytesOf, takeBytes } from '../bodies.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { type GatewayParts, inputOfReply } from './gatewayReplies.ts';
import { type Provider, providers, type Report, readReports } from './providerReports.ts';

export type ReceiptParts = Omit<GatewayParts, 'gatewaySecret' | 'clock'> & {
  clock: { now(): number };
  /** the secret part of the address that providers report to; undefined: no reports are taken */
  receiptsSecret: string | undefined;
};

/** What each provider takes for "we have it". */
const taken: Readonly<Record<Provider, object>> = {
  aliyun: { code: 0, msg: '接收成功' },
  tencent: { result: 0, errmsg: 'OK' },
};

/** Providers bundle; a report of theirs is a few hundred bytes. */
const reportsAtMostBytes = 1024 * 1024;

const Params = Type.Object({ provider: Type.String(), secret: Type.String() });

export function addProviderReceipts(app: App, parts: ReceiptParts): void {
  app.register(async (scope) => {
    takeBytes(scope);
    const asks = route(
      'gateway.reply',
      'a provider of SMS or calls: what became of a message, and which key was pressed',
      {
        params: Params,
        response: { 200: Type.Unknown(), 404: Refusal, 503: Type.Unknown() },
      },
    );
    const path = '/api/v1/receipts/:provider/:secret';
    scope.post(path, { ...asks, bodyLimit: reportsAtMostBytes }, async (request, reply) => {
      const provider = provenProvider(parts, request.params as Static<typeof Params>);
      const reports = readReports(provider, bytesOf(request).toString('utf8'));
      if (reports === undefined) throw new Refused('bad_request', 'body');
      const unknown: Report[] = [];
      for (const report of reports) if (!(await take(parts, provider, report, request))) unknown.push(report);
      if (unknown.length > 0)
        request.log.warn({ provider, unknown: unknown.length }, 'console: reports of messages that we do not know');
      const now = parts.clock.now();
      if (provider === 'tencent' && unknown.some((report) => mayBeFaster(report, now)))
        return reply.code(503).send({ result: 1, errmsg: 'not known yet' });
      return taken[provider];
    });
  });
}

/** So long after something happened we may not have heard yet what Tencent calls it. */
const namedWithinMs = 60_000;

/**
 * A message of Tencent has its name only once it was taken: a report may be faster, and must come again. One that is older is about
 * something else that is sent with the same account, and would come again for nothing; only a key is too much to lose.
 */
const mayBeFaster = ({ key, at }: Report, now: number): boolean =>
  key !== undefined || (at !== undefined && now - at < namedWithinMs);

/** @throws Refused as for an address that there is not */
function provenProvider(
  { receiptsSecret }: ReceiptParts,
  { provider, secret }: { provider: string; secret: string },
): Provider {
  const known = providers.find((one) => one === provider);
  if (known === undefined || receiptsSecret === undefined || !isSame(secret, receiptsSecret))
    throw new Refused('not_found', 'address');
  return known;
}

const isSame = (a: string, b: string): boolean => timingSafeEqual(digest(a), digest(b));
const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

/**
 * Stores what a report comes to.
 * @returns false when no message of ours is known by it
 * @throws Refused when it could not be stored
 */
async function take(
  parts: ReceiptParts,
  provider: Provider,
  report: Report,
  request: FastifyRequest,
): Promise<boolean> {
  const about = await knownBy(parts, provider, report);
  if (about === undefined) return false;
  const word = wordOf(report, about);
  if (word === undefined) return true;
  const { delivery, responder, channel } = about;
  const reply: GatewayReply = { delivery, responder, reply: word };
  try {
    const { shard, input } = await inputOfReply(parts, reply, channel);
    await keep(parts, { shard, input, log: request.log });
  } catch (error) {
    if (!(error instanceof Refused) || error.code === 'store_unavailable') throw error;
    // Of an incident that is no longer here: to be told again would not help.
    request.log.warn({ delivery, code: error.code }, 'console: a report about a leg that cannot be answered');
  }
  return true;
}

async function knownBy({ redis }: ReceiptParts, provider: Provider, { ids }: Report): Promise<Correlated | undefined> {
  for (const id of ids) {
    const known = await readCorrelation(redis, id);
    if (known?.gateway.startsWith(`${provider}_`)) return known;
  }
  return undefined;
}

/** Only an offer by telephone asks for a yes, and only where the call has said which key is one. */
function wordOf({ reached, key }: Report, { kind, gateway, keys }: Correlated): GatewayReply['reply'] | undefined {
  if (key === '1' && keys && kind === 'offer' && gateway.endsWith('_voice')) return 'accept';
  return reached && kind !== 'swap' && kind !== 'check_in' ? 'receipt' : undefined; // no answer to these is taken
}
