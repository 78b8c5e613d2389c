// The settings as the person at the terminal gave them: checked before anything starts, with the nearest name for a typo.
import { closest, distance } from 'fastest-levenshtein';
import { channelProblems } from '../contracts/channelSettings.ts';
import { readSettings, type Settings, settingsTable } from '../contracts/settings.ts';
import { Halt } from './halt.ts';

/** A name further away than this was not meant. */
const typosAtMost = 6;

/** @throws Halt naming every variable that does not fit */
export function checkSettings(env: NodeJS.ProcessEnv): Settings {
  const read = readSettings(env);
  const problems = read.ok ? channelProblems(read.settings) : read.problems;
  if (read.ok && problems.length === 0) return read.settings;
  throw new Halt(
    problems
      .map(({ name, reason }) => (name in settingsTable ? `${name}: ${reason}.` : unknownName(name)))
      .join('\n     '),
  );
}

function unknownName(name: string): string {
  const known = Object.entries(settingsTable)
    .filter(([, setting]) => !('internal' in setting))
    .map(([one]) => one);
  const near = closest(name, known);
  const hint = distance(name, near) <= typosAtMost ? `; did you mean ${near}?` : '; npm start -- --help lists them.';
  return `${name} is no setting${hint}`;
}

/** Every setting with its default, one a line. */
export function settingsHelp(): string {
  return Object.entries(settingsTable)
    .filter(([, setting]) => !('internal' in setting))
    .map(([name, setting]) => {
      const standard = 'default' in setting ? ` (${setting.default})` : '';
      return `  ${name.padEnd(28)} ${setting.says}${standard}`;
    })
    .join('\n');
}
