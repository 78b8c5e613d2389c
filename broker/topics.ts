// Who may publish and subscribe what: each login its own topics and no other, no wildcards.
import { parseTopic } from '../contracts/topics.ts';
import type { Credential } from '../store/directory.ts';

type Login = Pick<Credential, 'kind' | 'id'>;
/** What a login may send. */
export type PublishChannel = 'press' | 'canary' | 'health' | 'reply' | 'position' | 'duty';

/** The channel that this login may publish on with this topic; undefined: not allowed. */
export function publishChannel(login: Login, name: string): PublishChannel | undefined {
  const topic = parseTopic(name);
  if (topic?.of === 'device' && login.kind === 'canary' && topic.device === login.id)
    return topic.channel === 'press' ? 'canary' : undefined;
  if (topic?.of === 'device' && login.kind === 'device' && topic.device === login.id)
    return topic.channel === 'state' ? undefined : topic.channel;
  if (topic?.of === 'responder' && login.kind === 'responder' && topic.responder === login.id)
    return topic.channel === 'dispatch' ? undefined : topic.channel;
  return undefined;
}

/** True for the one topic that we send to this login. */
export function maySubscribe(login: Login, filter: string): boolean {
  const topic = parseTopic(filter);
  if (topic?.of === 'device')
    return login.kind !== 'responder' && topic.device === login.id && topic.channel === 'state';
  if (topic?.of === 'responder')
    return login.kind === 'responder' && topic.responder === login.id && topic.channel === 'dispatch';
  return false;
}
