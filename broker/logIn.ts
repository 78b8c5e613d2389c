// Who somebody is who connects: by a password, or by a certificate that names them.
import type { Client } from 'aedes';
import type { Redis } from 'ioredis';
import type { Logger } from 'pino';
import { checkCertificate, checkPassword } from '../store/directory.ts';
import { intakeTimeoutMs } from '../store/inTime.ts';
import { within } from '../store/patience.ts';
import type { Registry } from '../store/registry.ts';
import type { Sessions } from './sessions.ts';
import type { Proof } from './tlsDoor.ts';

type LogInParts = { redis: Redis; registry: Registry; sessions: Sessions; log: Pick<Logger, 'warn'> };

/** @returns is it a login that stands? @throws when that cannot be known now */
export async function logIn(
  { redis, registry, sessions, log }: LogInParts,
  { client, proof }: { client: Client; proof: Proof | undefined },
  username: string | undefined,
  password: Buffer | undefined,
): Promise<boolean> {
  const login = username ?? proof?.login ?? '';
  const refuse = (more: object = {}): false => {
    log.warn({ login: login.slice(0, 64), ...more }, 'broker: login refused');
    return false;
  };
  // A user name beside a certificate may only say the same: nobody is two.
  if (proof && login !== proof.login) return refuse({ certificate: proof.login });
  const checked = proof
    ? checkCertificate(redis, login, proof.fingerprint)
    : checkPassword(redis, login, password?.toString('utf8') ?? '');
  const credential = await within(intakeTimeoutMs, checked);
  if (!credential) return refuse(proof ? { error: 'this certificate is not, or no longer, of this login' } : {});
  const district = registry.district(credential.district) ?? registry.defaultDistrict();
  if (!district) return refuse({ error: 'there is no district' });
  sessions.admit({
    client,
    credential: { ...credential, district: district.id },
    shard: district.shard,
    ...(proof ? { certificate: proof.fingerprint } : {}),
  });
  return true;
}
