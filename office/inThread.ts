// Does one piece of work in a thread of its own, which is ended when it takes too long or wants too much memory: nobody behind it waits.
import { Worker } from 'node:worker_threads';

/**
 * @param script compiled; it posts one message and ends
 * @param order what it is given
 * @throws when it takes longer or wants more, and what it threw
 */
export async function inThread<T>(
  script: URL,
  order: object,
  { withinMs, memoryMb }: { withinMs: number; memoryMb: number },
): Promise<T> {
  const worker = new Worker(script, { workerData: order, resourceLimits: { maxOldGenerationSizeMb: memoryMb } });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<T>((settle, fail) => {
      timer = setTimeout(() => fail(new Error('takes too long')), withinMs);
      worker.once('message', settle);
      worker.once('error', fail);
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
