// Who may publish and subscribe what: each login its own topics and no other, no wildcards. A source of foreign devices has whatever topics
// its vendor has, and none of ours.
import { type Caller, may } from '../contracts/session/rights.ts';
import { type DeviceTopic, isOurs, parseTopic, type ResponderTopic } from '../contracts/topics.ts';
import type { Credential } from '../store/directory.ts';

type Login = Pick<Credential, 'kind' | 'id'>;
/** As contracts/session/rights.ts calls them: a responder's login is not the role of somebody signed in. */
const callerOf = {
  device: 'device',
  canary: 'canary',
  responder: 'responder_login',
  source: 'source',
} as const satisfies Record<Login['kind'], Caller>;
/** What a login may send. */
export type PublishChannel = 'press' | 'canary' | 'health' | 'reply' | 'position' | 'duty' | 'foreign';

/** The channel that this login may publish on with this topic; undefined: not allowed. */
export function publishChannel(login: Login, name: string): PublishChannel | undefined {
  if (login.kind === 'source') return !isOurs(name) && may('source', 'publish.foreign') ? 'foreign' : undefined;
  const channel = ownChannel(login, name);
  if (channel === undefined || channel === 'state' || channel === 'dispatch') return undefined; // what we send
  if (!may(callerOf[login.kind], `publish.${channel}`)) return undefined;
  return login.kind === 'canary' ? 'canary' : channel;
}

/** True for the one topic that we send to this login. */
export function maySubscribe(login: Login, filter: string): boolean {
  // Its software wants to hear orders; ours sends it none, and what it publishes itself goes to nobody else.
  if (login.kind === 'source') return isForeignFilter(filter) && may('source', 'subscribe.foreign');
  const channel = ownChannel(login, filter);
  if (channel !== 'state' && channel !== 'dispatch') return false;
  return may(callerOf[login.kind], `subscribe.${channel}`);
}

/** A filter that no topic of ours fits. */
const isForeignFilter = (filter: string): boolean =>
  !/^[#+]/.test(filter) && !isOurs(filter) && !/^yjt(\/[#+]|$)/.test(filter);

/** The channel of a topic that bears this login's id. */
function ownChannel(login: Login, name: string): DeviceTopic | ResponderTopic | undefined {
  const topic = parseTopic(name);
  const own = topic?.of === 'device' ? topic.device : topic?.responder;
  return own === login.id ? topic?.channel : undefined;
}
