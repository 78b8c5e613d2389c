// Whoever is asked for a shift, and whoever asked once it is answered, hears of it without a page open. The requests themselves are the queue: each way that one
// stands is told once, and a mark in the store says so. Nothing here is urgent: it is looked at every few seconds, and what has been overtaken is told no more.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { GatewaySwap } from '../contracts/system/gateway.ts';
import type { Channel } from '../contracts/terms.ts';
import type { DistrictRegistry } from '../store/district.ts';
import type { Registry } from '../store/registry.ts';
import { isAsked, readSwapRequests, type SwapRequest } from '../store/swapRequests.ts';
import { beginSwapsTold, forgetSwapsTold, markSwapTold, readSwapsTold } from '../store/swapsTold.ts';
import { gatewaySwap, type SwapNews } from '../wording/outsideSwap.ts';
import type { Gateway } from './gateway.ts';
import { pause } from './pause.ts';

const lookEveryMs = 5_000;
/** A telephone does not ring at night for a shift of next week. */
const neverThrough: ReadonlySet<Channel> = new Set(['app', 'voice']);

export type SwapsOutParts = {
  redis: Redis;
  gateways: readonly Gateway[];
  registry: Pick<Registry, 'all'>;
  publicUrl: string;
  log: Pick<Logger, 'info' | 'warn'>;
  everyMs?: number;
  now?: () => number;
};

type Due = { key: string; to: string; news: SwapNews };

export class SwapsOut {
  readonly #parts: SwapsOutParts;
  readonly #ending = new AbortController();
  /** By district and key. */
  readonly #underWay = new Map<string, AbortController>();
  readonly #now: () => number;

  constructor(parts: SwapsOutParts) {
    this.#parts = parts;
    this.#now = parts.now ?? (() => Date.now());
    void this.#run();
  }

  stop(): void {
    this.#ending.abort();
    for (const calledOff of this.#underWay.values()) calledOff.abort();
  }

  async #run(): Promise<void> {
    const { registry, log, everyMs = lookEveryMs } = this.#parts;
    while (!this.#ending.signal.aborted) {
      for (const district of registry.all())
        await this.#look(district).catch((error: unknown) =>
          log.warn({ error: String(error), district: district.id }, 'notifier: swaps could not be read, again soon'),
        );
      await pause(everyMs, this.#ending.signal);
    }
  }

  async #look(district: DistrictRegistry): Promise<void> {
    const { redis } = this.#parts;
    const [now, requests] = [this.#now(), await readSwapRequests(redis, district.id)];
    const told = await readSwapsTold(redis, district.id);
    if (told === undefined) {
      const news = requests.flatMap((one) => (one.state === 'asked' ? [] : [keyOf(one)]));
      return beginSwapsTold(redis, district.id, { news, now });
    }
    const ids = new Set(requests.map(({ id }) => id));
    const gone = [...told].filter((key) => !ids.has(idIn(key)));
    await forgetSwapsTold(redis, district.id, gone);
    const due = new Map(requests.flatMap((one) => dueOf(one, now)).map((one) => [`${district.id}/${one.key}`, one]));
    for (const [place, calledOff] of this.#underWay)
      if (place.startsWith(`${district.id}/`) && !due.has(place)) calledOff.abort(); // answered meanwhile, or begun
    for (const [place, one] of due)
      if (!told.has(one.key) && !this.#underWay.has(place)) this.#start(place, one, district);
  }

  #start(place: string, one: Due, district: DistrictRegistry): void {
    const { log } = this.#parts;
    const gateway = this.#gatewayFor(district);
    if (!gateway?.hasRoomFor(one.to)) return;
    const message = this.#messageOf(one, district, gateway.channel.name);
    if (message === undefined) return; // no number of theirs is known: told once it is, while it still counts
    const calledOff = new AbortController();
    this.#underWay.set(place, calledOff);
    this.#carry({ gateway, one, message }, district.id, calledOff.signal)
      .catch((error: unknown) => log.warn({ swap: one.news.id, error: String(error) }, 'notifier: a swap was not told'))
      .finally(() => this.#underWay.delete(place));
  }

  async #carry(
    { gateway, one, message }: { gateway: Gateway; one: Due; message: GatewaySwap },
    district: string,
    signal: AbortSignal,
  ): Promise<void> {
    const { redis, log } = this.#parts;
    const settled = await gateway.carry(message, one.to, signal);
    if (settled === undefined) return; // called off, or tried again with the next look
    await markSwapTold(redis, district, { news: one.key, now: this.#now() });
    const said = { swap: one.news.id, change: one.news.change, how: settled.kind };
    if (settled.kind === 'refused') log.warn({ ...said, why: settled.why }, 'notifier: news of a swap was refused');
    else log.info(said, 'notifier: news of a swap was told');
  }

  /** One of them: a text twice is none the better. A gateway in earnest goes before a recorder. */
  #gatewayFor({ bundle }: DistrictRegistry): Gateway | undefined {
    const those = bundle.policy.channels
      .filter((name) => !neverThrough.has(name))
      .flatMap((name) => this.#parts.gateways.find(({ channel }) => channel.name === name) ?? []);
    return those.find(({ channel }) => channel.gateway !== 'recorder') ?? those[0];
  }

  #messageOf({ key, to, news }: Due, district: DistrictRegistry, channel: Channel): GatewaySwap | undefined {
    const responder = district.responders.get(to);
    const delivery = `swap/${district.id}/${key}`;
    return responder && gatewaySwap(news, { channel, district, responder, publicUrl: this.#parts.publicUrl, delivery });
  }
}

const keyOf = ({ id, state }: Pick<SwapRequest, 'id' | 'state'>): string => `${id}/${state}`;
const idIn = (key: string): string => key.slice(0, key.lastIndexOf('/'));

/** Whom the way that it stands concerns; nobody once the shift has begun. */
function dueOf(one: SwapRequest, now: number): Due[] {
  const { id, asker, colleague, given, back, state, expires } = one;
  const about = { key: keyOf(one), news: { id, isSwap: back !== undefined, from: given.from, to: given.to } };
  if (isAsked(one, now))
    return [{ ...about, to: colleague, news: { ...about.news, change: 'asked', deadline: expires } }];
  if ((state !== 'agreed' && state !== 'refused') || given.from <= now) return [];
  return [{ ...about, to: asker, news: { ...about.news, change: state } }];
}
