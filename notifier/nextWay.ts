// Where a channel has no room for somebody, or fails for everybody, the next way is taken at once, and the outcome says so: a person who may
// not be called a second time within the minute, or cannot be called at all, is sent a text message instead.
import type { GatewayMessage } from '../contracts/system/gateway.ts';
import type { Failed, Outcome, OutsideChannel } from './channel.ts';

/** While the breaker lets nobody try. */
const spared: Failed = { kind: 'failed', why: 'it fails for everybody', blame: 'gateway' };

/** @param ways in the order in which they are tried; each sends the message as it is, under the channel that was meant */
export function nextWay(channel: OutsideChannel, ways: readonly OutsideChannel[]): OutsideChannel {
  const byAnother = async (message: GatewayMessage, failed: Failed, signal: AbortSignal): Promise<Outcome> => {
    const by = signal.aborted ? undefined : await firstThatTakes(message, ways, signal);
    return by === undefined
      ? failed // the first is tried again when it has room, or works
      : { kind: by.kind, why: `${failed.why}: by ${by.gateway} instead`, instead: failed };
  };
  return {
    name: channel.name,
    gateway: channel.gateway,
    deliver: async (message, signal) => {
      const outcome = await channel.deliver(message, signal);
      if (outcome.kind !== 'failed' || (outcome.limit === undefined && outcome.blame === 'recipient')) return outcome;
      return byAnother(message, outcome, signal);
    },
    otherwise: (message, signal) => byAnother(message, spared, signal),
    forget: (message) => {
      for (const one of [channel, ...ways]) one.forget?.(message);
    },
  };
}

/** @returns undefined when none of them has taken it */
async function firstThatTakes(
  message: GatewayMessage,
  ways: readonly OutsideChannel[],
  signal: AbortSignal,
): Promise<{ kind: 'accepted' | 'received'; gateway: string } | undefined> {
  for (const way of ways) {
    const { kind } = await way.deliver(message, signal);
    if (kind === 'accepted' || kind === 'received') return { kind, gateway: way.gateway };
    way.forget?.(message);
  }
  return undefined;
}
