// What a preview says of the incidents that it has compared: how many would have been answered earlier, later or as before, and which.
import { iso } from '../../contracts/iso.ts';
import type { PreviewedCall, PreviewedTrack } from '../../contracts/office/planned.ts';
import { type CallKind, Track } from '../../contracts/terms.ts';
import { medianOf } from '../percentile.ts';

/** The first yes on a track: seconds after the call, and whose. */
export type Yes = { seconds: number; responder: string };
/** As it was; decided again by the policy that holds; and by the other. */
export type Answers = { was?: Yes; now?: Yes; next?: Yes };
export type Compared = {
  incident: string;
  number: number;
  at: number;
  call: string;
  tracks: Readonly<Record<Track, Answers>>;
};

/** Named one by one; of more, how many there are. */
const namedAtMost = 100;

/** Rounded to seconds in two places: this much is no difference. */
const sameWithinSeconds = 1;

export function countsOf(all: readonly Compared[], track: Track): PreviewedTrack {
  const both = all.flatMap(({ tracks }) => {
    const { now, next } = tracks[track];
    return now && next ? [next.seconds - now.seconds] : [];
  });
  const earlier = both.filter((by) => by < -sameWithinSeconds).map((by) => -by);
  const later = both.filter((by) => by > sameWithinSeconds);
  const count = (fits: (one: Answers) => boolean): number => all.filter(({ tracks }) => fits(tracks[track])).length;
  const [earlierBySeconds, laterBySeconds] = [medianOf(earlier), medianOf(later)];
  return {
    earlier: earlier.length,
    ...(earlierBySeconds === undefined ? {} : { earlierBySeconds }),
    later: later.length,
    ...(laterBySeconds === undefined ? {} : { laterBySeconds }),
    same: both.length - earlier.length - later.length,
    gained: count(({ now, next }) => !now && next !== undefined),
    lost: count(({ now, next }) => now !== undefined && !next),
    unanswered: count(({ now, next }) => !now && !next),
    unlike: count(({ was, now }) => !isSame(was, now)),
  };
}

/** What would be different, the greatest difference first; nobody's yes any more before all others. */
export function changesOf(all: readonly Compared[], nameOf: (responder: string) => string): PreviewedCall[] {
  const named = (yes: Yes | undefined) => yes && { ...yes, name: nameOf(yes.responder) };
  return all
    .flatMap((one) =>
      Track.enum.flatMap((track) => {
        const { was, now, next } = one.tracks[track];
        return isSame(now, next) ? [] : [{ one, track, was, now, next, by: differenceOf(now, next) }];
      }),
    )
    .sort((a, b) => b.by - a.by || b.one.at - a.one.at)
    .slice(0, namedAtMost)
    .map(({ one: { incident, number, at, call }, track, was, now, next }) => {
      const yes = Object.entries({ was, now, next }).flatMap(([when, one]) => (one ? [[when, named(one)]] : []));
      return { incident, number, at: iso(at), call: call as CallKind, track, ...Object.fromEntries(yes) };
    });
}

/** Somebody else who says yes at the same moment makes no difference to who waits. */
const isSame = (one: Yes | undefined, other: Yes | undefined): boolean =>
  one && other ? Math.abs(one.seconds - other.seconds) <= sameWithinSeconds : one === other;

const differenceOf = (now: Yes | undefined, next: Yes | undefined): number =>
  now && next ? Math.abs(now.seconds - next.seconds) : Number.POSITIVE_INFINITY;
