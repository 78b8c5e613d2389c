import { describe, expect, it } from 'vitest';
import { type Answers, type Compared, changesOf, countsOf } from './previewCounts.ts';

const yes = (seconds: number, responder = 'wang') => ({ seconds, responder });
const call = (grid: Answers, number = 1): Compared => ({
  incident: `i${number}`,
  number,
  at: Date.UTC(2026, 10, 1) + number,
  call: 'sos',
  tracks: { grid, health: {} },
});

describe('a preview counts', () => {
  it('who is answered earlier and who later, by the median of each, and what stays', () => {
    const all = [
      call({ was: yes(90), now: yes(90), next: yes(50) }),
      call({ was: yes(100), now: yes(100), next: yes(40) }),
      call({ was: yes(30), now: yes(30), next: yes(150) }),
      call({ was: yes(30), now: yes(30), next: yes(31) }),
      call({ was: yes(30), now: yes(60), next: yes(60) }),
    ];
    expect(countsOf(all, 'grid')).toEqual({
      ...{ earlier: 2, earlierBySeconds: 40, later: 1, laterBySeconds: 120, same: 2 },
      ...{ gained: 0, lost: 0, unanswered: 0, unlike: 1 },
    });
  });

  it('who is answered only by one of the two, and by neither', () => {
    const all = [call({ next: yes(5) }), call({ now: yes(5) }), call({}), call({})];
    expect(countsOf(all, 'grid')).toMatchObject({ gained: 1, lost: 1, unanswered: 2, same: 0 });
    expect(countsOf(all, 'grid')).not.toHaveProperty('earlierBySeconds');
    expect(countsOf([], 'health')).toMatchObject({ same: 0, unanswered: 0 });
  });

  it('names what differs, the greatest difference first, by whose yes', () => {
    const all = [
      call({ now: yes(30), next: yes(40) }, 1),
      call({ now: yes(30), next: yes(30, 'li') }, 2),
      call({ now: yes(30), next: yes(300, 'li') }, 3),
      call({ now: yes(30) }, 4),
    ];
    const named = changesOf(all, (id) => id.toUpperCase());
    expect(named.map(({ number }) => number)).toEqual([4, 3, 1]);
    expect(named[1]).toMatchObject({ track: 'grid', next: { seconds: 300, responder: 'li', name: 'LI' } });
  });
});
