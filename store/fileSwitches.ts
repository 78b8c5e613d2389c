// What the files of the last import said of what people set themselves: their own duty switch, the night desk, being away. What has
// been changed since stands when the same files come in again: only what they say anew counts (registry.ts writes it together
// with the documents).
import type { Redis } from 'ioredis';
import type { CommunityBundle, Resident, Responder } from '../contracts/office/community.ts';
import { defined } from '../contracts/shapes.ts';
import { directoryKeys } from './keys.ts';

/** Each word as a text that is the same when they say the same, by what it is about; nothing for what they do not speak of. */
export type FileWords = ReadonlyMap<string, string>;

/** What of a responder is the own switch. */
export type OwnSwitch = Pick<Responder, 'onDuty' | 'dutyUntil'>;
export const switchOf = ({ onDuty, dutyUntil }: Responder): OwnSwitch => ({
  onDuty,
  ...defined({ dutyUntil }),
});

export const dutyWord = (one: Responder): string => JSON.stringify(switchOf(one));
export const nightWord = ({ nightDeskUntil }: Responder): string | undefined =>
  nightDeskUntil === undefined ? undefined : JSON.stringify(nightDeskUntil);
export const awayWord = ({ away }: Resident): string | undefined =>
  away && JSON.stringify({ since: away.since, because: away.because });

/** What each is about. */
export const aboutDuty = (responder: string): string => responder;
export const aboutNight = (responder: string): string => `${responder}/night`;
export const aboutAway = (resident: string): string => `${resident}/away`;

/** The words of files. */
export const wordsOf = ({ responders, residents }: Pick<CommunityBundle, 'responders' | 'residents'>): FileWords =>
  new Map(
    [
      ...responders.map((one) => [aboutDuty(one.id), dutyWord(one)] as const),
      ...responders.map((one) => [aboutNight(one.id), nightWord(one)] as const),
      ...residents.map((one) => [aboutAway(one.id), awayWord(one)] as const),
    ].flatMap(([about, word]) => (word === undefined ? [] : [[about, word] as const])),
  );

/** @returns none about anybody of whom no file is known to have said anything */
export const readFileWords = async (redis: Redis, district: string): Promise<FileWords> =>
  new Map(Object.entries(await redis.hgetall(directoryKeys.fileSwitches(district))));
