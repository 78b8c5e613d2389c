// Where a channel has no room for somebody, the next way is taken at once, and the outcome says so: a person who may not be called a
// second time within the minute is sent a text message instead.
import type { GatewayMessage } from '../contracts/system/gateway.ts';
import type { Outcome, OutsideChannel } from './channel.ts';

/** @param ways in the order in which they are tried; each sends the message as it is, under the channel that was meant */
export function nextWay(channel: OutsideChannel, ways: readonly OutsideChannel[]): OutsideChannel {
  return {
    name: channel.name,
    gateway: channel.gateway,
    deliver: async (message, signal) => {
      const outcome = await channel.deliver(message, signal);
      if (outcome.kind !== 'failed' || outcome.limit === undefined || outcome.blame === 'gateway') return outcome;
      return (await byAnother(message, ways, signal, outcome)) ?? outcome;
    },
    forget: (message) => {
      for (const one of [channel, ...ways]) one.forget?.(message);
    },
  };
}

/** @returns undefined when none of them has taken it: the first is tried again when it has room */
async function byAnother(
  message: GatewayMessage,
  ways: readonly OutsideChannel[],
  signal: AbortSignal,
  { why }: { why: string },
): Promise<Outcome | undefined> {
  for (const way of ways) {
    const outcome = await way.deliver(message, signal);
    if (outcome.kind === 'accepted' || outcome.kind === 'received')
      return { ...outcome, why: `${why}: by ${way.gateway} instead` };
    way.forget?.(message);
  }
  return undefined;
}
