// One thing that may happen, as a command of a model-based property. The model knows one thing by itself: which incident each
// place of an installed device has open.
import type fc from 'fast-check';
import { expect } from 'vitest';
import type { Input } from '../../../contracts/incident/inputs.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import type { District } from '../../district.ts';

/** The open incident of each place, by the presses, closings, merges and reopenings alone. */
export type Model = { open: Map<string, string> };
export type Action = fc.Command<Model, District>;

export abstract class Step implements Action {
  check = () => true;
  abstract run(model: Model, d: District): void;
  abstract toString(): string;
}

/** Decides one input and returns what became of it. */
export function result(d: District, input: Input | { kind: 'unreadable_input'; district: string; why: string }) {
  const before = d.results.length;
  d.take(input);
  const [first] = d.results.slice(before);
  if (!first) throw new Error(`no result for ${JSON.stringify(input)}`);
  return first;
}

/** Where a device that stays where it is calls from; a carried one may be anywhere. */
export const placeOf = (device: string): string | undefined =>
  device === 'stranger' ? 'device/stranger' : device.startsWith('btn-') ? `home/home-${device.slice(4)}` : undefined;

/** A place must be what the model says it is. */
export function agrees(model: Model, d: District, place: string | undefined): void {
  if (place?.startsWith('home/'))
    expect(d.open.openAt({ district: 'd', home: place.slice(5) })?.id).toBe(model.open.get(place));
}

/** The nth incident so far, open or closed. */
export function incidentOf(d: District, nth: number): Incident | undefined {
  const ids = [...d.log.keys()];
  const id = ids[nth % Math.max(1, ids.length)];
  return id === undefined ? undefined : (d.open.get(id) ?? d.over.get(id));
}

let counter = 0;
/** An id that was not used before. */
export const unique = (): string => `x${counter++}`;
