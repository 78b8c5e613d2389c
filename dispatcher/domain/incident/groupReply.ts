// An answer to a group is an answer to each of its calls that the received message told of. Each is decided as an input of its
// own: a decision concerns one incident. Hundreds at once are asked for in portions.

import type { EpochMs } from '../../../contracts/ids.ts';
import { type GroupReplyKind, isGroupReply, readGroupDelivery } from '../../../contracts/incident/groups.ts';
import type { FollowUpInput, ReplyInput } from '../../../contracts/incident/inputs.ts';
import type { Result } from '../../../contracts/incident/result.ts';
import { defined } from '../../../contracts/shapes.ts';
import type { Context } from './context.ts';
import type { Member } from './groupOffers.ts';

/** One commit asks so many other incidents at most. */
export const portion = 200;

type Others = Extract<FollowUpInput['what'], { kind: 'answered_others' }>;
type Answer = Omit<Others, 'kind' | 'after'>;
type Portion = { followUps: FollowUpInput[]; result: Result };

/** The group that this answer is for; undefined when it is for one leg. */
export function groupAnswered({ reply, responder }: ReplyInput): Answer | undefined {
  const told = readGroupDelivery(reply.delivery);
  if (!told || !isGroupReply(reply.reply)) return undefined;
  return { responder, ...told, reply: reply.reply, ...defined({ reason: reply.reason }) };
}

export function onGroupReply(input: ReplyInput, answer: Answer, context: Context, now: EpochMs): Portion {
  const id = `${input.responder}/${answer.group}/${answer.reply}/${input.reply.id}`;
  return {
    followUps: portionOf(id, answer, undefined, input.district, context),
    result: { outcome: 'recorded', what: 'group_reply', at: now },
  };
}

/** The next portion of one that was answered. */
export function onOthersAnswered(input: FollowUpInput, what: Others, context: Context, now: EpochMs): Portion {
  const [id = input.id] = input.id.split('/others/');
  const { kind: _, after, ...answer } = what;
  return {
    followUps: portionOf(id, answer, after, input.district, context),
    result: { outcome: 'recorded', what: 'follow_up', at: now },
  };
}

function portionOf(
  id: string,
  answer: Answer,
  after: string | undefined,
  district: string,
  context: Context,
): FollowUpInput[] {
  const { group, responder, revision, reason } = answer;
  const all = context
    .offeredTogether(responder, group)
    .map((member) => ({ member, key: `${member.incident}/${member.leg}` }))
    .sort((a, b) => (a.key < b.key ? -1 : 1));
  const due = all.flatMap(({ member, key }) => {
    const says = sayingOf(member, answer.reply, revision);
    return says === undefined || (after !== undefined && key <= after) ? [] : [{ member, key, says }];
  });
  const now = due.slice(0, portion);
  const asked = now.map(
    ({ member, key, says }): FollowUpInput => ({
      v: 1,
      kind: 'follow_up',
      district,
      id: `${id}/${key}`,
      incident: member.incident,
      what: {
        kind: 'answered',
        responder,
        leg: member.leg,
        revision: member.revision,
        reply: says,
        ...defined({ reason }),
      },
    }),
  );
  const [last, next] = [now.at(-1), due[portion]];
  if (!last || !next) return asked;
  const rest: Others = { kind: 'answered_others', ...answer, after: last.key };
  const others = { id: `${id}/others/${last.key}`, incident: next.member.incident, what: rest };
  return [...asked, { v: 1, kind: 'follow_up', district, ...others }];
}

/** What the answer means for one leg; whatever they answer, what the message told of has arrived. */
function sayingOf({ standing, since }: Member, reply: GroupReplyKind, revision: number): GroupReplyKind | undefined {
  if ((since ?? 0) > revision) return undefined; // not told yet
  const applies = reply === 'en_route' ? standing === 'taken' : reply !== 'receipt' && standing === 'asked';
  if (applies) return reply;
  return since === undefined ? undefined : 'receipt';
}
