// The simulator lives as long as the sample does.
import type { Redis } from 'ioredis';
import { storedOf } from '../store/documents.ts';
import { directoryKeys } from '../store/keys.ts';
import type { Child } from './child.ts';

/** How often it is looked whether the sample is still there. */
const sampleAgainEveryMs = 2_000;

type Sample = { redis: Redis; district: string; simulator: Child; says: (sentence: string) => void };

/** The sample was started over: nobody is simulated any more, and the simulator would ask for logins that have ended until the next start. */
export function untilStartedOver({ redis, district, simulator, says }: Sample): () => Promise<void> {
  const look = async (): Promise<void> => {
    const stored = storedOf((await redis.hget(directoryKeys.documents(district), `district/${district}`)) ?? undefined);
    const itself = stored?.document as { demo?: unknown } | undefined;
    if (itself?.demo !== false) return; // also while it cannot be read
    clearInterval(timer);
    await simulator.stop();
    says('the sample was started over: its simulated buttons and people are gone');
  };
  let work = Promise.resolve();
  const timer = setInterval(() => {
    work = work.then(look).catch((error: unknown) => says(`whether the sample is still there is not known: ${error}`));
  }, sampleAgainEveryMs);
  return async () => {
    clearInterval(timer);
    await work;
  };
}
