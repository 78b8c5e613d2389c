// Every way in of people who are not there any more: a successor under the same id finds none of them.
import type { Redis } from 'ioredis';
import { readAccounts, removeAccount } from './accounts.ts';
import { endCalendarLink } from './calendarLinks.ts';
import { forgetPasskeys } from './passkeyIndex.ts';
import { endToken, type Held, readTokens } from './tokens.ts';

/**
 * Ends the accounts and the calendars of these people, and what comes in as one of them: links, sessions, phones.
 * @param alsoEnds what else ends of the district's tokens
 */
export async function endWaysOf(
  redis: Redis,
  district: string,
  people: ReadonlySet<string>,
  alsoEnds: (held: Held) => boolean = () => false,
): Promise<void> {
  const theirs = (await readAccounts(redis, district)).filter(({ responder }) => people.has(responder ?? ''));
  for (const { login, passkeys = [] } of theirs) {
    await removeAccount(redis, login);
    await forgetPasskeys(
      redis,
      passkeys.map(({ id }) => id),
    );
  }
  const gone = new Set(theirs.map(({ login }) => login));
  for (const held of await readTokens(redis, district)) {
    const { account = '', responder = '' } = held.grant;
    if (gone.has(account) || people.has(responder) || alsoEnds(held)) await endToken(redis, held.digest);
  }
  for (const responder of people) await endCalendarLink(redis, { district, responder });
}
