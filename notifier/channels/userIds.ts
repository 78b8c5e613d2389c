// Whom a messenger knows under a telephone number. Asked once a day for each: these interfaces are narrowly limited.
import type { Outcome } from '../channel.ts';

const keptMs = 24 * 3_600_000;
/** Somebody who is not known there may be entered any minute. */
const unknownKeptMs = 600_000;
const keptAtMost = 10_000;

export type Found = { user: string } | Exclude<Outcome, { kind: 'received' | 'accepted' | 'recorded' }>;

export class UserIds {
  readonly #look: (phone: string, signal: AbortSignal) => Promise<Found>;
  readonly #known = new Map<string, { found: Found; until: number }>();

  constructor(look: (phone: string, signal: AbortSignal) => Promise<Found>) {
    this.#look = look;
  }

  /** @returns the id, or what is to come of a message to somebody whose id is not known */
  async of(phone: string, signal: AbortSignal): Promise<Found> {
    const known = this.#known.get(phone);
    if (known && known.until > performance.now())
      return 'user' in known.found || known.found.kind !== 'refused' ? known.found : { ...known.found, asked: false };
    const found = await this.#look(phone, signal);
    if (!('user' in found) && found.kind === 'failed') return found;
    if (this.#known.size >= keptAtMost) this.#known.clear();
    this.#known.set(phone, { found, until: performance.now() + ('user' in found ? keptMs : unknownKeptMs) });
    return found;
  }
}
