// Whoever was asked answers: to what they were told last or to something older, for themselves or for somebody else, in an order
// that makes sense or in none.
import fc from 'fast-check';
import { expect } from 'vitest';
import { groupDelivery, isGroupReply } from '../../../contracts/incident/groups.ts';
import type { Finding, HelpNeed, ReplyKind } from '../../../contracts/terms.ts';
import type { District } from '../../district.ts';
import { saidYes } from '../judge/history.ts';
import { type Action, incidentOf, type Model, result, Step, unique } from './step.ts';

type Of = { nth: number; leg: number; revision: number; own: boolean; who: string };
type Words = { needs?: HelpNeed | undefined; findings?: Finding[] | undefined; text?: string | undefined };

class Answer extends Step {
  private readonly of: Of;
  private readonly reply: ReplyKind;
  private readonly words: Words;
  private readonly id = unique();
  constructor(of: Of, reply: ReplyKind, words: Words) {
    super();
    this.of = of;
    this.reply = reply;
    this.words = words;
  }
  run(_: Model, d: District): void {
    const { nth, leg: index, revision, own, who } = this.of;
    const incident = incidentOf(d, nth);
    if (!incident) return;
    // Mostly somebody who counts: a random leg of many would seldom say anything that applies.
    const wantsYes = this.reply === 'accept' || this.reply === 'decline' || this.reply === 'receipt';
    const fit = incident.legs.filter((leg) =>
      wantsYes ? ['offered', 'received', 'timed_out'].includes(leg.state) : saidYes(leg),
    );
    const among = fit.length > 0 && index < 12 ? fit : incident.legs;
    const leg = among[index % Math.max(1, among.length)];
    const { needs, findings, text } = this.words;
    const reply = {
      id: this.id,
      delivery: `${incident.id}/${leg?.id ?? 'L1'}/${leg ? leg.revision - revision : revision}`,
      incident: incident.id,
      leg: leg?.id ?? 'L1',
      reply: this.reply,
      ...(text === undefined ? {} : { text }),
      ...(needs === undefined ? {} : { needs }),
      ...(findings === undefined ? {} : { findings }),
      ...(revision > 0 ? { reason: 'busy' as const } : {}),
      ...(revision === 0
        ? { check: { by: 'door_code' as const, code: own ? `door_code-of-${incident.home}` : 'wrong' } }
        : {}),
    };
    result(d, { v: 1, kind: 'reply', district: 'd', responder: own && leg ? leg.responder : who, reply });
  }
  toString = () => `answer(${this.reply} ${JSON.stringify(this.of)} ${JSON.stringify(this.words)})`;
}

/** In a surge somebody answers for a whole courtyard, perhaps to an older message. */
class GroupAnswer extends Step {
  private readonly nth: number;
  private readonly back: number;
  private readonly reply: ReplyKind;
  private readonly id = unique();
  constructor(nth: number, back: number, reply: ReplyKind) {
    super();
    this.nth = nth;
    this.back = back;
    this.reply = reply;
  }
  run(_: Model, d: District): void {
    const offers = [...d.open.groups.all()];
    const offer = offers[this.nth % Math.max(1, offers.length)];
    const [member] = offer?.members.values() ?? [];
    if (!offer || !member) return;
    const { incident, leg } = member;
    const answered = offer.revision;
    const delivery = groupDelivery(offer.id, answered - this.back);
    const reply = { id: this.id, delivery, incident, leg, reply: this.reply };
    result(d, { v: 1, kind: 'reply', district: 'd', responder: offer.responder, reply });
    // Whatever they said about the newest message, they have all that it told of; the same decision may have told them more.
    if (this.back !== 0 || !isGroupReply(this.reply)) return;
    const untold = [...offer.members.values()].filter(({ since }) => since !== undefined && since <= answered);
    expect(untold).toEqual([]);
  }
  toString = () => `groupAnswer(${this.nth} ${this.reply} ${this.back})`;
}

const people = fc.constantFrom('wang', 'li', 'zhao', 'desk', 'doctor', 'officer', 'men', 'nobody');
const of = fc.record({
  nth: fc.nat(5),
  leg: fc.nat(14),
  revision: fc.constantFrom(0, 0, 0, 0, 1, 2, -1),
  own: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
  who: people,
});
const findings = fc.constantFrom<Finding[][]>(
  ['no_answer_at_door'],
  ['not_at_home'],
  ['safe'],
  ['unconscious'],
  ['gas'],
  ['fire_or_smoke', 'no_answer_at_door'],
  ['fell'],
);
const helps = fc.constantFrom<HelpNeed>('person', 'doctor', 'ambulance', 'entry', 'fire', 'police');
const rarely = <T>(one: fc.Arbitrary<T>) => fc.option(one, { nil: undefined, freq: 2 });
const plain = fc.constant<Words>({});

const answer = (replies: readonly ReplyKind[], words: fc.Arbitrary<Words>): fc.Arbitrary<Action> =>
  fc.tuple(of, fc.constantFrom(...replies), words).map(([one, reply, said]) => new Answer(one, reply, said));

export const answers: fc.Arbitrary<Action>[] = [
  answer(['receipt', 'accept', 'accept', 'accept', 'decline'], plain),
  answer(['accept', 'en_route', 'on_scene'], plain),
  answer(['en_route', 'on_scene', 'on_scene', 'done', 'done'], fc.record({ findings: rarely(findings) })),
  answer(
    ['help', 'help', 'called', 'help_withdrawn', 'note'],
    fc.record({ needs: helps, findings: rarely(findings), text: rarely(fc.constant('x')) }),
  ),
  fc
    .tuple(
      fc.nat(5),
      fc.constantFrom(0, 0, 1, 3),
      fc.constantFrom<ReplyKind>('receipt', 'accept', 'accept', 'decline', 'en_route', 'on_scene', 'done'),
    )
    .map(([nth, back, reply]) => new GroupAnswer(nth, back, reply)),
];
