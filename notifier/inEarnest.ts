// Sample data and simulated people ring nobody: what is marked as a demonstration is written down in the place of going out.
import type { Outcome, OutsideChannel } from './channel.ts';

const noOtherWay: Outcome = { kind: 'failed', why: 'there is no other way', blame: 'gateway' };

/** @param recorder keeps what would have been sent */
export const inEarnest = (channel: OutsideChannel, recorder: OutsideChannel): OutsideChannel => ({
  name: channel.name,
  gateway: channel.gateway,
  deliver: (message, signal) => (message.demo ? recorder : channel).deliver(message, signal),
  otherwise: async (message, signal) =>
    (message.demo ? undefined : await channel.otherwise?.(message, signal)) ?? noOtherWay,
  forget: (message) => channel.forget?.(message),
});
