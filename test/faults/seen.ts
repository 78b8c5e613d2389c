// What the clients saw: everything that they sent, what of it was acknowledged, what they were told. The checker holds
// the stored logs against this. Instants are this process's monotonic clock, ms.
import type { Command } from '../../contracts/incident/commands.ts';
import type { Dispatch, Reply } from '../../contracts/incident/messages.ts';

/** One press of a button. `decidedAt`: when the feed first said what became of it. */
export type PressSeen = {
  device: string;
  home: string;
  id: string;
  /** The button's own count: it presses again only after the acknowledgement. */
  turn: number;
  givenAt: number;
  acknowledgedAt?: number;
  decidedAt?: number;
};
export type ReplySeen = { responder: string; reply: Reply; acknowledged: boolean };
/** `stored`: accepted, the decision was not waited for. Without an answer the officer's page would ask again. */
export type CommandSeen = { incident: string; command: Command; answer?: 'applied' | 'stored' | 'refused' };
/** The newest that a phone knows of a leg. */
export type LegSeen = { responder: string; dispatch: Dispatch };

export class Seen {
  /** by `device/id` */
  readonly presses = new Map<string, PressSeen>();
  /** Of clients too slow to be waited for: their acknowledged presses count, their order and the rest do not. */
  readonly slow: PressSeen[] = [];
  /** by `responder/id` */
  readonly replies = new Map<string, ReplySeen>();
  /** by the command's id */
  readonly commands = new Map<string, CommandSeen>();
  /** by `incident/leg` */
  readonly legs = new Map<string, LegSeen>();
  /** Messages that reached phones, repeats included. */
  deliveries = 0;

  /** What the feed said of an input. */
  decided(key: string, now: number): void {
    const [kind, device = '', id = ''] = key.split('/');
    if (kind !== 'press') return;
    const press = this.presses.get(`${device}/${id}`);
    if (press) press.decidedAt ??= now;
  }

  /** @returns whether this is newer than what the phone knew of the leg */
  told(responder: string, dispatch: Dispatch): boolean {
    this.deliveries++;
    const key = `${dispatch.incident}/${dispatch.leg}`;
    const known = this.legs.get(key);
    if (known && known.dispatch.revision >= dispatch.revision) return false;
    this.legs.set(key, { responder, dispatch });
    return true;
  }

  /** As it stands now: the clients go on while the store is read, and what they see then is not yet in what was read. */
  copy(): Seen {
    const copy = structuredClone({ ...this });
    return Object.assign(new Seen(), copy);
  }

  acknowledgedPresses(): PressSeen[] {
    return [...this.presses.values()].filter(({ acknowledgedAt }) => acknowledgedAt !== undefined);
  }

  /** The first instant at which a press that was given at `since` or later was both acknowledged and decided. */
  answeredSince(since: number): number | undefined {
    let first: number | undefined;
    for (const { givenAt, acknowledgedAt, decidedAt } of this.presses.values()) {
      if (givenAt < since || acknowledgedAt === undefined || decidedAt === undefined) continue;
      const at = Math.max(acknowledgedAt, decidedAt);
      if (first === undefined || at < first) first = at;
    }
    return first;
  }

  /** The longest that a press given within these instants waited for acknowledgement and decision, ms. */
  longestWait(from: number, to: number, now: number): number {
    let longest = 0;
    for (const { givenAt, acknowledgedAt = now, decidedAt = now } of this.presses.values())
      if (givenAt >= from && givenAt <= to) longest = Math.max(longest, Math.max(acknowledgedAt, decidedAt) - givenAt);
    return longest;
  }
}
