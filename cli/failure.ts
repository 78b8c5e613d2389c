/** What went wrong: a code for a program, a sentence with the remedy for the person at the terminal. */
export class Failure extends Error {
  readonly code: string;
  /** fields that a program gets beside code and message */
  readonly more: Readonly<Record<string, unknown>>;
  /** what the person at the terminal reads: the sentence, below what belongs before it */
  readonly text: string;

  constructor(
    code: string,
    message: string,
    more: Readonly<Record<string, unknown>> = {},
    before: readonly string[] = [],
  ) {
    super(message);
    this.code = code;
    this.more = more;
    this.text = [...before, message].join('\n');
  }
}
