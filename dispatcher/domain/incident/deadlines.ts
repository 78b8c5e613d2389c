// When something must happen next, of thousands of incidents: two binary heaps, one by instant and, of what is due, one by
// urgency. What has moved since it was put in is passed over when it comes to the top.
import type { EpochMs } from '../../../contracts/ids.ts';
import type { Priority } from '../../../contracts/terms.ts';

type Entry = { id: string; at: EpochMs; priority: Priority };
type Order = (a: Entry, b: Entry) => number;

const bySoonest: Order = (a, b) => a.at - b.at;
const byUrgency: Order = (a, b) => a.priority - b.priority || a.at - b.at;

export class Deadlines {
  readonly #current = new Map<string, Entry>();
  readonly #ahead = new Heap(bySoonest);
  readonly #due = new Heap(byUrgency);

  /** @param at undefined: nothing has to happen any more */
  set(id: string, at: EpochMs | undefined, priority: Priority): void {
    const before = this.#current.get(id);
    if (at === undefined) {
      this.#current.delete(id);
      return;
    }
    if (before?.at === at && before.priority === priority) return;
    const entry = { id, at, priority };
    this.#current.set(id, entry);
    this.#ahead.push(entry);
  }

  /** One of those that were found to have passed, else the earliest ahead; undefined when there is none. */
  next(): EpochMs | undefined {
    return (this.#top(this.#due) ?? this.#top(this.#ahead))?.at;
  }

  /** Those that have passed, the most urgent first, at most so many. They stay until they are set anew. */
  passed(now: EpochMs, atMost: number): string[] {
    for (let top = this.#top(this.#ahead); top && top.at <= now; top = this.#top(this.#ahead)) {
      this.#ahead.pop();
      this.#due.push(top);
    }
    const taken: Entry[] = [];
    for (let top = this.#top(this.#due); top && taken.length < atMost; top = this.#top(this.#due)) {
      this.#due.pop();
      if (top.at <= now) taken.push(top);
      else this.#ahead.push(top); // asked for an earlier instant than before: it lies ahead again
    }
    for (const entry of taken) this.#due.push(entry);
    return taken.map(({ id }) => id);
  }

  #top(heap: Heap): Entry | undefined {
    for (let top = heap.top(); top; top = heap.top()) {
      if (this.#current.get(top.id) === top) return top;
      heap.pop();
    }
    return undefined;
  }
}

/** The first of many by an order, in O(log n) a change. */
class Heap {
  readonly #entries: Entry[] = [];
  readonly #order: Order;

  constructor(order: Order) {
    this.#order = order;
  }

  top(): Entry | undefined {
    return this.#entries[0];
  }

  push(entry: Entry): void {
    let i = this.#entries.push(entry) - 1;
    while (i > 0) {
      const above = (i - 1) >> 1;
      if (this.#compare(i, above) >= 0) return;
      this.#swap(i, above);
      i = above;
    }
  }

  pop(): void {
    const last = this.#entries.pop();
    if (last === undefined || this.#entries.length === 0) return;
    this.#entries[0] = last;
    for (let i = 0; ; ) {
      const [left, right] = [2 * i + 1, 2 * i + 2];
      let first = i;
      if (left < this.#entries.length && this.#compare(left, first) < 0) first = left;
      if (right < this.#entries.length && this.#compare(right, first) < 0) first = right;
      if (first === i) return;
      this.#swap(i, first);
      i = first;
    }
  }

  #compare(i: number, j: number): number {
    const [a, b] = [this.#entries[i], this.#entries[j]];
    return a && b ? this.#order(a, b) : 0;
  }

  #swap(i: number, j: number): void {
    const [a, b] = [this.#entries[i], this.#entries[j]];
    if (!a || !b) return;
    this.#entries[i] = b;
    this.#entries[j] = a;
  }
}
