// A button is tried by somebody who is with the resident: for some minutes its first press is a test, and the second one is real. The
// obvious, a flag that the loop reads and deletes, can disagree with the decision after a crash. So nothing is kept but results, which a
// commit writes with the decision itself: what is open now is a function of them (docs/decisions/043).
import { at, type EpochMs } from '../../../contracts/ids.ts';
import { type PressInput, pressedBy } from '../../../contracts/incident/inputs.ts';
import type { Result } from '../../../contracts/incident/result.ts';
import { sameBodyWithinMs } from './pressTimes.ts';

/** However long somebody asks for. */
export const testWindowAtMostMs = 10 * 60_000;
/** A test whose acknowledgement was lost is sent again within this; later the same id is a press. */
export const testAgainWithinMs = 30_000;

/** A test press, as it is known again. */
type Tried = { id: string; body: string | undefined; at: EpochMs };

/** `open`: its first press is a test. `used`: by `test`, or, without it, by a press that was real or by somebody who ended it. */
export type TestWindow = { id: string; from: EpochMs; until: EpochMs } & (
  | { state: 'open' }
  | { state: 'used'; test?: Tried }
);

type Remembered = { key: string; result: Result };

/** The test windows of a shard, made of the results of its inputs. */
export class TestWindows {
  readonly #byDevice = new Map<string, TestWindow>();

  /** What a new owner finds, in whatever order. A press of the same millisecond as a window came after it: then the next one is real. */
  static of(results: Iterable<readonly [string, Result]>): TestWindows {
    const windows = new TestWindows();
    const all = [...results].map(([key, result]): Remembered => ({ key, result }));
    const last = new Map<string, EpochMs>();
    const opened = all.filter(({ result }) => isWindow(result) && !isEnd(result));
    if (opened.length === 0) return windows; // a take-over waits for this
    for (const { key, result } of opened.sort(byTime)) {
      windows.note(key, result);
      if (isWindow(result)) last.set(result.device, result.at);
    }
    const since = ({ key, result }: Remembered): boolean => {
      const device = isWindow(result) ? (isEnd(result) ? result.device : undefined) : pressedBy(key);
      return result.at >= (last.get(device ?? '') ?? Infinity);
    };
    for (const { key, result } of all.filter(since).sort(byTime)) windows.note(key, result);
    return windows;
  }

  /** Of this device, the latest; it may be over. */
  get(device: string): TestWindow | undefined {
    return this.#byDevice.get(device);
  }

  /** Takes in what was decided. */
  note(key: string, result: Result): void {
    if (isWindow(result)) {
      if (isEnd(result)) {
        this.#end(result.device);
        return;
      }
      if (this.#byDevice.get(result.device)?.id === result.window) return; // of() has it already
      this.#forgetBefore(at(result.at - 2 * testWindowAtMostMs));
      const { window: id, device, from, until } = result;
      this.#byDevice.set(device, { id, from, until, state: 'open' });
      return;
    }
    const device = pressedBy(key);
    const window = device === undefined ? undefined : this.#byDevice.get(device);
    if (device === undefined || window === undefined) return;
    if (result.outcome === 'recorded' && result.what === 'checkin') return; // a sign of life that comes by itself
    const test = windowOf(result) === window.id ? testIn(key, device, result) : undefined;
    if (window.state === 'open') this.#byDevice.set(device, { ...window, state: 'used', ...(test ? { test } : {}) });
  }

  /** The test that used it is known on: it may be said again. */
  #end(device: string): void {
    const ended = this.#byDevice.get(device);
    if (ended) this.#byDevice.set(device, { ...ended, state: 'used' });
  }

  /** So that they are few, whatever happens. */
  #forgetBefore(instant: EpochMs): void {
    for (const [device, { until }] of this.#byDevice) if (until < instant) this.#byDevice.delete(device);
  }
}

/** What is known when a press comes. `known`: its id was seen before. `claimedAt`: its own time. `calls`: its home has an open call. */
export type PressAt = {
  storedAt: EpochMs;
  body: string;
  known: boolean;
  claimedAt: EpochMs | undefined;
  calls: boolean;
};

/** The window that makes a test of this press; undefined: it is real. Whatever speaks against a test makes it real. */
export function testWindowOf(
  press: PressInput,
  window: TestWindow | undefined,
  { storedAt, body, known, claimedAt, calls }: PressAt,
): string | undefined {
  if (window === undefined || calls) return undefined;
  if (window.state === 'used') return isTestAgain(press, window.test, { storedAt, body }) ? window.id : undefined;
  const byHand = press.press === 'sos' || press.press === 'service';
  const isOld = press.maybeOld === true || (claimedAt !== undefined && claimedAt < window.from);
  const isBefore = storedAt < window.from || (press.heardAt !== undefined && press.heardAt < window.from);
  const isOne = press.more === undefined && !known;
  return byHand && isOne && !isOld && !isBefore && storedAt <= window.until ? window.id : undefined;
}

function isTestAgain(
  press: PressInput,
  test: Tried | undefined,
  { storedAt, body }: Pick<PressAt, 'storedAt' | 'body'>,
): boolean {
  if (test === undefined || test.body !== body || press.more !== undefined) return false;
  const sinceMs = storedAt - test.at;
  if (sinceMs < 0) return false;
  return press.idMade === true ? sinceMs < sameBodyWithinMs : press.id === test.id && sinceMs < testAgainWithinMs;
}

type Window = Extract<Result, { what: 'test_window' }>;
const isWindow = (result: Result): result is Window => result.outcome === 'recorded' && result.what === 'test_window';
const isEnd = ({ from, until }: Window): boolean => until <= from;

const windowOf = (result: Result): string | undefined =>
  result.outcome === 'recorded' && result.what !== 'test_window' ? result.window : undefined;

function testIn(key: string, device: string, result: Result): Tried {
  const id = key.slice(`press/${device}/`.length);
  return {
    id,
    body: 'body' in result ? result.body : undefined,
    at: ('storedAt' in result && result.storedAt) || result.at,
  };
}

/** Of one millisecond the test comes first: what was decided beside it was the second press. */
const byTime = (a: Remembered, b: Remembered): number =>
  a.result.at - b.result.at || Number(windowOf(b.result) !== undefined) - Number(windowOf(a.result) !== undefined);
