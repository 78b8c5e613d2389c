// What is known of the month: never less than there was, and never for want of one district.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { FiguresAnswer } from '../../contracts/office/figures.ts';
import type { DistrictRegistry } from '../../store/district.ts';
import type { Following } from './follow.ts';
import { MonthCounter } from './monthCounts.ts';

const district = (id: string) =>
  ({
    id,
    bundle: { district: { timeZone: 'Asia/Shanghai' }, grids: [], responders: [] },
  }) as unknown as DistrictRegistry;
const figures = (opened: number) => ({
  opened,
  merged: 0,
  tests: 0,
  open: 0,
  steps: [],
  byCall: [],
  byDisposition: [],
});

let counter: MonthCounter | undefined;
afterEach(() => counter?.stop());

function counting(state: Following['state'], count: (id: string) => Promise<unknown>) {
  const asked: string[] = [];
  const warned: object[] = [];
  counter = new MonthCounter({
    registry: { all: () => ['left', 'right'].map(district) },
    follower: { state: { state, until: undefined } },
    reports: {
      count: ({ district: id }) => {
        asked.push(id);
        return count(id) as Promise<FiguresAnswer>;
      },
    },
    log: { warn: (line: object) => void warned.push(line) } as never,
  });
  return { asked, warned, known: () => counter?.known.districts.map(({ district: id, opened }) => [id, opened]) };
}

describe('the month so far', () => {
  it('is counted at once where the books are whole, one district after the other', async () => {
    const { asked, known } = counting('current', async (id) => figures(id.length));
    await vi.waitFor(() =>
      expect(known()).toEqual([
        ['left', 4],
        ['right', 5],
      ]),
    );
    expect(asked).toEqual(['left', 'right']);
  });

  it('of one district is known when that of another cannot be counted', async () => {
    const { warned, known } = counting('current', async (id) => {
      if (id === 'left') throw new Error('the books are away');
      return figures(7);
    });
    await vi.waitFor(() => expect(known()).toEqual([['right', 7]]));
    expect(warned).toMatchObject([{ district: 'left' }]);
  });

  it.each(['catching_up', 'rebuilding'] as const)('is not counted from books that are %s', async (state) => {
    const { asked, known } = counting(state, async () => figures(0));
    await new Promise(setImmediate);
    expect(asked).toEqual([]);
    expect(known()).toEqual([]);
  });
});
