// A sample gives way to a community that has nothing yet. Its documents stay as those from before the last import, as after any import.
import type { Redis } from 'ioredis';
import { beginning } from '../contracts/office/beginning.ts';
import type { CommunityBundle } from '../contracts/office/community.ts';
import { sourceLogin } from '../contracts/office/source.ts';
import { endCredential, readCredentials } from './directory.ts';
import { tellEnded } from './endings.ts';
import { endWaysOf } from './endWays.ts';
import { directoryKeys } from './keys.ts';
import type { Held } from './tokens.ts';
import { writeDistrict } from './writeDistrict.ts';

type Sample = Pick<CommunityBundle, 'district' | 'devices' | 'responders' | 'sources'>;

async function loginsOf(redis: Redis, { district, devices, responders, sources }: Sample) {
  const ids = [...devices, ...responders, ...sources.map((one) => ({ id: sourceLogin(one.id) }))].map(({ id }) => id);
  return (await readCredentials(redis, ids)).flatMap((login) => (login?.district === district.id ? [login] : []));
}

/** Ends the simulator's logins: nothing invented presses or answers any more. What somebody real holds goes on. */
export async function endSimulatedLogins(redis: Redis, sample: Sample): Promise<void> {
  for (const { id, simulated } of await loginsOf(redis, sample)) if (simulated) await endCredential(redis, id);
}

/**
 * Nothing in place of the sample, in one step: its buttons and phones have no login any more, what was changed in it by hand no history,
 * nobody has moved in it, and nothing of it is still to come.
 */
export async function beginAnew(redis: Redis, sample: Sample): Promise<void> {
  const { id } = sample.district;
  const logins = (await loginsOf(redis, sample)).map((login) => login.id);
  await writeDistrict(redis, beginning(id), {
    also: (step) => {
      step.del(directoryKeys.edits(id), directoryKeys.editSets(id), directoryKeys.stays(id));
      step.del(directoryKeys.plannedPolicy(id), directoryKeys.swapRequests(id), directoryKeys.swapsTold(id));
      step.del(directoryKeys.dutyPhone(id));
      if (logins.length > 0) step.hdel(directoryKeys.credentials, ...logins);
    },
  });
  await tellEnded(redis, 'login');
}

/**
 * Ends every way in that was made for the sample: links, screens and phones, and the logins of its people. Named logins of staff stay.
 * @param but the session that goes on, with the token that it was begun with
 */
export async function endWaysIn(redis: Redis, { district: { id }, responders }: Sample, but: Held): Promise<void> {
  const spared = [but.digest, but.grant.from];
  await endWaysOf(
    redis,
    id,
    new Set(responders.map((one) => one.id)),
    ({ digest, grant }) => !grant.installation && grant.account === undefined && !spared.includes(digest),
  );
}
