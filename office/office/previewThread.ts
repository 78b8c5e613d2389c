// The thread of a preview: the log of one incident comes, and is decided again by the policy that holds and by the other. It has no store and no
// channel to anybody: nothing that is decided here is told to anyone.
import { parentPort, workerData } from 'node:worker_threads';
import type { IncidentEvent } from '../../contracts/incident/events.ts';
import type { Policy } from '../../contracts/office/policy.ts';
import { Track } from '../../contracts/terms.ts';
import { type Asked, askedIn, decideAgain, firstYes } from '../../dispatcher/domain/incident/whatIf.ts';
import { type Documents, Knowledge } from '../../dispatcher/domain/knowledge.ts';
import type { Answers, Compared, Yes } from './previewCounts.ts';

/** `documents`: with the policy that holds. */
export type PreviewTask = { documents: Documents; policy: Policy };

const { documents, policy } = workerData as PreviewTask;
const holds = new Knowledge(documents);
const other = new Knowledge({ ...documents, policy }, holds);

parentPort?.on('message', (events: readonly IncidentEvent[]) => {
  const [was, now, next] = [askedIn(events), askedIn(decideAgain(events, holds)), askedIn(decideAgain(events, other))];
  const answersOn = (track: Track): Answers => ({
    ...yesOn('was', was, track),
    ...yesOn('now', now, track),
    ...yesOn('next', next, track),
  });
  const tracks = Object.fromEntries(Track.enum.map((track) => [track, answersOn(track)]));
  parentPort?.postMessage(tracks as Compared['tracks']);
});

function yesOn(when: keyof Answers, asked: readonly Asked[], track: Track): Partial<Record<keyof Answers, Yes>> {
  const first = firstYes(asked.filter((one) => one.track === track));
  return first?.acceptedAfter === undefined
    ? {}
    : { [when]: { seconds: first.acceptedAfter, responder: first.responder } };
}
