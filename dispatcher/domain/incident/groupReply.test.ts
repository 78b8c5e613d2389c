// What an answer to a group means for each of its calls.
import { describe, expect, it } from 'vitest';
import { at, type EpochMs } from '../../../contracts/ids.ts';
import { type GroupReplyKind, groupDelivery } from '../../../contracts/incident/groups.ts';
import type { ReplyInput } from '../../../contracts/incident/inputs.ts';
import type { ReplyKind } from '../../../contracts/terms.ts';
import type { Context } from './context.ts';
import type { Member } from './groupOffers.ts';
import { groupAnswered, onGroupReply } from './groupReply.ts';

const now: EpochMs = at(7);
const input = (reply: ReplyKind, delivery = groupDelivery('y1', 5), more: object = {}): ReplyInput => ({
  v: 1,
  kind: 'reply',
  district: 'd',
  responder: 'wang',
  reply: { id: 'r', delivery, incident: 'i' as never, leg: 'L1', reply, ...more },
});
const member = (incident: string, more: Partial<Member> = {}): Member => ({
  incident: incident as never,
  leg: 'L1',
  revision: 3,
  priority: 1,
  standing: 'asked',
  since: 5,
  ...more,
});
const told = (...members: Member[]): Context => ({ offeredTogether: () => members }) as unknown as Context;
const answer = (reply: GroupReplyKind, context: Context, more: object = {}) => {
  const one = input(reply, undefined, more);
  const group = groupAnswered(one);
  if (group === undefined) throw new Error('no group');
  return onGroupReply(one, group, context, now);
};
const says = (reply: GroupReplyKind, more: Partial<Member>) =>
  answer(reply, told(member('a', more))).followUps.map(({ what }) =>
    what.kind === 'answered' ? what.reply : what.kind,
  );

describe('an answer to a group', () => {
  it.each([
    { reply: 'accept', standing: 'asked', is: 'accept' },
    { reply: 'accept', standing: 'taken', is: 'receipt' },
    { reply: 'accept', standing: 'over', is: 'receipt' },
    { reply: 'decline', standing: 'asked', is: 'decline' },
    { reply: 'decline', standing: 'taken', is: 'receipt' },
    { reply: 'en_route', standing: 'asked', is: 'receipt' },
    { reply: 'en_route', standing: 'taken', is: 'en_route' },
    { reply: 'receipt', standing: 'asked', is: 'receipt' },
    { reply: 'receipt', standing: 'taken', is: 'receipt' },
  ] as const)('"$reply" where they are $standing: $is', ({ reply, standing, is }) => {
    expect(says(reply, { standing })).toEqual([is]);
    expect(says(reply, { standing, since: 6 })).toEqual([]); // the message did not tell of it yet
    const { since: _, ...receipted } = member('a', { standing });
    const again = answer(reply, told(receipted as Member)).followUps;
    expect(again.map(({ what }) => (what.kind === 'answered' ? what.reply : ''))).toEqual(is === 'receipt' ? [] : [is]);
  });

  it('is asked of each call, in their order, with its own revision and the reason', () => {
    const { followUps, result } = answer('decline', told(member('b'), member('a', { leg: 'L2', revision: 4 })), {
      reason: 'unwell',
    });
    expect(followUps).toEqual(
      [
        { incident: 'a', leg: 'L2', revision: 4 },
        { incident: 'b', leg: 'L1', revision: 3 },
      ].map(({ incident, leg, revision }) => ({
        v: 1,
        kind: 'follow_up',
        district: 'd',
        id: `wang/y1/decline/r/${incident}/${leg}`,
        incident,
        what: { kind: 'answered', responder: 'wang', leg, revision, reply: 'decline', reason: 'unwell' },
      })),
    );
    expect(result).toEqual({ outcome: 'recorded', what: 'group_reply', at: 7 });
  });

  it.each([
    { what: 'a word of one door', one: input('on_scene') },
    { what: 'the delivery of one leg', one: input('accept', 'i/L1/5') },
    { what: 'no delivery', one: input('accept', 'none') },
  ])('is none: $what', ({ one }) => {
    expect(groupAnswered(one)).toBeUndefined();
  });
});
