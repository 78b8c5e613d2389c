// What a passkey signs: random, ours, good for one purpose and some minutes. Nothing is kept of one that is never answered, so
// whoever asks for a million of them fills nothing; one that was answered is used up.
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Redis } from 'ioredis';
import { directoryKeys } from '../../../store/keys.ts';
import { writeAnyway } from '../../../store/pastLimit.ts';
import { secretFor } from './secret.ts';

const goodForMs = 5 * 60_000;
const [randomLength, timeLength] = [16, 6];
const bodyLength = randomLength + timeLength;

/** @param purpose what it may be used for, and by whom */
export async function newChallenge(redis: Redis, purpose: string, now: number): Promise<Uint8Array<ArrayBuffer>> {
  const body = Buffer.alloc(bodyLength);
  randomBytes(randomLength).copy(body);
  body.writeUIntBE(now + goodForMs, randomLength, timeLength);
  return Uint8Array.from([...body, ...(await seal(redis, purpose, body))]);
}

/** @param challenge base64url, as it came back */
export async function isOurChallenge(redis: Redis, purpose: string, challenge: string, now: number): Promise<boolean> {
  const bytes = Buffer.from(challenge, 'base64url');
  if (bytes.length !== bodyLength + 32) return false;
  const body = bytes.subarray(0, bodyLength);
  return (
    timingSafeEqual(await seal(redis, purpose, body), bytes.subarray(bodyLength)) &&
    body.readUIntBE(randomLength, timeLength) > now
  );
}

/** @returns false when it was used before */
export async function useChallenge(redis: Redis, challenge: string): Promise<boolean> {
  const key = directoryKeys.answered(createHash('sha256').update(challenge).digest('hex'));
  return (await writeAnyway(redis, 'SET', key, 1, 'NX', 'PX', goodForMs)) !== null;
}

const seal = async (redis: Redis, purpose: string, body: Uint8Array): Promise<Buffer> =>
  createHmac('sha256', await secretFor(redis, 'challenge'))
    .update(purpose)
    .update('\0')
    .update(body)
    .digest();
