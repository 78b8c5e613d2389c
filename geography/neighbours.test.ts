import { describe, expect, it } from 'vitest';
import type { LonLat } from '../contracts/position.ts';
import { neighboursOf } from './neighbours.ts';

const square = (id: string, x: number, y: number): { id: string; ring: LonLat[] } => ({
  id,
  ring: [
    [x, y],
    [x + 1, y],
    [x + 1, y + 1],
    [x, y + 1],
    [x, y],
  ],
});

describe('grids', () => {
  it('are neighbours when they share a stretch of border, whichever way their rings run, and not when they meet in a corner', () => {
    const east = square('east', 1, 0);
    const beside = neighboursOf([square('here', 0, 0), { ...east, ring: east.ring.reverse() }, square('corner', 1, 1)]);
    expect([...(beside.get('here') ?? [])]).toEqual(['east']);
    expect([...(beside.get('corner') ?? [])]).toEqual(['east']);
  });

  const [d, x] = [0.001, 104]; // about a hundred metres
  const west: LonLat[] = [
    [x - d, 30],
    [x, 30],
    [x, 30 + d],
    [x - d, 30 + d],
    [x - d, 30],
  ];
  const apart = (metres: number): number => metres / 96_300; // in longitude there
  it.each([
    {
      what: 'one more vertex on the border',
      from: [
        [x, 30 + d],
        [x, 30 + d / 3],
        [x, 30],
      ],
      beside: true,
    },
    {
      what: 'none of its vertices in common',
      from: [
        [x, 30 + d / 2],
        [x, 30 - d],
      ],
      beside: true,
    },
    {
      what: 'a border half a metre off',
      from: [
        [x + apart(0.5), 30 + d],
        [x + apart(0.5), 30],
      ],
      beside: true,
    },
    {
      what: 'a border that is dug a metre at a time',
      from: Array.from({ length: 99 }, (_, i) => [x, 30 + d - (d * i) / 98]),
      beside: true,
    },
    {
      what: 'a lane of three metres between',
      from: [
        [x + apart(3), 30 + d],
        [x + apart(3), 30],
      ],
      beside: false,
    },
    {
      what: 'only a corner in common',
      from: [
        [x, 30 + d],
        [x, 30 + 2 * d],
      ],
      beside: false,
    },
    {
      what: 'a metre of border',
      from: [
        [x, 30 + d],
        [x, 30 + d - 1 / 111_195],
        [x + d, 30],
      ],
      beside: false,
    },
  ])('with $what are neighbours: $beside', ({ from, beside }) => {
    const border = from as LonLat[];
    const east = [...border, [x + 2 * d, 30], [x + 2 * d, 30 + 2 * d], border[0]] as LonLat[];
    const found = neighboursOf([
      { id: 'west', ring: west },
      { id: 'east', ring: east },
    ]);
    expect(found.get('west')?.has('east')).toBe(beside);
    expect(found.get('east')?.has('west')).toBe(beside);
  });

  it('are found among a thousand in a moment', () => {
    const town = Array.from({ length: 1_000 }, (_, i) => square(`g${i}`, i % 40, Math.floor(i / 40)));
    const begun = performance.now();
    expect(neighboursOf(town).get('g500')?.size).toBe(4);
    expect(performance.now() - begun).toBeLessThan(5_000);
  });
});
