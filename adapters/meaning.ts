// What a vendor's word may mean, and the readings that follow from it, for every cloud alike.

import type { Battery, Identity, Once, Place, Reading } from '../contracts/device/reading.ts';
import { addressForm } from '../contracts/office/address.ts';
import type { Meaning } from '../contracts/office/mapping.ts';
import { defined } from '../contracts/shapes.ts';
import type { PressKind } from '../contracts/terms.ts';
import { endedBy, isWhole } from './vocabulary.ts';

/**
 * What a meaning presses, if it presses; the most serious first. There is no kind for gas: what it needs is what smoke needs, people at the
 * door and 119. Water is a call for service. Both keep their name in `word`.
 */
const presses = new Map<Meaning, PressKind>([
  ['smoke', 'smoke'],
  ['gas', 'smoke'],
  ['fall', 'fall'],
  ['sos', 'sos'],
  ['cancel', 'cancel'],
  ['water', 'service'],
  ['service', 'service'],
  ['test', 'test'],
  ['checkin', 'checkin'],
]);

/** @returns undefined for what is no press */
export const pressOf = (meaning: Meaning | undefined): PressKind | undefined => meaning && presses.get(meaning);

/** After which something that nobody knows may still be worse. */
const calls: readonly Meaning[] = ['smoke', 'gas', 'fall', 'sos', 'cancel', 'water', 'service'];

/** Of several words of one message the one that counts; that it is over before all, and a word that nobody knows before mere signs of life. */
export function gravest(meanings: readonly (Meaning | 'unknown')[]): Meaning | 'unknown' | undefined {
  const order: readonly (Meaning | 'unknown')[] = ['over', ...calls, 'unknown', ...presses.keys()];
  return order.find((one) => meanings.includes(one)) ?? meanings.find((one) => one !== 'ignore') ?? meanings[0];
}

/** `named`: somebody has said what this word means, and nothing is guessed. */
type Worded = { word: string; meaning: Meaning | 'unknown'; named: boolean };

/**
 * What may be counted of the words of one message. That something is over is left out where it is guessed from a part of a text and ends something else than
 * what is called beside it: `SOS` with `低电恢复` is a call.
 */
export function withoutGuessedEnds<One extends Worded>(words: readonly One[]): One[] {
  const called = words.filter(({ word, meaning, named }) => isCall(meaning) && (named || isWhole(word)));
  const isOfThem = (word: string): boolean => {
    const ended = pressOf(endedBy(word));
    return isWhole(word) || called.every(({ meaning }) => meaning !== 'unknown' && pressOf(meaning) === ended);
  };
  return words.filter(
    ({ word, meaning, named }) => meaning !== 'over' || named || called.length === 0 || isOfThem(word),
  );
}
const isCall = (meaning: Meaning | 'unknown'): boolean =>
  meaning !== 'unknown' && meaning !== 'cancel' && calls.includes(meaning);

/** What is said besides the meaning. `id`: the vendor's own id of the message. `maybeOld`: it was kept and sent later. */
export type Said = {
  device: Identity;
  word?: string | undefined;
  at?: number | undefined;
  battery?: Battery | undefined;
  place?: Place | undefined;
  signal?: number | undefined;
  firmware?: string | undefined;
  id?: string | undefined;
  maybeOld?: boolean;
};

/** A vendor's own id names one message for as long as the longest series of tries lasts (OneNET: 2 h 45 min). */
const idHoldsMs = 3 * 60 * 60_000;
/** Without one: the same word of the same moment by the device's clock. */
const momentHoldsMs = 15 * 60_000;

/** @returns undefined when nothing tells one press from another: then none is taken for a repetition */
export function onceOf(id: string | undefined, at: number | undefined, word: string): Once | undefined {
  if (id !== undefined) return { key: `id:${id}:${word}`, withinMs: idHoldsMs };
  return at === undefined ? undefined : { key: `at:${at}:${word}`, withinMs: momentHoldsMs };
}

/**
 * @param calls whether this is a device that calls for help: then a word that nobody knows is an sos, marked unreadable
 */
export function readingsOf(meaning: Meaning | 'unknown', said: Said, calls: boolean): Reading[] {
  const { device, at, battery, place, id } = said;
  const word = said.word?.slice(0, longestWord);
  const besides = defined({ at, battery });
  const once = onceOf(id, at, word ?? meaning);
  const maybeOld = said.maybeOld ? ({ maybeOld: true } as const) : {};
  const kind = meaning === 'unknown' ? 'sos' : pressOf(meaning);
  if (kind !== undefined && (meaning !== 'unknown' || calls))
    return [
      {
        is: 'press',
        device,
        kind,
        ...besides,
        ...defined({ place, word: spoken(meaning, word), once }),
        ...(meaning === 'unknown' ? ({ unreadable: true } as const) : {}),
        ...maybeOld,
      },
    ];
  if (meaning === 'unknown')
    return [{ is: 'check', device, why: 'unknown_word', ...defined({ word }) }, ...where(said)];
  if (meaning === 'ignore') return [{ is: 'nothing', why: word ?? 'ignored' }];
  const health: Reading = {
    is: 'health',
    device,
    ...besides,
    ...defined({ signal: said.signal, firmware: said.firmware }),
    ...defined({
      word: meaning === 'health' || meaning === 'over' || meaning === 'low' || meaning === 'tamper' ? word : undefined,
    }),
    ...(meaning === 'low' ? { battery: { ...battery, low: true } } : {}),
    ...(meaning === 'tamper' ? { tamper: true } : {}),
    ...(meaning === 'online' || meaning === 'offline' ? { online: meaning === 'online' } : {}),
  };
  return [health, ...where(said)];
}

/** More of a word is not shown, nor kept. */
const longestWord = 200;

/** A number says nothing to the officer: `gas (125)`. */
const spoken = (meaning: Meaning | 'unknown', word: string | undefined): string | undefined =>
  meaning !== 'gas' && meaning !== 'water'
    ? word
    : word === undefined || !/^-?\d+$/.test(word)
      ? (word ?? meaning)
      : `${meaning} (${word})`;

/** The place as a reading of its own. */
const where = ({ device, place }: Said): Reading[] => (place ? [{ is: 'position', device, place }] : []);

/** A model that is there to call for help, by what it is called in the registry. */
export const callsForHelp = (model: string | undefined): boolean =>
  model !== undefined &&
  /sos|button|pendant|pull|cord|panic|call|help|watch|card|fall|emergency|按钮|按键|拉绳|呼叫|呼救|求助|求救|一键|手表|手环|胸牌|吊坠|报警器|跌倒/i.test(
    model,
  ) &&
  !/smoke|gas|water|door|烟|燃气|气感|水浸|门磁/i.test(model);

/** Who a device is to its cloud: the first of these that says something. */
export function deviceOf(...said: readonly (string | undefined)[]): Identity | undefined {
  const first = said.find((one) => one !== undefined && one.length <= longestIdentity);
  return first === undefined ? undefined : addressForm(first);
}
const longestIdentity = 128;
