// Looks for what cannot be read in the hashes that the whole installation reads (stored.ts): people, tokens, logins, documents, alarms.
import type { Redis } from 'ioredis';
import { Compile } from 'typebox/compile';
import { readAs } from '../contracts/json.ts';
import { Alarm } from '../contracts/system/alarms.ts';
import { Account } from './accounts.ts';
import { Credential } from './directory.ts';
import { isReadableDocument } from './documents.ts';
import { directoryKeys } from './keys.ts';
import { Grant } from './tokens.ts';

/** `in`: which kind of value. `district`: where the kind is one of a district. `example`: the field of one that cannot be read. */
export type Unreadable = {
  in: 'accounts' | 'tokens' | 'credentials' | 'alarms' | 'documents';
  district?: string;
  count: number;
  example: string;
};

const readAtOnce = 500;
const checkOf =
  <T>(check: { Check(value: unknown): value is T }) =>
  (_field: string, text: string) =>
    readAs(check, text) !== undefined;
const kinds = [
  { in: 'accounts', key: directoryKeys.accounts, isReadable: checkOf(Compile(Account)) },
  { in: 'tokens', key: directoryKeys.tokens, isReadable: checkOf(Compile(Grant)) },
  { in: 'credentials', key: directoryKeys.credentials, isReadable: checkOf(Compile(Credential)) },
  { in: 'alarms', key: directoryKeys.alarms, isReadable: checkOf(Compile(Alarm)) },
] as const;

/** Everything that cannot be read, by kind. @param districts whose documents are looked at too */
export async function findUnreadable(redis: Redis, districts: Iterable<string>): Promise<Unreadable[]> {
  const places = [
    ...kinds,
    ...[...districts].map((district) => ({
      in: 'documents' as const,
      district,
      key: directoryKeys.documents(district),
      isReadable: isReadableDocument,
    })),
  ];
  const found: Unreadable[] = [];
  for (const { key, isReadable, ...place } of places) {
    const damaged: string[] = [];
    let cursor = '0';
    do {
      const [next, pairs] = await redis.hscan(key, cursor, 'COUNT', readAtOnce);
      cursor = next;
      for (let i = 0; i + 1 < pairs.length; i += 2)
        if (!isReadable(pairs[i] ?? '', pairs[i + 1] ?? '')) damaged.push(pairs[i] ?? '');
    } while (cursor !== '0');
    const unique = new Set(damaged); // HSCAN may say one twice
    const [example] = unique;
    if (example !== undefined) found.push({ ...place, count: unique.size, example: example.slice(0, 80) });
  }
  return found;
}
