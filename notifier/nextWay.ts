// Where a channel has no room for somebody, or fails for everybody, the next way is taken at once, and the outcome says so: a person who may
// not be called a second time within the minute, or cannot be called at all, is sent a text message instead. An offer is rung all the same
// as soon as that can be: nobody is woken by a text message.
import type { GatewayMessage } from '../contracts/system/gateway.ts';
import type { Failed, Outcome, OutsideChannel } from './channel.ts';

/** While the breaker lets nobody try. */
const spared: Failed = { kind: 'failed', why: 'it fails for everybody', blame: 'gateway' };

/** @param ways in the order in which they are tried, each to the person; they send the message as it is, under the channel that was meant */
export function nextWay(channel: OutsideChannel, ways: readonly OutsideChannel[]): OutsideChannel {
  /** Offers that somebody has by another way, and by which; forgotten once they are settled. */
  const told = new Map<string, string>();

  const byAnother = async (message: GatewayMessage, own: Failed, signal: AbortSignal): Promise<Outcome> => {
    // A limit of one person says nothing of the channel.
    const failed: Failed = own.blame === 'recipient' ? { ...own, limit: 'ours' } : own;
    const before = told.get(message.delivery);
    const by = before ?? (signal.aborted ? undefined : await firstThatTakes(message, ways, signal));
    if (by === undefined) return own; // the first is tried again when it has room, or works
    const why = `${failed.why}: by ${by} instead`;
    if (message.kind !== 'offer') return { kind: 'accepted', why, instead: failed };
    told.set(message.delivery, by);
    return { ...failed, why, meanwhile: by };
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
      told.delete(message.delivery);
      for (const one of [channel, ...ways]) one.forget?.(message);
    },
  };
}

/** @returns what stands behind the first that has taken it; undefined when none has */
async function firstThatTakes(
  message: GatewayMessage,
  ways: readonly OutsideChannel[],
  signal: AbortSignal,
): Promise<string | undefined> {
  for (const way of ways) {
    const { kind } = await way.deliver(message, signal);
    if (kind === 'accepted' || kind === 'received') return way.gateway;
    way.forget?.(message);
  }
  return undefined;
}
