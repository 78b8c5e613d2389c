// How often somebody is told of a group that changes by the second: at once, then after growing pauses. A phone that rings for
// each of a hundred calls is put away.
import type { InboxMessage } from '../store/inbox.ts';

/** A message about a group of calls. */
export type GroupMessage = InboxMessage & { group: NonNullable<InboxMessage['group']> };

/** The pause after the first message, and the longest; each is twice the one before. */
const [firstPauseMs, longestPauseMs] = [3_000, 60_000];
/** What did not change and is not receipted is sent again after this. */
const againAfterMs = 15_000;
/** Quiet for so long, a group begins anew: its next call rings at once. */
const forgottenAfterMs = 300_000;

type Told = { delivery: string; kind: string; at: number; pauseMs: number };

/** What one receiver has been told of each group. */
export class GroupPace {
  readonly #told = new Map<string, Told>();

  /** Messages that are to be sent now. @param now monotonic, ms */
  due(messages: readonly InboxMessage[], now: number): GroupMessage[] {
    for (const [id, { at }] of this.#told) if (now - at > forgottenAfterMs) this.#told.delete(id);
    return messages.filter(isGroup).filter((message) => {
      const { id } = message.group;
      const told = this.#told.get(id);
      const { delivery, kind } = message;
      if (told && now < told.at + waitMs(told, message)) return false;
      const pauseMs = told && told.delivery !== delivery ? Math.min(told.pauseMs * 2, longestPauseMs) : firstPauseMs;
      this.#told.set(id, { delivery, kind, at: now, pauseMs: told?.delivery === delivery ? told.pauseMs : pauseMs });
      return true;
    });
  }
}

/** That there is nobody left to go to, or again somebody, is not kept back for long. */
function waitMs(told: Told, { delivery, kind }: GroupMessage): number {
  if (told.delivery === delivery) return againAfterMs;
  return told.kind === kind ? told.pauseMs : firstPauseMs;
}

const isGroup = (message: InboxMessage): message is GroupMessage => message.group !== undefined;
