// What commands are made with, whichever file makes them.
import { type Command, InvalidArgumentError } from 'commander';
import type { Answer } from './commands.ts';
import type { Session } from './session.ts';

/** The options of a command line. */
export type Given = Record<string, string | number | boolean | string[] | undefined>;

export type Action = (session: Session, given: Given, argument: string, self: Command) => Promise<Answer>;
export type Act = (action: Action) => (...all: unknown[]) => Promise<void>;

/** `command` makes one with the options that all have. */
export type Bench = { yjt: Command; command(name: string, description: string, under?: Command): Command; act: Act };

/** An option as text. */
export const text = (value: Given[string]): string | undefined => (value === undefined ? undefined : String(value));

/** @throws InvalidArgumentError for anything but digits */
export function wholeNumber(given: string): number {
  if (!/^[1-9]\d{0,4}$/.test(given)) throw new InvalidArgumentError('must be a whole number from 1');
  return Number(given);
}
