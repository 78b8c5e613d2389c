// A border that two grids share stays one, whatever is done to it; what snaps, and what is one change and none.
import { describe, expect, it } from 'vitest';
import type { LonLat, Ring } from '../../../../contracts/position.ts';
import { addedCorner, made, movedCorner, removedCorner } from './corners.ts';
import { changesOf, type Draft, nothingDrawn, overtaken, type Placed, placedWith, withChanges } from './draft.ts';
import { snapped } from './snapping.ts';

const at = (x: number, y: number): LonLat => [104 + x / 1000, 30 + y / 1000];
const ring = (...corners: [number, number][]): Ring =>
  [...corners, corners[0] as [number, number]].map(([x, y]) => at(x, y));
/** Two grids side by side, and a street along the border between them. */
const placed: Placed = {
  grids: [
    { id: 'west', name: '西', ring: ring([0, 0], [1, 0], [1, 1], [0, 1]) },
    { id: 'east', name: '东', ring: ring([1, 0], [2, 0], [2, 1], [1, 1]) },
  ],
  courtyards: [{ id: 'yard', name: '院', grid: 'west', position: at(0.5, 0.5) }],
  roads: [{ id: 'lane', name: '巷', kind: 'residential', line: [at(1, -1), at(1, 0), at(1, 1)] }],
  servicePoints: [],
  blocks: [],
};
const has = (map: Placed, to: LonLat): string[] =>
  [...map.grids.map(({ id, ring: line }) => ({ id, line })), ...map.roads].flatMap(({ id, line }) =>
    line.some((one) => String(one) === String(to)) ? [id] : [],
  );
const drawnWith = (changes: Parameters<typeof withChanges>[2]): Placed =>
  placedWith(placed, withChanges(nothingDrawn, placed, changes));

describe('a corner that several have', () => {
  it('is moved in all of them, and a ring that begins with it stays closed', () => {
    const map = drawnWith(movedCorner(placed, { kind: 'grids', id: 'west', at: 1 }, at(1.2, 0), true));
    expect(has(map, at(1.2, 0))).toEqual(['west', 'east', 'lane']);
    expect(has(map, at(1, 0))).toEqual([]);
    for (const { ring: line } of map.grids) expect(line[0]).toEqual(line.at(-1));
  });

  it('is moved in one alone where that is meant', () => {
    const map = drawnWith(movedCorner(placed, { kind: 'grids', id: 'west', at: 1 }, at(0.8, 0.1), false));
    expect(has(map, at(0.8, 0.1))).toEqual(['west']);
    expect(has(map, at(1, 0))).toEqual(['east', 'lane']);
  });

  it('that is set between two of the same border is one in each', () => {
    const map = drawnWith(addedCorner(placed, { kind: 'grids', id: 'west', at: 1 }, at(1.1, 0.5)));
    expect(has(map, at(1.1, 0.5))).toEqual(['west', 'east', 'lane']);
    expect(map.grids.map(({ ring: line }) => line.length)).toEqual([6, 6]);
  });

  it('is taken away in each whose border runs between the same two', () => {
    const more = drawnWith(addedCorner(placed, { kind: 'grids', id: 'west', at: 1 }, at(1.1, 0.5)));
    const changes = removedCorner(more, { kind: 'grids', id: 'west', at: 2 });
    const map = placedWith(more, withChanges(nothingDrawn, more, changes));
    expect(map).toEqual(placed);
    // Where others go on from it, it stays theirs.
    expect(removedCorner(placed, { kind: 'grids', id: 'west', at: 1 }).map(({ id }) => id)).toEqual(['west']);
  });
});

it('what is put onto the border of another is a corner of that too: a street that ends there is joined', () => {
  const line = [at(-1, 0.5), at(0, 0.5)];
  const map = drawnWith(made(placed, 'roads', { id: 'new', name: '新', kind: 'service', line }, line));
  expect(has(map, at(0, 0.5))).toEqual(['west', 'lane', 'new'].filter((id) => id !== 'lane'));
});

it('a corner that is put onto the next one is that one, as long as something is left', () => {
  const [own] = movedCorner(placed, { kind: 'grids', id: 'west', at: 3 }, at(0, 0), true);
  expect(own?.now?.ring).toHaveLength(4);
  const two = { ...placed, roads: [{ id: 'r', name: 'r', kind: 'service' as const, line: [at(5, 5), at(6, 6)] }] };
  expect(movedCorner(two, { kind: 'roads', id: 'r', at: 1 }, at(5, 5), true)[0]?.now?.line).toHaveLength(2);
});

describe('what is drawn and not saved', () => {
  const moved = withChanges(
    nothingDrawn,
    placed,
    movedCorner(placed, { kind: 'courtyards', id: 'yard', at: 0 }, at(0.6, 0.5), true),
  );

  it('is sent as the fields that differ, what is new whole, what goes as nothing', () => {
    const draft: Draft = withChanges(moved, placed, [
      { kind: 'blocks', id: 'b', now: { id: 'b', name: '新', ring: ring([5, 5], [6, 5], [6, 6]) } },
      { kind: 'roads', id: 'lane', now: null },
    ]);
    const versions = new Map([
      ['courtyards/yard', 4],
      ['roads/lane', 2],
    ]);
    expect(changesOf(draft, versions)).toMatchObject([
      { kind: 'courtyards', id: 'yard', version: 4, set: { position: at(0.6, 0.5) } },
      { kind: 'blocks', id: 'b', version: 0, document: { name: '新' } },
      { kind: 'roads', id: 'lane', version: 2, document: null },
    ]);
  });

  it('is nothing again when it is put back, or when what was new is taken away', () => {
    const back = movedCorner(placedWith(placed, moved), { kind: 'courtyards', id: 'yard', at: 0 }, at(0.5, 0.5), true);
    expect(withChanges(moved, placed, back).size).toBe(0);
    const fresh = withChanges(nothingDrawn, placed, [{ kind: 'roads', id: 'x', now: { id: 'x', name: 'x' } }]);
    expect(withChanges(fresh, placed, [{ kind: 'roads', id: 'x', now: null }]).size).toBe(0);
  });

  it('is behind when somebody else has changed the same, and not when they changed something else', () => {
    const theirs = { ...placed, courtyards: [{ id: 'yard', name: '院', grid: 'east', position: at(0.5, 0.5) }] };
    expect(overtaken(moved, theirs).map(({ id }) => id)).toEqual(['yard']);
    expect(overtaken(moved, { ...placed, roads: [] })).toEqual([]);
    expect(overtaken(moved, { ...placed, courtyards: [] })).toHaveLength(1);
  });
});

describe('a corner that is put down', () => {
  const onScreen = ([lon, lat]: LonLat) => ({ x: (lon - 104) * 100_000, y: (lat - 30) * 100_000 });
  const lines = placed.grids.map(({ ring: line }) => line);
  const put = (x: number, y: number, except?: LonLat) => snapped(lines, { x, y }, onScreen, except);

  it('snaps to a corner within eight pixels, before a border that is nearer', () => {
    expect(put(104, 3)).toEqual(at(1, 0));
    expect(put(107, 20)).toEqual(at(1, 0.2));
    expect(put(109, 20)).toBeUndefined();
  });

  it('does not go back to where it comes from', () => {
    expect(put(4, 3)).toEqual(at(0, 0));
    expect(put(4, 3, at(0, 0))).toBeUndefined();
  });
});
