// What a simulated person does about a dispatch: pure, so that the same seed tells the same story.
import type { Responder } from '../contracts/community.ts';
import type { Dispatch, ReplyKind } from '../contracts/messages.ts';
import { between, type Chance, oneOf } from './chance.ts';
import type { Scenario } from './scenario.ts';

/** Steps of a person, each so many seconds after the one before. `travel`: go there, as long as it takes. */
export type Step = { afterSeconds: number } & ({ reply: ReplyKind; text?: string } | { travel: true });

/** What to do. `drop`: first give up whatever was going on for this incident. */
export type Behaviour = { drop: boolean; steps: Step[] };

/**
 * @param occupied the person is at work on another incident
 */
export function behave(
  dispatch: Dispatch,
  responder: Pick<Responder, 'means'>,
  occupied: boolean,
  { people }: Pick<Scenario, 'people'>,
  chance: Chance,
): Behaviour {
  const receipt: Step = { afterSeconds: between(chance, people.receiptSeconds), reply: 'receipt' };
  switch (dispatch.kind) {
    case 'stand_down':
      return { drop: true, steps: [receipt] };
    case 'update':
      return { drop: false, steps: [receipt] };
    case 'offer':
      return { drop: false, steps: offered(dispatch, responder, occupied, people, chance, receipt) };
  }
}

function offered(
  dispatch: Dispatch,
  { means }: Pick<Responder, 'means'>,
  occupied: boolean,
  people: Scenario['people'],
  chance: Chance,
  receipt: Step,
): Step[] {
  const draw = chance();
  if (draw < people.misses) return []; // the phone lies in another room
  const unable = occupied && means !== 'desk'; // a desk works on several at once
  if (unable || draw < people.misses + people.declines)
    return [receipt, { afterSeconds: between(chance, people.declineSeconds), reply: 'decline', text: '暂时走不开' }];
  const accept: Step = { afterSeconds: between(chance, people.acceptSeconds), reply: 'accept' };
  const finding = oneOf(chance, people.findings);
  const done = (seconds: readonly [number, number]): Step => ({
    afterSeconds: between(chance, seconds),
    reply: 'done',
    ...(finding === undefined ? {} : { text: finding }),
  });
  if (means === 'desk' || dispatch.position === undefined) return [receipt, accept, done(people.deskSeconds)];
  const leave: Step = { afterSeconds: between(chance, people.leaveSeconds), reply: 'en_route' };
  const arrive: Step[] = [
    { afterSeconds: 0, travel: true },
    { afterSeconds: 0, reply: 'on_scene' },
  ];
  return [receipt, accept, leave, ...arrive, done(people.doorSeconds)];
}
