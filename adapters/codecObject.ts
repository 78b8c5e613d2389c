// What a LoRaWAN codec makes of a button's bytes: each maker names the field as it likes (`button_event.status`, `sos`, `ALARM`, `Push Event`).
import { type Fields, flagOf, isFields, textOf } from './body.ts';
import { meaningOf } from './callWords.ts';

/** `unknown`: a field that may be a button's or anything's says a word that nobody knows. */
export type Called = { is: 'word'; word: string } | { is: 'unknown'; word: string };

/** Flags that are an event here: a device that keeps nothing says them when they are so, and is silent otherwise. */
export const ofThisMoment: ReadonlySet<string> = new Set([
  'sos',
  'sos_alarm',
  'sos_state',
  'panic',
  'panic_alarm',
  'emergency',
  'help',
]);

/** The innermost fields, in snake case: those of an object inside under their own name and under both. */
export function leavesOf(object: Fields, deepest = 3): Fields {
  const leaves: [string, unknown][] = Object.entries(object).flatMap(([key, value]) => {
    const name = snake(key);
    if (!isFields(value)) return [[name, value]];
    if (deepest === 0) return [];
    return Object.entries(leavesOf(value, deepest - 1)).map(([inner, said]): [string, unknown] => [
      `${name}_${inner}`,
      said,
    ]);
  });
  return Object.fromEntries(leaves.slice(0, 200));
}

const snake = (key: string): string =>
  key
    .replaceAll(/([a-z\d])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replaceAll(/[^a-z\d]+/g, '_');

/** The call in these fields, if there is one: a button's own field before one that could be anybody's. */
export function callIn(fields: Fields): Called | undefined {
  const said = Object.entries(fields).flatMap(([key, value]) => wordIn(key, value) ?? []);
  return said.find(({ is }) => is === 'word') ?? said[0];
}

const own = new Set('button btn key push pushed press pressed sos panic emergency help'.split(' '));
const anybodys = new Set('event events action alarm alarms alert'.split(' '));
const beside = new Set(
  'status state type active trigger triggered click clicked name value is data message'.split(' '),
);
const callsItself = new Set('sos panic emergency help alarm alarms alert'.split(' '));

function wordIn(key: string, value: unknown): Called | undefined {
  const parts = key.split('_').filter((part) => part !== '' && !/^\d+$/.test(part));
  if (!parts.every((part) => own.has(part) || anybodys.has(part) || beside.has(part))) return undefined; // `button_count`, `temperature_alarm`
  const isOwn = parts.some((part) => own.has(part));
  if (!isOwn && !parts.some((part) => anybodys.has(part))) return undefined;
  const word = textOf(Array.isArray(value) ? value.find((one) => textOf(one) !== undefined) : value);
  if (word === undefined || quiet.has(word.toLowerCase())) return undefined;
  if (flagOf(word) === true || /^[1-9]\d*$/.test(word)) {
    const calls = parts.some((part) => callsItself.has(part));
    if (!isOwn && !calls) return { is: 'unknown', word: `${key} ${word}` };
    return { is: 'word', word: calls ? 'sos' : key.replaceAll('_', ' ') };
  }
  const meaning = meaningOf(word);
  if (meaning === 'ignore') return undefined;
  return { is: isOwn || meaning !== undefined ? 'word' : 'unknown', word };
}

const quiet = new Set(
  'null 0 false off no none normal ok idle unknown released release inactive heartbeat heart_beat periodic alive keepalive status boot tamper battery_low low_battery low'.split(
    ' ',
  ),
)
  .add('not pressed')
  .add('no alarm')
  .add('no event')
  .add('not triggered');
