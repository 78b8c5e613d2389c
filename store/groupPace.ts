// How often somebody is told of a group that changes by the second: at once, then after growing pauses. A phone that rings for
// each of a hundred calls is put away.
import type { InboxMessage } from '../contracts/incident/inbox.ts';

/** A message about a group of calls. */
export type GroupMessage = InboxMessage & { group: NonNullable<InboxMessage['group']> };

/** The pause after the first message, and the longest; each is twice the one before. */
const [firstPauseMs, longestPauseMs] = [3_000, 24_000];
/** Whoever has more groups than this hears of each the more seldom, but not more seldom than this. */
const groupsHeardAtOnce = 3;
const seldomMs = 60_000;
/** Somebody more who may die is not kept back longer than this. */
const urgentMs = 10_000;
/** What did not change and is not receipted is sent again after this. */
export const againInSurgeMs = 15_000;
/** Quiet for so long, a group begins anew: its next call rings at once. */
const forgottenAfterMs = 300_000;

type Told = { delivery: string; kind: string; urgent: number; at: number; pauseMs: number };

/** What one receiver has been told of each group. */
export class GroupPace {
  readonly #told = new Map<string, Told>();

  /** Messages that are to be sent now. @param now monotonic, ms */
  due(messages: readonly InboxMessage[], now: number): GroupMessage[] {
    for (const [id, { at }] of this.#told) if (now - at > forgottenAfterMs) this.#told.delete(id);
    return messages.filter(isGroup).filter((message) => {
      const { delivery, kind, group } = message;
      const told = this.#told.get(group.id);
      if (told && now < told.at + this.#waitMs(told, message)) return false;
      const next = told && told.delivery !== delivery ? Math.min(told.pauseMs * 2, longestPauseMs) : told?.pauseMs;
      this.#told.set(group.id, { delivery, kind, urgent: group.urgent, at: now, pauseMs: next ?? firstPauseMs });
      return true;
    });
  }

  /** That there is nobody left to go to, or again somebody, is not kept back for long. */
  #waitMs(told: Told, { delivery, kind, group }: GroupMessage): number {
    if (told.delivery === delivery) return againInSurgeMs;
    if (told.kind !== kind) return firstPauseMs;
    const pauseMs = told.pauseMs * Math.max(1, this.#told.size / groupsHeardAtOnce);
    return Math.min(group.urgent > told.urgent ? urgentMs : seldomMs, pauseMs);
  }
}

const isGroup = (message: InboxMessage): message is GroupMessage => message.group !== undefined;
