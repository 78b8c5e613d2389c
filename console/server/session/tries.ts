// How often one may try a password. Strangers share what their address and the login they try allow; whoever was in with this
// browser before has tries of their own. So guessing at the duty officer's password locks the guesser out, and not the officer.
// Kept in memory: a restart gives a guesser ten more tries.

const windowMs = 15 * 60_000;
/** Of an address at one login; of an address at all logins (a hall behind one router shares it); of strangers at one login. */
const [pairAtMost, addressAtMost, loginAtMost, knownAtMost] = [10, 40, 100, 20];
/** Second factors that strangers may try at one login once the password was right: of a million codes three are right at a time. */
const codeAtMost = 10;
/** Beyond this the oldest are forgotten. */
const keptAtMost = 50_000;

export type Try = { address: string; login: string; known: boolean };

export class Tries {
  readonly #now: () => number;
  readonly #counts = new Map<string, { since: number; count: number }>();

  /** @param now ms */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** Counts a try. @returns false when it is one too many */
  admit(one: Try): boolean {
    return bucketsOf(one).every(({ key, atMost }) => this.#add(key) <= atMost);
  }

  /** Counts a try at the second factor; those of a known browser are bounded by its own tries. @returns false when it is one too many */
  admitCode({ login, known }: Try): boolean {
    return known || this.#add(`code/${login}`) <= codeAtMost;
  }

  /** This was no guess: the password was right, and the second factor is still to come. Wrong ones of before stay counted. */
  giveBack(one: Try): void {
    for (const { key } of bucketsOf(one)) {
      const found = this.#counts.get(key);
      if (found) found.count -= 1;
    }
  }

  /** All was right: its own tries are forgiven, those at other logins are not. */
  succeeded(one: Try): void {
    this.giveBack(one);
    const { address, login, known } = one;
    this.#counts.delete(known ? knownKey(login) : pairKey(address, login));
  }

  #add(key: string): number {
    const now = this.#now();
    const found = this.#counts.get(key);
    const count = found && now - found.since < windowMs ? found : { since: now, count: 0 };
    count.count += 1;
    if (!found && this.#counts.size >= keptAtMost)
      for (const oldest of this.#counts.keys()) {
        this.#counts.delete(oldest);
        break;
      }
    this.#counts.set(key, count);
    return count.count;
  }
}

const knownKey = (login: string): string => `known/${login}`;
const pairKey = (address: string, login: string): string => `pair/${address}/${login}`;

function bucketsOf({ address, login, known }: Try): { key: string; atMost: number }[] {
  if (known) return [{ key: knownKey(login), atMost: knownAtMost }];
  return [
    { key: `address/${address}`, atMost: addressAtMost }, // first: past it nothing more is counted, nor kept
    { key: pairKey(address, login), atMost: pairAtMost },
    { key: `login/${login}`, atMost: loginAtMost },
  ];
}
