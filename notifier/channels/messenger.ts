// A messenger that reaches single people: found by their telephone number, told in a chat of their own.
import type { GatewayMessage } from '../../contracts/system/gateway.ts';
import type { Channel } from '../../contracts/terms.ts';
import type { Outcome, OutsideChannel } from '../channel.ts';
import { nobody, phoneOf } from './recipient.ts';
import type { UserIds } from './userIds.ts';

/**
 * @property send tells one person, once
 * @property alarmsTo whose telephone number the system's alarms go to
 */
type Messenger = {
  name: Channel;
  gateway: string;
  atMostBytes: number;
  alarmsTo: string | undefined;
  users: UserIds;
  send(text: string, user: string, of: readonly GatewayMessage[], signal: AbortSignal): Promise<Outcome>;
};

export function messenger({ name, gateway, atMostBytes, alarmsTo, users, send }: Messenger): OutsideChannel {
  /** All of them are for one person: limits.ts puts together only what is. */
  const together = async (messages: readonly GatewayMessage[], signal: AbortSignal): Promise<Outcome> => {
    const [first] = messages;
    if (first === undefined) return { kind: 'refused', why: 'nothing to say', asked: false };
    const phone = phoneOf(first, alarmsTo);
    if (phone === undefined) return nobody(first);
    const found = await users.of(phone, signal);
    if (!('user' in found)) return found;
    return send(messages.map(({ text }) => text.zh).join('\n'), found.user, messages, signal);
  };
  return {
    name,
    gateway,
    deliver: (message, signal) => together([message], signal),
    together: { atMostBytes, deliver: together },
  };
}
