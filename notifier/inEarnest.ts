// Sample data and simulated people ring nobody: what is marked as a demonstration is written down in the place of going out.
import type { OutsideChannel } from './channel.ts';

/** @param recorder keeps what would have been sent */
export const inEarnest = (channel: OutsideChannel, recorder: OutsideChannel): OutsideChannel => ({
  name: channel.name,
  gateway: channel.gateway,
  deliver: (message, signal) => (message.demo ? recorder : channel).deliver(message, signal),
  forget: (message) => channel.forget?.(message),
});
