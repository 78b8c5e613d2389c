// A timer's work throws into nobody's hands: without a catch it ends the process, for all districts. So each turn has one.

/** Whom to tell of a turn that failed. */
export type Told = { error: (fields: object, says: string) => void };

/** Does something again and again. What it throws is said and costs this turn only. */
export function every(ms: number, what: string, log: Told, turn: () => unknown): NodeJS.Timeout {
  return setInterval(() => void guarded(what, log, turn), ms);
}

/** Does something once that nobody waits for, such as what a message brings about. */
export async function guarded(what: string, log: Told, turn: () => unknown): Promise<void> {
  try {
    await turn();
  } catch (error) {
    log.error(
      { error: error instanceof Error ? error.stack : String(error) },
      `${what}: this turn failed, the next one tries again`,
    );
  }
}
