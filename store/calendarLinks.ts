// The secret links by which people's calendars follow their shifts. One a person; a new one ends the old. Only digests are kept.
import { createHash, randomBytes } from 'node:crypto';
import type { Redis } from 'ioredis';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readAs } from '../contracts/json.ts';
import { directoryKeys } from './keys.ts';

type Person = { district: string; responder: string };
const Link = Type.Object({ digest: Type.String(), at: Type.Integer() });
const LinkCheck = Compile(Link);
const Owner = Type.Object({ district: Type.String(), responder: Type.String() });
const OwnerCheck = Compile(Owner);

const key = directoryKeys.calendarLinks;
const ofPerson = ({ district, responder }: Person): string => `of/${district}/${responder}`;
const ofSecret = (digest: string): string => `by/${digest}`;
const digestOf = (secret: string): string => createHash('sha256').update(`calendar:${secret}`).digest('hex');
/** 32 random bytes. */
export const isCalendarSecret = (text: string): boolean => /^[A-Za-z0-9_-]{43}$/.test(text);

// The old one ends in the same step: two at once leave one.
const script = `
local old = redis.call('HGET', KEYS[1], ARGV[1])
if old then redis.call('HDEL', KEYS[1], 'by/' .. cjson.decode(old).digest) end
if ARGV[2] == '' then return redis.call('HDEL', KEYS[1], ARGV[1]) end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2], ARGV[3], ARGV[4])
return 1`;

/** Makes one in place of the one before. It is shown once. */
export async function makeCalendarLink(redis: Redis, person: Person, now: number): Promise<string> {
  const secret = randomBytes(32).toString('base64url');
  const digest = digestOf(secret);
  const link: Static<typeof Link> = { digest, at: now };
  await redis.eval(script, 1, key, ofPerson(person), JSON.stringify(link), ofSecret(digest), JSON.stringify(person));
  return secret;
}

export async function endCalendarLink(redis: Redis, person: Person): Promise<void> {
  await redis.eval(script, 1, key, ofPerson(person), '', '', '');
}

/** When their link was made; undefined without one. */
export const calendarLinkOf = async (redis: Redis, person: Person): Promise<number | undefined> =>
  readAs(LinkCheck, await redis.hget(key, ofPerson(person)))?.at;

/** Whose calendar a secret opens. */
export const ownerOfCalendar = async (redis: Redis, secret: string): Promise<Person | undefined> =>
  readAs(OwnerCheck, await redis.hget(key, ofSecret(digestOf(secret))));
