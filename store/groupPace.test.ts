import { describe, expect, it } from 'vitest';
import type { IncidentId } from '../contracts/ids.ts';
import type { InboxMessage } from '../contracts/incident/inbox.ts';
import { GroupPace } from './groupPace.ts';

const message = (group: string, revision: number, kind: InboxMessage['kind'] = 'offer'): InboxMessage => ({
  delivery: `group/${group}/${revision}`,
  kind,
  district: 'd',
  incident: '0000000000-0-s00' as IncidentId,
  number: 1,
  leg: 'L1',
  revision,
  track: 'grid',
  priority: 1,
  call: 'sos',
  active: false,
  group: { id: group, count: 1, open: 1, urgent: 1 },
});

/** A group that changes all the time: the seconds at which its message is sent. */
function sentWhileChanging(
  seconds: number,
  kindAt: (second: number) => InboxMessage['kind'] = () => 'offer',
): number[] {
  const pace = new GroupPace();
  return Array.from({ length: seconds * 10 }, (_, i) => i / 10).filter(
    (second) => pace.due([message('y1', second * 10, kindAt(second))], second * 1000).length > 0,
  );
}

describe('somebody is told of a group', () => {
  it('at once, then after growing pauses, while it changes', () => {
    expect(sentWhileChanging(180)).toEqual([0, 3, 9, 21, 45, 69, 93, 117, 141, 165]);
  });

  it('of its end without a long pause', () => {
    const sent = sentWhileChanging(60, (second) => (second < 46 ? 'offer' : 'stand_down'));
    expect(sent).toContain(48);
  });

  it('of one more who may die within ten seconds', () => {
    const pace = new GroupPace();
    const of = (revision: number, urgent: number): InboxMessage => {
      const one = message('y1', revision);
      return { ...one, group: { id: 'y1', count: 9, open: 9, urgent } };
    };
    for (let second = 0; second <= 50; second++) pace.due([of(second, 1)], second * 1000);
    const sent = Array.from({ length: 20 }, (_, i) => 51 + i).filter(
      (second) => pace.due([of(second, second < 52 ? 1 : 2)], second * 1000).length > 0,
    );
    expect(sent[0]).toBe(55); // told at 45
  });

  it('again after a quarter of a minute when it does not change and is not receipted', () => {
    const pace = new GroupPace();
    const sent = [0, 5, 14.9, 15, 20, 30].filter((second) => pace.due([message('y1', 1)], second * 1000).length > 0);
    expect(sent).toEqual([0, 15, 30]);
  });

  it('each for itself, and the more seldom the more groups they have', () => {
    const pace = new GroupPace();
    const all = (revision: number) => Array.from({ length: 9 }, (_, n) => message(`y${n}`, revision));
    expect(pace.due(all(1), 0)).toHaveLength(9);
    const messages = Array.from({ length: 60 }, (_, second) => pace.due(all(2 + second), (1 + second) * 1000).length);
    expect(messages.reduce((sum, count) => sum + count, 9)).toBeLessThanOrEqual(36);
  });
});
