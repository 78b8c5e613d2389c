// Where each responder is, whether their phone is connected and whether they are on duty, as last heard.
import type { Redis } from 'ioredis';
import type { Responder } from '../../../contracts/office/community.ts';
import type { ResponderView } from '../../../contracts/office/responders.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { keptPosition, type Latest, readLatest } from '../../../store/latest.ts';
import type { ServerClock } from '../clock.ts';
import { isOnDuty } from '../office/duty.ts';
import { responderView, type Whereabouts } from '../office/views.ts';

type Parts = { redis: Redis; clock: ServerClock };

export class People {
  readonly #parts: Parts;
  readonly #where = new Map<string, Whereabouts>();
  /** As the pages were told. */
  readonly #onDuty = new Map<string, boolean>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  where(responder: string): Whereabouts | undefined {
    return this.#where.get(responder);
  }

  async read(district: DistrictRegistry): Promise<void> {
    const ids = district.bundle.responders.map(({ id }) => id);
    const positions = await readLatest(this.#parts.redis, district.shard, 'position', ids);
    const presences = await readLatest(this.#parts.redis, district.shard, 'presence', ids);
    ids.forEach((id, i) => {
      if (positions[i] !== undefined) this.hear('position', id, positions[i]);
      if (presences[i] !== undefined) this.hear('presence', id, presences[i]);
    });
  }

  /** @returns false when nothing visible changed */
  hear(kind: Latest['kind'], id: string, value: unknown): boolean {
    const before = this.#where.get(id) ?? { connected: false };
    if (kind === 'position') {
      const said = keptPosition(value);
      if (!said) return false;
      this.#where.set(id, {
        ...before,
        position: [said.lon, said.lat],
        positionAt: this.#parts.clock.now(),
        said,
        connected: true,
      });
      return true;
    }
    const connected = typeof value === 'object' && value !== null && 'connected' in value && value.connected === true;
    this.#where.set(id, { ...before, connected });
    return before.connected !== connected;
  }

  view(responder: Responder, district: DistrictRegistry): ResponderView {
    const onDuty = isOnDuty(responder, district, this.#parts.clock.now());
    this.#onDuty.set(responder.id, onDuty);
    return responderView(responder, this.#where.get(responder.id), onDuty);
  }

  /** Whose shift has begun or ended since they were shown. */
  changedShifts(district: DistrictRegistry): Responder[] {
    const now = this.#parts.clock.now();
    return district.bundle.responders.filter((one) => isOnDuty(one, district, now) !== this.#onDuty.get(one.id));
  }
}
