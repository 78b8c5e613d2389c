// One at a time, and once more for whoever asked meanwhile: what changed while the work was under way is not missed, and asking a
// hundred times does it twice.

/**
 * @param work does it once; what it reads must be read anew each time
 * @param failed told of what it throws; whoever asks again begins again
 * @returns asks for it: resolved when all is done, at once while it is under way
 */
export function onceMore(work: () => Promise<void>, failed: (error: unknown) => void): () => Promise<void> {
  let asked = false;
  let busy = false;
  return async () => {
    asked = true;
    if (busy) return;
    busy = true;
    try {
      while (asked) {
        asked = false;
        await work();
      }
    } catch (error) {
      failed(error);
    } finally {
      busy = false;
    }
  };
}
