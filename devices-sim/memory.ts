// What the simulated people were doing, kept beside their logins: after a restart whoever was on the way arrives, as a
// person with a phone would.
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { PersonState } from './behave.ts';

/** `told`: story time of the writing; a story told faster than real time is ahead of it. */
const Kept = Type.Object({ told: Type.Number(), people: Type.Record(Type.String(), PersonState) });
type Kept = Static<typeof Kept>;
const KeptCheck = Compile(Kept);
/** Written at most this often. */
const writeEveryMs = 500;

export class Memory {
  readonly #path: string;
  readonly #onError: (error: unknown) => void;
  #kept: Kept;
  #timer: NodeJS.Timeout | undefined;

  /** @param onError told when it cannot be written: the people then forget at the next restart, nothing worse */
  constructor(path: string, onError: (error: unknown) => void) {
    this.#path = path;
    this.#onError = onError;
    this.#kept = load(path);
  }

  of(person: string): PersonState | undefined {
    return this.#kept.people[person];
  }

  /** Story time up to which is known what happened. */
  get told(): number {
    return this.#kept.told;
  }

  keep(person: string, state: PersonState, now: number): void {
    this.#kept.told = now;
    this.#kept.people[person] = state;
    this.#timer ??= setTimeout(() => this.write(), writeEveryMs);
  }

  /** Somebody else is this person now. */
  forget(person: string): void {
    delete this.#kept.people[person];
    this.#timer ??= setTimeout(() => this.write(), writeEveryMs);
  }

  write(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    try {
      writeFileSync(`${this.#path}.new`, JSON.stringify(this.#kept), { mode: 0o600 });
      renameSync(`${this.#path}.new`, this.#path);
    } catch (error) {
      this.#onError(error);
    }
  }
}

function load(path: string): Kept {
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    if (KeptCheck.Check(value)) return value;
  } catch {
    // the first start, or cut off by a full disk: everybody is at their base
  }
  return { told: 0, people: {} };
}
