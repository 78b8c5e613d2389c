// Whoever has not given their sign of life is asked by a text, or their contacts are, as they have agreed to it (docs/decisions/047). The state of the check-ins is the queue:
// who is `asked` is told once for each time, and a mark says so. What has been overtaken is told no more.
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { KeptCheckIn } from '../contracts/device/checkIns.ts';
import { asksOf, checkInRuleOf } from '../contracts/office/checkIn.ts';
import type { Resident } from '../contracts/office/community.ts';
import type { Channel } from '../contracts/terms.ts';
import { forgetCheckInsTold, markCheckInTold, readCheckIns, readCheckInsTold } from '../store/checkIns.ts';
import type { DistrictRegistry } from '../store/district.ts';
import type { Registry } from '../store/registry.ts';
import { type CheckInNews, gatewayCheckIn } from '../wording/outsideCheckIn.ts';
import type { Gateway } from './gateway.ts';
import { pause } from './pause.ts';

const lookEveryMs = 15_000;
const markKeptMs = 3 * 24 * 3_600_000;
/** A messenger reaches colleagues; residents and their families have telephones. What a community built itself knows what it can do. */
const isOfTheirOwn: ReadonlySet<string> = new Set(['webhook', 'recorder']);
/** A text can be read later; a telephone that rings and says that somebody is missing frightens. */
const neverThrough: ReadonlySet<Channel> = new Set(['app', 'voice']);

export type CheckInsOutParts = {
  redis: Redis;
  gateways: readonly Gateway[];
  registry: Pick<Registry, 'all'>;
  publicUrl: string;
  log: Pick<Logger, 'info' | 'warn'>;
  everyMs?: number;
  now?: () => number;
};

type Due = { key: string; news: CheckInNews };

export class CheckInsOut {
  readonly #parts: CheckInsOutParts;
  readonly #ending = new AbortController();
  /** By district and key. */
  readonly #underWay = new Map<string, AbortController>();
  readonly #now: () => number;

  constructor(parts: CheckInsOutParts) {
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
          log.warn(
            { error: String(error), district: district.id },
            'notifier: check-ins could not be read, again soon',
          ),
        );
      await pause(everyMs, this.#ending.signal);
    }
  }

  async #look(district: DistrictRegistry): Promise<void> {
    const { redis } = this.#parts;
    const told = district.bundle.residents.filter(isTold);
    const gateway = this.#gatewayFor(district);
    const where = { shard: district.shard, district: district.id };
    const marks = await readCheckInsTold(redis, where);
    const now = this.#now();
    const old = [...marks].flatMap(([key, at]) => (now - at > markKeptMs ? [key] : []));
    await forgetCheckInsTold(redis, where, old); // also where nobody is told any more
    if (told.length === 0 || gateway === undefined) return;
    const { of: kept } = await readCheckIns(redis, where);
    const due = told.flatMap((resident) => dueOf(resident, kept.get(resident.id), { district, now }));
    const places = new Set(due.map(({ key }) => `${district.id}/${key}`));
    for (const [place, calledOff] of this.#underWay)
      if (place.startsWith(`${district.id}/`) && !places.has(place)) calledOff.abort(); // seen meanwhile, or somebody goes
    for (const one of due) if (!marks.has(one.key)) this.#start(one, district, gateway);
  }

  #start({ key, news }: Due, district: DistrictRegistry, gateway: Gateway): void {
    const { log, publicUrl } = this.#parts;
    const place = `${district.id}/${key}`;
    if (this.#underWay.has(place) || !gateway.hasRoomFor(news.phone)) return;
    const calledOff = new AbortController();
    this.#underWay.set(place, calledOff);
    const message = gatewayCheckIn(news, { channel: gateway.channel.name, district, publicUrl });
    gateway
      .carry(message, news.phone, calledOff.signal)
      .then(async (settled) => {
        if (settled === undefined) return; // called off, or tried again with the next look
        await markCheckInTold(this.#parts.redis, { shard: district.shard, district: district.id }, key, this.#now());
        log.info({ delivery: message.delivery, how: settled.kind }, 'notifier: somebody was asked for a sign of life');
      })
      .catch((error: unknown) => log.warn({ key, error: String(error) }, 'notifier: a check-in was not asked for'))
      .finally(() => this.#underWay.delete(place));
  }

  /** One of them: a text twice is none the better. A gateway in earnest goes before a recorder. */
  #gatewayFor({ bundle }: DistrictRegistry): Gateway | undefined {
    const those = bundle.policy.channels
      .filter((name) => !neverThrough.has(name))
      .flatMap((name) => this.#parts.gateways.find(({ channel }) => channel.name === name) ?? [])
      .filter(({ channel }) => channel.name === 'sms' || isOfTheirOwn.has(channel.gateway));
    return those.find(({ channel }) => channel.gateway !== 'recorder') ?? those[0];
  }
}

const isTold = ({ checkIn }: Resident): boolean =>
  checkIn !== undefined && asksOf(checkIn).some((way) => way !== 'device');

/** Whom to tell while the resident is asked; nobody once somebody goes, or they were seen. */
function dueOf(
  { id: resident, checkIn, phone, contacts }: Resident,
  state: KeptCheckIn | undefined,
  { district, now }: { district: DistrictRegistry; now: number },
): Due[] {
  if (checkIn === undefined || state?.state !== 'asked') return [];
  if (now - state.at > Math.max(1, checkInRuleOf(district.bundle.policy).askedMinutes) * 60_000) return [];
  const ways = asksOf(checkIn);
  const of = { resident, day: state.day, due: state.due };
  const own = phone !== undefined && ways.includes('phone') ? [{ ...of, phone }] : [];
  const others = ways.includes('contacts')
    ? contacts.flatMap((one, contact) => (one.agreed?.includes('opened') ? [{ ...of, contact, phone: one.phone }] : []))
    : [];
  return [...own, ...others].map((news) => ({
    key: `${resident}/${state.due}/${'contact' in news ? news.contact : 'self'}`,
    news,
  }));
}
