// MQTT topics, built and parsed here and nowhere else.
const prefix = 'yjt/v1';

export type DeviceTopic = 'press' | 'health' | 'state';
export type ResponderTopic = 'dispatch' | 'reply' | 'position' | 'duty';
/** A topic of ours, taken apart. */
export type Topic =
  | { of: 'device'; device: string; channel: DeviceTopic }
  | { of: 'responder'; responder: string; channel: ResponderTopic };

const deviceChannels: readonly string[] = ['press', 'health', 'state'];
const responderChannels: readonly string[] = ['dispatch', 'reply', 'position', 'duty'];

export const deviceTopic = (device: string, channel: DeviceTopic): string => `${prefix}/d/${device}/${channel}`;
export const responderTopic = (responder: string, channel: ResponderTopic): string =>
  `${prefix}/r/${responder}/${channel}`;

/** A topic that is ours, whoever may use it: nobody's vendor publishes there. */
export const isOurs = (topic: string): boolean =>
  topic === prefix || topic.startsWith(`${prefix}/`) || topic.startsWith('$');

/** Takes a topic apart; undefined when it is none of ours (or a filter with wildcards). */
export function parseTopic(topic: string): Topic | undefined {
  const [root, version, kind, id, channel, ...rest] = topic.split('/');
  if (`${root}/${version}` !== prefix || rest.length > 0 || !id || !channel || /[+#]/.test(id)) return undefined;
  if (kind === 'd' && deviceChannels.includes(channel))
    return { of: 'device', device: id, channel: channel as DeviceTopic };
  if (kind === 'r' && responderChannels.includes(channel))
    return { of: 'responder', responder: id, channel: channel as ResponderTopic };
  return undefined;
}
