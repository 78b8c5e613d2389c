// Every HTTP door, and who is let through it. Who asks and whether they may is settled before a byte of a body is read: four
// bodies of 62 MB from nobody once stopped the console for a minute. A route without a line of contracts/session/rights.ts does not start.

import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { isOfNoArea, may, mayBeforeEnrolling, type Right, whileLocked } from '../../../contracts/session/rights.ts';
import type { Me } from '../../../contracts/session/session.ts';
import { districtWithin } from '../../../store/districtWithin.ts';
import type { Registry } from '../../../store/registry.ts';
import type { Held } from '../../../store/tokens.ts';
import { districtOf } from '../district.ts';
import { Refused } from '../refusal.ts';
import type { App } from '../resource.ts';
import { meOf } from './caller.ts';
import { isFromElsewhere } from './origin.ts';
import { UnderWay } from './underWay.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    right?: Right;
    /** of somebody bound to an area it shows and takes only what lies within */
    narrows?: boolean;
  }
  interface FastifyRequest {
    me: Me | null;
    held: Held | null;
  }
  interface FastifyInstance {
    doors: readonly Door[];
  }
}

/** A route as it was added. */
export type Door = { method: string; url: string; right: Right; narrows: boolean };

/** Routes of the plugins that serve pages and the description of the interface. */
const ofPlugins: readonly { begins: string; right: Right }[] = [
  { begins: '/api/docs', right: 'docs.read' },
  { begins: '/*', right: 'page.read' },
];
/** Doors that become a WebSocket; at any other nobody has asked for one who means well, and a socket would be theirs for nothing. */
const webSockets: ReadonlySet<Right> = new Set<Right>(['live.open', 'mqtt.open']);
/** Answered while the store is away too: nobody is looked up for them. */
const withoutLookingUp: ReadonlySet<Right> = new Set<Right>(['page.read', 'docs.read', 'system.probe', 'source.post']);

export type DoorParts = {
  /** the address that people know us by */
  publicUrl: string;
  /** by which a program reads the metrics; undefined: by none */
  metricsToken: string | undefined;
  weatherToken?: string | undefined;
  /** finds out who a request comes from; null: nobody we know */
  whoAsks(request: FastifyRequest): Promise<Held | null>;
  /** who they are, as they are told */
  meOfHeld?(held: Held): Me;
};

/** Guards all routes that are added after it. */
export function guardDoors(
  app: App,
  { publicUrl, metricsToken, weatherToken, whoAsks, meOfHeld = ({ grant }) => meOf(grant) }: DoorParts,
): void {
  const doors: Door[] = [];
  const underWay = new UnderWay();
  app.decorate('doors', doors);
  app.decorateRequest('me', null);
  app.decorateRequest('held', null);
  app.addHook('onRoute', (route) => {
    const right = route.config?.right ?? ofPlugins.find(({ begins }) => route.url.startsWith(begins))?.right;
    if (right === undefined)
      throw new Error(`${route.method} ${route.url} names no line of contracts/session/rights.ts`);
    route.config = { ...route.config, right };
    for (const method of [route.method].flat())
      doors.push({ method, url: route.url, right, narrows: route.config.narrows === true });
  });
  app.addHook('onRequest', async (request, reply) => {
    // A connection that asked to become a WebSocket and was answered otherwise belongs to nobody: Node would keep it for ever.
    if (request.headers.upgrade !== undefined) reply.raw.once('finish', () => request.raw.socket.destroySoon());
    // Whoever asks is told by it where they are, and a passkey is made for it; a probe of HTTP/1.0 names none.
    if (request.host && !URL.canParse(`http://${request.host}`)) throw new Refused('bad_request', 'host');
    if (request.is404) throw new Refused('not_found', request.method === 'GET' ? undefined : request.url);
    const { right, narrows = false } = request.routeOptions.config;
    if (right === undefined) throw new Refused('not_allowed');
    if (wantsSocket(request) && !webSockets.has(right)) throw new Refused('bad_request', 'upgrade');
    if (isFromElsewhere(request, publicUrl)) throw new Refused('other_origin');
    if (withoutLookingUp.has(right)) return;
    if (may('scraper', right) && bears(request, metricsToken)) return; // nobody is looked up: it is read while the store is away
    if (may('warner', right) && bears(request, weatherToken)) return;
    request.held = await whoAsks(request);
    request.me = request.held && meOfHeld(request.held);
    if (!may(request.me?.role ?? 'nobody', right)) throw new Refused(request.me ? 'not_allowed' : 'not_signed_in');
    if (request.held?.grant.enrolFirst && !mayBeforeEnrolling(right)) throw new Refused('second_factor_missing');
    if (request.held?.grant.area && !narrows && !isOfNoArea(right)) throw new Refused('not_for_part');
    if (request.held?.locked && !whileLocked.has(right)) throw new Refused('screen_locked');
    if (request.held && request.method === 'GET' && request.headers.upgrade === undefined)
      await underWay.enter(request.held.digest, (leave) => whenOver(request, reply, leave));
  });
}

/**
 * Calls back once a request is over: answered, or given up. Whoever goes while it is looked up who they are, or before their turn has come on a
 * connection with others, closes the connection and no answer.
 */
export function whenOver({ raw: { socket } }: FastifyRequest, { raw: answer }: FastifyReply, over: () => void): void {
  const once = (): void => {
    socket.off('close', once);
    answer.off('close', once);
    over();
  };
  if (socket.destroyed) {
    over();
    return;
  }
  socket.once('close', once);
  answer.once('close', once);
}

const wantsSocket = ({ headers }: FastifyRequest): boolean =>
  headers.upgrade !== undefined && /\bupgrade\b/i.test(headers.connection ?? '');

function bears({ headers }: FastifyRequest, token: string | undefined): boolean {
  if (token === undefined || headers.authorization === undefined) return false;
  const digest = (text: string): Buffer => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(headers.authorization), digest(`Bearer ${token}`));
}

/** Who asks, on a route that nobody unknown may use, and by which session or token. @throws Refused */
export function whoAsks({ me, held }: FastifyRequest): { me: Me; held: Held } {
  if (!me || !held) throw new Refused('not_signed_in');
  return { me, held };
}

/**
 * The same with their district as far as their rights reach. `whole`: all of it, for what can be reckoned from all of it only; nothing that
 * lies outside may leave by it.
 * @throws Refused while it has not been imported
 */
export function whoAsksHere(parts: { registry: Registry }, request: FastifyRequest) {
  const who = whoAsks(request);
  const whole = districtOf(parts, who.me.district);
  const { area } = who.held.grant;
  return { ...who, whole, district: area === undefined ? whole : districtWithin(whole, area) };
}
