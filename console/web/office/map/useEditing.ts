// Which shape is chosen, which of its corners, and what is being drawn anew; by the mouse, by keys, and by the buttons beside the map.
import { useEffect, useState } from 'preact/hooks';
import type { LonLat } from '../../../../contracts/position.ts';
import { roundedDegrees } from '../../../../geography/datum.ts';
import { belongsTo } from '../../../../geography/rings.ts';
import type { MapKind } from '../address.ts';
import { ask } from '../asked.ts';
import { changeAllowed } from '../district.ts';
import { idBegins } from '../registry/fields.ts';
import { idFor } from '../registry/useDocument.ts';
import { addedCorner, made, movedCorner, removedCorner } from './corners.ts';
import { cornersIn, isPoint, leastCorners, listOf, type Place, type Placed, placeOf } from './draft.ts';
import { pointedAt } from './pointed.ts';
import type { Sketch, Told } from './sketch.ts';
import type { Drafting } from './useDraft.ts';
import { mapWords } from './words.ts';

export type Editing = ReturnType<typeof useEditing>;

export function useEditing(
  { placed, apply }: Drafting,
  kind: MapKind,
  id: string | undefined,
  sketch: { readonly current: Sketch | undefined },
) {
  const fresh = useFresh(kind, id, (corners) => {
    const begun = begunOf(placed, kind, corners);
    apply(made(placed, kind, begun, corners));
    choose(kind, begun.id);
  });
  const place = id === undefined || fresh.drawing ? undefined : placeOf(placed, { kind, id });
  const chosen = useCorners(placed, kind, place, apply);
  const corners = fresh.drawing ?? chosen.corners;
  const told: Told = {
    add: (at, pixel) => {
      if (fresh.drawing) return fresh.add(at);
      const found = pointedAt(placed, at, pixel, kind);
      choose(found?.kind ?? kind, found?.id);
    },
    move: fresh.drawing ? fresh.move : chosen.move,
    choose: fresh.drawing ? fresh.pick : chosen.setCorner,
    between: chosen.addCorner,
    key: (name) => {
      const does = keysOf(fresh, chosen, () => choose(kind, undefined))[name.length === 1 ? name.toLowerCase() : name];
      if (!does || (corners.length === 0 && !fresh.drawing)) return false;
      does();
      return true;
    },
  };
  return {
    ...chosen,
    place,
    corners,
    corner: fresh.drawing ? undefined : chosen.corner,
    drawing: fresh.drawing,
    begin: fresh.begin,
    cancel: fresh.cancel,
    finish: fresh.finish,
    letGo: (): void => choose(kind, undefined),
    snap: (at: LonLat): LonLat => sketch.current?.snap(at) ?? at,
    told,
  };
}

const choose = (kind: MapKind, id: string | undefined): void =>
  ask({ page: 'map', kind, ...(id !== undefined && { id }) }, true);

/** A shape that is drawn corner after corner. @param done with enough of them */
function useFresh(kind: MapKind, id: string | undefined, done: (corners: readonly LonLat[]) => void) {
  const [drawing, setDrawing] = useState<readonly LonLat[]>();
  useEffect(() => setDrawing(undefined), [kind, id]);
  const finish = (corners: readonly LonLat[] = drawing ?? []): void => {
    if (corners.length < leastCorners(kind)) return;
    setDrawing(undefined);
    done(corners);
  };
  return {
    drawing,
    begin: (): void => setDrawing([]),
    cancel: (): void => setDrawing(undefined),
    finish: (): void => finish(),
    add: (at: LonLat): void => {
      const known = drawing ?? [];
      if (isPoint(kind)) finish([at]);
      else if (String(at) === String(known.at(-1)))
        return; // a double click
      else if (String(at) === String(known[0]) && known.length >= leastCorners(kind)) finish();
      else setDrawing([...known, at]);
    },
    move: (at: number, to: LonLat): void => setDrawing((drawing ?? []).with(at, to)),
    /** The first corner again ends it. */
    pick: (at: number): void => {
      if (at === 0) finish();
    },
    back: (): void => setDrawing((drawing ?? []).slice(0, -1)),
  };
}

/** The corners of a shape that is there. */
function useCorners(placed: Placed, kind: MapKind, place: Place | undefined, apply: Drafting['apply']) {
  const [corner, setCorner] = useState<number>();
  const [together, setTogether] = useState(true);
  const id = place?.id;
  useEffect(() => setCorner(undefined), [kind, id]);
  const corners = place && changeAllowed.value ? cornersIn(kind, place) : [];
  return {
    corners,
    // One that is gone, by a step back or by somebody else, is not chosen.
    corner: corner !== undefined && corner < corners.length ? corner : undefined,
    setCorner: (at: number | undefined): void => setCorner(at),
    together,
    setTogether,
    turn: (by: 1 | -1): void =>
      setCorner(corner === undefined ? 0 : (corner + by + corners.length) % Math.max(1, corners.length)),
    move: (at: number, to: LonLat): void => {
      if (id === undefined) return;
      setCorner(at);
      apply(movedCorner(placed, { kind, id, at }, to, together));
    },
    addCorner: (at: number, to: LonLat = middleOf(corners[at], corners[at + 1] ?? corners[0])): void => {
      if (id === undefined) return;
      apply(addedCorner(placed, { kind, id, at }, to));
      setCorner(at + 1);
    },
    removeCorner: (): void => {
      if (id === undefined || corner === undefined || corners.length <= leastCorners(kind)) return;
      apply(removedCorner(placed, { kind, id, at: corner }));
      setCorner(Math.max(0, corner - 1));
    },
  };
}

const middleOf = ([x, y]: LonLat = [0, 0], [u, v]: LonLat = [0, 0]): LonLat => [
  roundedDegrees((x + u) / 2),
  roundedDegrees((y + v) / 2),
];

function keysOf(
  { drawing, back, cancel }: ReturnType<typeof useFresh>,
  { turn, removeCorner, corner, setCorner }: ReturnType<typeof useCorners>,
  letGo: () => void,
): Readonly<Record<string, () => void>> {
  if (drawing) return { Backspace: back, Escape: cancel };
  return {
    n: () => turn(1),
    p: () => turn(-1),
    Delete: removeCorner,
    Backspace: removeCorner,
    Escape: () => (corner === undefined ? letGo() : setCorner(undefined)),
  };
}

const idsBegin: Readonly<Record<MapKind, string | undefined>> = {
  grids: idBegins.grids,
  courtyards: idBegins.courtyards,
  servicePoints: idBegins.servicePoints,
  roads: 'road',
  blocks: 'block',
};

/** How a shape that is new begins: a courtyard in the grid that it lies in. */
function begunOf(placed: Placed, kind: MapKind, [first = [0, 0]]: readonly LonLat[]): Place {
  const m = mapWords.value;
  const own = { id: idFor(idsBegin[kind]), name: m.unnamed(m.kinds[kind], listOf(placed, kind).length + 1) };
  if (kind === 'courtyards') return { ...own, grid: gridAt(placed, first) };
  if (kind === 'roads') return { ...own, kind: 'residential' };
  return kind === 'servicePoints' ? { ...own, kind: 'community-station' } : own;
}

/** The first one where it lies in none: the server says that it is none of it, and the list of grids is there to choose from. */
const gridAt = (placed: Placed, at: LonLat): string =>
  (placed.grids.find(({ ring }) => belongsTo(ring, at)) ?? placed.grids[0])?.id ?? '';
