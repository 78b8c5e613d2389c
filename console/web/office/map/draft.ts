// What somebody has drawn and not saved: each document as it was when it was first touched, and as it is to be. Laid over what the server told
// last it is the map that one sees.

import type { MapSource } from '../../../../contracts/office/place.ts';
import type { RegistryChange } from '../../../../contracts/office/registry.ts';
import type { LonLat } from '../../../../contracts/position.ts';
import { type MapKind, mapKinds } from '../address.ts';
import { changedIn } from '../registry/values.ts';
import { cornersOf, ringOf } from './positions.ts';

export type PlacedKind = MapKind;
/** What of a district is drawn by hand. */
export type Placed = Pick<MapSource, PlacedKind>;
/** A document with what it is drawn as; the rest of its fields are its own. */
export type Place = { id: string; name: string } & Readonly<Record<string, unknown>>;
export type Named = { kind: PlacedKind; id: string };

/** `now`: null when it is taken away. */
export type Change = Named & { now: Place | null };
export type Edit = Change & { was: Place | undefined };
export type Draft = ReadonlyMap<string, Edit>;
export const nothingDrawn: Draft = new Map();

export const nameOf = ({ kind, id }: Named): string => `${kind}/${id}`;

/** A point is drawn as one corner, an outline as its corners, each once. */
const drawnBy = {
  grids: 'ring',
  blocks: 'ring',
  roads: 'line',
  courtyards: 'position',
  servicePoints: 'position',
} as const;
export const isOutline = (kind: PlacedKind): boolean => drawnBy[kind] === 'ring';
export const isPoint = (kind: PlacedKind): boolean => drawnBy[kind] === 'position';
/** Fewer corners draw nothing. */
export const leastCorners = (kind: PlacedKind): number => (isPoint(kind) ? 1 : isOutline(kind) ? 3 : 2);

export function cornersIn(kind: PlacedKind, place: Place): LonLat[] {
  const drawn = place[drawnBy[kind]];
  if (isPoint(kind)) return [drawn as LonLat];
  return isOutline(kind) ? cornersOf(drawn as LonLat[]) : [...(drawn as LonLat[])];
}

export function withCorners(kind: PlacedKind, place: Place, corners: readonly LonLat[]): Place {
  const [first = [0, 0]] = corners;
  return { ...place, [drawnBy[kind]]: isPoint(kind) ? first : isOutline(kind) ? ringOf(corners) : corners };
}

export const listOf = (placed: Placed, kind: PlacedKind): readonly Place[] => placed[kind] as readonly Place[];
export const placeOf = (placed: Placed, { kind, id }: Named): Place | undefined =>
  listOf(placed, kind).find((one) => one.id === id);

/** The map with what was drawn. Kinds that nobody has touched stay the very lists that they were. */
export function placedWith<P extends Placed>(source: P, draft: Draft): P {
  const next: Record<string, unknown> = { ...source };
  for (const kind of mapKinds) {
    const mine = [...draft.values()].filter((edit) => edit.kind === kind);
    if (mine.length === 0) continue;
    const places = new Map(listOf(source, kind).map((place) => [place.id, place]));
    for (const { id, now } of mine)
      if (now === null) places.delete(id);
      else places.set(id, now);
    next[kind] = [...places.values()];
  }
  return next as P;
}

/** With some changes more. What is again as it was is no change. */
export function withChanges(draft: Draft, source: Placed, changes: readonly Change[]): Draft {
  const next = new Map(draft);
  for (const { kind, id, now } of changes) {
    const key = nameOf({ kind, id });
    const known = next.get(key);
    const was = known ? known.was : placeOf(source, { kind, id });
    if (now === null ? was === undefined : was !== undefined && changedIn(was, now).length === 0) next.delete(key);
    else next.set(key, { kind, id, was, now });
  }
  return next;
}

/** What somebody else has changed since it was touched here. */
export const overtaken = (draft: Draft, source: Placed): Edit[] =>
  [...draft.values()].filter((edit) => !isAsItWas(edit, placeOf(source, edit)));

export function isAsItWas({ was }: Edit, now: Readonly<Record<string, unknown>> | undefined): boolean {
  if (was === undefined || now === undefined) return was === now;
  return changedIn(was, now).length === 0;
}

export const without = (draft: Draft, edits: readonly Named[]): Draft => {
  const gone = new Set(edits.map(nameOf));
  return new Map([...draft].filter(([key]) => !gone.has(key)));
};

/** As the server takes them: of what is there only the fields that differ. @param versions by name, as they were read; none: whatever it is now */
export function changesOf(draft: Draft, versions: ReadonlyMap<string, number>): RegistryChange[] {
  return [...draft].map(([key, { kind, id, was, now }]) => {
    const version = versions.get(key);
    if (was === undefined) return { kind, id, version: 0, document: now };
    if (now === null) return { kind, id, version: version ?? 0, document: null };
    const set = Object.fromEntries(changedIn(was, now).map((field) => [field, now[field] ?? null]));
    return { kind, id, set, ...(version !== undefined && { version }) };
  });
}
