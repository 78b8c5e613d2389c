// `yjt replay`: the story of an incident in plain words, with the proof that its log gives its state; and with --policy what
// would have been different. Nothing is changed: the record is read, and decided again here.

import { isDeepStrictEqual } from 'node:util';
import { Type } from 'typebox';
import { type IncidentEvent, upcast } from '../contracts/incident/events.ts';
import { IncidentRecord, IncidentView } from '../contracts/incident/views.ts';
import { Dispatching } from '../contracts/office/place.ts';
import { checkPolicy } from '../contracts/office/policyCheck.ts';
import { replay } from '../dispatcher/domain/incident/evolve.ts';
import { type Asked, askedIn, decideAgain } from '../dispatcher/domain/incident/whatIf.ts';
import { Knowledge } from '../dispatcher/domain/knowledge.ts';
import { logHead } from '../signing/logHead.ts';
import type { Answer } from './commands.ts';
import { Failure } from './failure.ts';
import { readPolicy } from './policy.ts';
import type { Session } from './session.ts';
import { type Language, storyOf } from './story.ts';
import { call, type System } from './system.ts';
import { table } from './table.ts';

type Wanted = { incident: string; policy: string | undefined; last: number };

/** @throws Failure when the incident, or the policy's file, cannot be read */
export async function replayIncidents(session: Session, { incident, policy, last }: Wanted): Promise<Answer> {
  const system = session.system();
  if (policy === undefined) {
    if (incident === '') throw new Failure('usage', session.say.replay.which);
    return story(session, system, incident);
  }
  const knows = await withPolicy(session, system, policy);
  const ids = incident === '' ? await latest(system, last) : [incident];
  const compared = [];
  for (const id of ids) compared.push(compare(id, (await record(system, id)).events, knows));
  return {
    json: { policy, incidents: compared },
    text: compared.map((one) => tellDifference(one, knows, session)).join('\n\n') || session.say.noIncidents,
    remarks: [session.say.replay.worstCase],
  };
}

async function record(system: System, id: string): Promise<IncidentRecord> {
  const found = await call(system, `/api/v1/incidents/${encodeURIComponent(id)}/record`, IncidentRecord);
  return { ...found, events: found.events.map(upcast) };
}

async function story({ say, when }: Session, system: System, id: string): Promise<Answer> {
  const [{ state, events }, { responders }] = await Promise.all([
    record(system, id),
    call(system, '/api/v1/dispatching', Dispatching),
  ]);
  const began = events[0]?.at ?? 0;
  const told = storyOf(events, responders, say.language as Language, when);
  const lines = events.map(({ at }, i) => [when(at).slice(11), `+${Math.round((at - began) / 1000)} s`, told[i] ?? '']);
  const again = replay(events);
  const same = again !== undefined && isDeepStrictEqual(JSON.parse(JSON.stringify(again)), state);
  const verdict = same ? say.replay.same(events.length) : say.replay.different;
  return {
    json: {
      incident: id,
      same,
      events: events.length,
      head: logHead(events),
      story: lines.map(([time, after, says]) => ({ time, after, says })),
    },
    text: `${table(lines)}\n${verdict}\n${say.replay.head(logHead(events))}`,
    failed: !same,
  };
}

/** The district with the policy of a file, checked as an import would check it. */
async function withPolicy({ say }: Session, system: System, path: string): Promise<Knowledge> {
  const policy = readPolicy(path, say);
  const found = await call(system, '/api/v1/dispatching', Dispatching);
  const problems = checkPolicy({ policy, responders: found.responders }).filter(({ severity }) => severity === 'error');
  if (problems.length > 0)
    throw new Failure(
      'bad_file',
      say.replay.noPolicy(path),
      {},
      problems.map((one) => `${one.path} ${one.field}: ${one.reason}`),
    );
  return new Knowledge({ ...found, policy });
}

async function latest(system: System, last: number): Promise<string[]> {
  const answers = Type.Object({ incidents: Type.Array(IncidentView) });
  const { incidents } = await call(system, `/api/v1/incidents?state=closed&limit=${last}`, answers);
  return incidents.map(({ id }) => id);
}

type Compared = { incident: string; was: Asked[]; wouldBe: Asked[] };

function compare(incident: string, events: readonly IncidentEvent[], knows: Knowledge): Compared {
  const was = askedIn(events);
  const answered = new Set(was.map(({ responder }) => responder));
  const wouldBe = askedIn(decideAgain(events, knows)).map((one) => ({ ...one, known: answered.has(one.responder) }));
  return { incident, was, wouldBe };
}

function tellDifference({ incident, was, wouldBe }: Compared, knows: Knowledge, { say }: Session): string {
  const people = [...new Set([...was, ...wouldBe].map(({ responder }) => responder))];
  const cell = (asked: Asked | undefined): string =>
    asked === undefined
      ? '—'
      : [
          say.replay.asked(asked.offeredAfter),
          ...(asked.acceptedAfter === undefined ? [] : [say.replay.accepted(asked.acceptedAfter)]),
          ...(asked.arrivedAfter === undefined ? [] : [say.replay.arrived(asked.arrivedAfter)]),
          ...(asked.known ? [] : [say.replay.unknown]),
        ].join(say.replay.comma);
  const rows = people.map((id) => [
    knows.responders.get(id)?.name ?? id,
    cell(was.find(({ responder }) => responder === id)),
    cell(wouldBe.find(({ responder }) => responder === id)),
  ]);
  return `${incident}\n${table([say.replay.columns, ...rows])}`;
}
