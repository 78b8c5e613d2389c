// The pages of a console: who has which open, and what each may be sent.
import { may } from '../../../contracts/session/rights.ts';
import type { Me } from '../../../contracts/session/session.ts';
import type { LiveFrame } from '../../../contracts/system/live.ts';
import { listedFrame } from '../incident/detailKnown.ts';
import { lockedFrame } from '../session/locked.ts';
import { partFrame } from './part.ts';

/** A page that has not read this much is closed: it connects again and gets a fresh picture. */
export const bufferedAtMost = 4 * 1024 * 1024;

/** A page's socket, as much of it as we use. */
export type Page = { send(text: string): void; close(code: number): void; readonly bufferedAmount: number };

export class Pages {
  readonly #pages = new Map<Page, Me>();

  set(page: Page, me: Me): void {
    this.#pages.set(page, me);
  }

  has(page: Page): boolean {
    return this.#pages.has(page);
  }

  delete(page: Page): void {
    this.#pages.delete(page);
  }

  /** Those that are open; of one district where it is named. */
  all(district?: string): [Page, Me][] {
    return [...this.#pages].filter(([, me]) => district === undefined || me.district === district);
  }

  /** A frame that no line of contracts/session/rights.ts gives to this role is not sent. */
  send(page: Page, me: Me, frame: LiveFrame): void {
    const seen = may(me.role, `frame.${frame.type}`) ? seenBy(me, frame) : undefined;
    if (seen) this.#sendText(page, JSON.stringify(seen));
  }

  /** To every page of a district that may see it. */
  tell(district: string, frame: LiveFrame): void {
    const texts = new Map<string, string>(); // one for all who see the same
    for (const [page, me] of this.#pages) {
      if (me.district !== district || !may(me.role, `frame.${frame.type}`)) continue;
      const who = me.role === 'health' ? `health/${me.responder}` : me.area ? 'part' : String(me.locked === true);
      const text = texts.get(who) ?? JSON.stringify(seenBy(me, frame) ?? null);
      texts.set(who, text);
      if (text !== 'null') this.#sendText(page, text);
    }
  }

  close(): void {
    for (const page of this.#pages.keys()) page.close(1001);
    this.#pages.clear();
  }

  #sendText(page: Page, text: string): void {
    if (page.bufferedAmount <= bufferedAtMost) page.send(text);
    else {
      this.#pages.delete(page);
      page.close(1013);
    }
  }
}

const seenBy = (me: Me, frame: LiveFrame): LiveFrame | undefined =>
  me.area ? partFrame(frame) : listedFrame(me, me.locked ? lockedFrame(frame) : frame);
