// What a command has in hand.
import type { Settings } from '../contracts/settings.ts';
import type { System } from './system.ts';
import type { Words } from './wording.ts';

/**
 * What a command has in hand. `system` is asked only by those that need it running; `when` says an instant in the zone of the
 * district that has answered, else in this machine's, or in the one given. `ask`: whoever sits at a terminal; undefined: nobody does, and no answer: it was
 * closed. `note`: said meanwhile, beside what the command answers with.
 */
export type Session = {
  settings: Settings;
  say: Words;
  system(): System;
  when(instant: string | number, timeZone?: string): string;
  ask: ((question: string) => Promise<string | undefined>) | undefined;
  note(text: string): void;
};
