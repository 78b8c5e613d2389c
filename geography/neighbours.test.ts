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
});
