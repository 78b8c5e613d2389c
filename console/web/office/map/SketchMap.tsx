// A map on which one thing is drawn (sketch.ts), and a position that is typed or pointed at.
import { useEffect, useRef } from 'preact/hooks';
import type { Datum } from '../../../../contracts/office/datum.ts';
import type { MapSource } from '../../../../contracts/office/place.ts';
import type { LonLat } from '../../../../contracts/position.ts';
import { inWgs84 } from '../../../../geography/datum.ts';
import type { Fault } from '../../../../geography/faults.ts';
import { district } from '../district.ts';
import { DatumChoice, Line } from './Fields.tsx';
import { positionIn, textOf } from './positions.ts';
import { positionWords } from './positionWords.ts';
import { type Drawing, Sketch, type Told } from './sketch.ts';
import type { Lines } from './snapping.ts';

type Props = {
  centre: LonLat;
  drawing: Drawing;
  told: Told;
  /** the district beneath; as the server told it last when left out */
  source?: MapSource | undefined;
  changed?: Lines;
  faults?: readonly Fault[];
  fault?: Fault | undefined;
  /** what the keys do here; setting points when left out */
  keys?: string;
  /** lends the map, for acts that lie beside it */
  lend?: (sketch: Sketch) => void;
};

export function SketchMap({
  centre,
  drawing,
  told,
  source = district.value,
  changed,
  faults,
  fault,
  keys,
  lend,
}: Props) {
  const s = positionWords.value;
  const host = useRef<HTMLDivElement>(null);
  const sketch = useRef<Sketch>(undefined);
  const latest = useRef(told);
  latest.current = told;
  useEffect(() => {
    if (!host.current) return;
    const made = new Sketch(host.current, centre, () => latest.current);
    sketch.current = made;
    lend?.(made);
    return () => made.close();
  }, []);
  useEffect(() => sketch.current?.show(source), [source]);
  useEffect(() => sketch.current?.draw(drawing), [JSON.stringify(drawing)]);
  useEffect(() => sketch.current?.showChanged(changed ?? []), [changed]);
  useEffect(() => sketch.current?.showFaults(faults ?? [], fault), [faults, fault]);
  const begun = useRef(String(centre));
  useEffect(() => {
    if (String(centre) !== begun.current) sketch.current?.look(centre); // where it began it is
  }, [String(centre)]);
  const says = keys ?? s.mapKeys;
  return (
    <figure class="sketch-figure">
      <div class="sketch">
        {/* biome-ignore lint/a11y/noNoninteractiveTabindex: arrows move the map, Enter sets a point */}
        <div class="host" ref={host} role="application" aria-label={`${s.map}：${says}`} tabIndex={0} />
        <svg class="cross" viewBox="0 0 24 24" aria-hidden="true">
          <path d="M12 2v20M2 12h20" />
        </svg>
      </div>
      <figcaption>
        {says} {district.value?.tiles ? '' : s.noTiles}
      </figcaption>
    </figure>
  );
}

/** A position as it is typed, with where it was read. */
export type Typed = { text: string; datum: Datum };
export const nothingTyped: Typed = { text: '', datum: 'wgs84' };
export const typedAt = (at: LonLat | undefined): Typed => ({ text: at ? textOf(at) : '', datum: 'wgs84' });
/** In WGS-84; undefined while it is no position. */
export function positionOf({ text, datum }: Typed): LonLat | undefined {
  const found = positionIn(text);
  return found && inWgs84(found, datum);
}

type PositionProps = {
  name: string;
  label: string;
  typed: Typed;
  set: (typed: Typed) => void;
  wrong?: string | undefined;
};
export function PositionFields({ name, label, typed, set, wrong }: PositionProps) {
  const s = positionWords.value;
  const at = positionOf(typed);
  const unread = typed.text.trim() !== '' && at === undefined ? s.positionWrong : undefined;
  return (
    <>
      <Line
        name={name}
        label={`${label}（${s.position}）`}
        value={typed.text}
        set={(text) => set({ ...typed, text })}
        hint={typed.datum === 'wgs84' || !at ? s.positionHint : s.converted(textOf(at))}
        wrong={unread ?? wrong}
      />
      <DatumChoice name={`${name}-datum`} value={typed.datum} set={(datum) => set({ ...typed, datum })} />
    </>
  );
}
