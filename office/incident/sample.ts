// Which incidents are listened to again: two a month of each officer, so that nobody can choose them, and anybody can check that nobody did.
import { createHash } from 'node:crypto';
import { officerIn } from '../../contracts/incident/actor.ts';
import { iso } from '../../contracts/iso.ts';
import type { FiguresAnswer } from '../../contracts/office/figures.ts';
import { monthAround } from '../../contracts/office/month.ts';
import { dayIn } from '../../contracts/wallClock.ts';
import type { Counted, Handled } from '../../records/incident/counted.ts';

type Sample = FiguresAnswer['sample'];
type Drawn = { one: Counted; lot: string };

/** TEC Quality Monitoring v4.0: two a handler and month, one of them from the press to the door. */
const eachMonth = 2;

/**
 * For each officer and each whole month of the stretch: their incidents by lot, first one that somebody was at the door of. The lot is the SHA-256 of the officer's name, a line
 * feed and the incident's id, in hexadecimal; the lowest is drawn first.
 * @param counted oldest first @param handled who acknowledged which
 */
export function sampleOf(
  counted: readonly Counted[],
  handled: readonly Handled[],
  { from, until, timeZone }: { from: number; until: number; timeZone: string },
): Sample {
  const byId = new Map(counted.map((one) => [one.id, one]));
  const piles = new Map<string, { month: string; officer: string; drawn: Drawn[] }>();
  for (const { incident, by } of handled) {
    const one = byId.get(incident);
    if (one === undefined || !isWhole(one.received_at)) continue;
    const [month, officer] = [dayIn(timeZone, one.received_at).slice(0, 7), officerIn(by)];
    const key = `${month}\n${officer}`;
    const pile = piles.get(key) ?? { month, officer, drawn: [] };
    pile.drawn.push({ one, lot: createHash('sha256').update(`${officer}\n${one.id}`).digest('hex') });
    piles.set(key, pile);
  }
  return [...piles]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, { month, officer, drawn }]) => ({
      month,
      officer,
      of: drawn.length,
      incidents: draw(drawn).map(({ id, number, call, received_at }) => ({
        id,
        number,
        openedAt: iso(received_at),
        call: call as never,
      })),
    }));

  /** Of half a month the lots could still fall otherwise. */
  function isWhole(at: number): boolean {
    const month = monthAround(timeZone, at);
    return month.from >= from && month.until <= until;
  }
}

function draw(all: readonly Drawn[]): Counted[] {
  const byLot = [...all].sort((a, b) => (a.lot < b.lot ? -1 : 1));
  const toTheDoor = byLot.find(({ one }) => one.on_scene_at !== null);
  const others = byLot.filter((one) => one !== toTheDoor);
  return [...(toTheDoor ? [toTheDoor] : []), ...others].slice(0, eachMonth).map(({ one }) => one);
}
