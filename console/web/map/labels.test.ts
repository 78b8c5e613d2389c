import { describe, expect, it } from 'vitest';
import { Room, sideFor, widthOf } from './labels.ts';

const size = { reach: 15, w: 60, h: 24 };
const at = { x: 100, y: 100 };

describe('a label on the map', () => {
  it('stands on the right while there is room', () => {
    expect(sideFor(at, size, () => 0, undefined).side).toBe('right');
  });

  it('goes to the other side of its mark when a name is in the way', () => {
    const room = new Room();
    room.take({ x: 120, y: 90, w: 80, h: 20 });
    expect(sideFor(at, size, (box) => room.overlap(box), undefined).side).toBe('left');
    room.take({ x: 20, y: 90, w: 70, h: 20 });
    expect(sideFor(at, size, (box) => room.overlap(box), undefined).side).toBe('below');
  });

  it('does not jump for a little more room', () => {
    const room = new Room();
    room.take({ x: 170, y: 95, w: 8, h: 8 });
    expect(sideFor(at, size, (box) => room.overlap(box), 'right').side).toBe('right');
    expect(sideFor(at, size, (box) => room.overlap(box), undefined).side).toBe('left');
  });

  it('is about as wide as its words', () => {
    expect(widthOf('王协管员', 13)).toBe(52);
    expect(widthOf('Wang', 10)).toBeLessThan(30);
  });
});
