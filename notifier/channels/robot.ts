// A robot in a group: everybody in the group reads what it says, so it says number, kind, grid, courtyard and link and nothing else; of an alarm
// what is the matter, and not of whom. Where
// more is to be told than it may say, several messages go out as one.
import type { GatewayMessage } from '../../contracts/system/gateway.ts';
import type { Channel } from '../../contracts/terms.ts';
import { alarmForMany } from '../../wording/outside.ts';
import type { Outcome, OutsideChannel } from '../channel.ts';
import { phoneOf } from './recipient.ts';

/**
 * @property atMostBytes of a text, UTF-8
 * @property post says it once; `phones` are those of the people whom it is for, to be called by name
 */
type Robot = {
  name: Channel;
  gateway: string;
  atMostBytes: number;
  post(text: string, phones: readonly string[], signal: AbortSignal): Promise<Outcome>;
};

export function robot({ name, gateway, atMostBytes, post }: Robot): OutsideChannel {
  const together = (messages: readonly GatewayMessage[], signal: AbortSignal): Promise<Outcome> => {
    const phones = new Set(messages.flatMap((message) => phoneOf(message) ?? []));
    return post(messages.map(forMany).join('\n'), [...phones], signal);
  };
  return {
    name,
    gateway,
    deliver: (message, signal) => together([message], signal),
    together: { atMostBytes, deliver: together },
  };
}

const forMany = (message: GatewayMessage): string =>
  message.kind === 'alarm' ? alarmForMany(message) : message.text.zh;
