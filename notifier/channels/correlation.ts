// Providers give back a short id of ours, or one of their own, when they say what became of a message: what they belong to is kept, so
// that a receipt or a key pressed on a telephone finds its leg. The store has it in store/correlations.ts.
import type { GatewayMessage } from '../../contracts/system/gateway.ts';
import type { Outcome } from '../channel.ts';

export type Correlation = {
  /**
   * An id of at most 15 characters for this message; kept before it goes out, so no receipt can be faster.
   * @param asksForKeys a key that is pressed in this call is an answer
   */
  begin(message: GatewayMessage, gateway: string, asksForKeys?: boolean): Promise<string>;
  /** What the provider calls the same, once it has said so. */
  also(id: string, theirs: string): Promise<void>;
};

/** It has been taken whatever comes now: where its other name cannot be kept, only its receipt is lost. */
export const keptUnder = (correlation: Correlation, id: string, theirs: string): Promise<Outcome> =>
  correlation.also(id, theirs).then(
    () => ({ kind: 'accepted' }),
    (error: unknown) => ({ kind: 'accepted', why: `its receipt will not be known: ${String(error)}` }),
  );
