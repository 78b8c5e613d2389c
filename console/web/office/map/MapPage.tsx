// 地图编辑: grids, courtyards, streets, service points and blocks drawn by hand; what is wrong is shown where it is, and saved is all of it or nothing.
import './Map.css';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import type { MapSource } from '../../../../contracts/office/place.ts';
import type { LonLat } from '../../../../contracts/position.ts';
import { type Fault, faultsOf } from '../../../../geography/faults.ts';
import { insideOf } from '../../../../geography/rings.ts';
import type { AskedMap, MapKind } from '../address.ts';
import { changeAllowed } from '../district.ts';
import { Sheet } from '../registry/Sheet.tsx';
import { cornersIn, isOutline, isPoint, leastCorners, type Place } from './draft.ts';
import { Faults } from './Faults.tsx';
import { hatchId } from './faultPicture.ts';
import { Saving } from './Saving.tsx';
import { ShapeForm } from './ShapeForm.tsx';
import { Shapes } from './Shapes.tsx';
import { SketchMap } from './SketchMap.tsx';
import type { Sketch } from './sketch.ts';
import { Tree } from './Tree.tsx';
import { type Drafting, useDraft } from './useDraft.ts';
import { type Editing, useEditing } from './useEditing.ts';
import { mapWords } from './words.ts';

/** A pause in drawing, after which the whole map is looked at. */
const lookAfterMs = 150;

export function MapPage({ asked, source }: { asked: AskedMap; source: MapSource }) {
  const m = mapWords.value;
  const kind = asked.kind ?? 'grids';
  const drafting = useDraft(source);
  const { placed, draft } = drafting;
  const sketch = useRef<Sketch>(undefined);
  const editing = useEditing(drafting, kind, asked.id, sketch);
  const { faults, looking } = useFaults(placed);
  const [fault, setFault] = useState<Fault>();
  const changed = useMemo(
    () => [...draft.values()].flatMap(({ kind: of, now }) => (now ? [lineOf(of, now)] : [])),
    [draft],
  );
  // Chosen from the list it may lie out of sight.
  useEffect(() => {
    if (editing.place) sketch.current?.see(cornersIn(kind, editing.place));
  }, [kind, asked.id]);
  const look = (one: Fault): void => {
    setFault(one);
    sketch.current?.lookAt('areas' in one ? one.areas.flat() : [one.at]);
  };
  const [first] = source.grids;
  const begin = useRef(first ? insideOf(first.ring) : (source.district.centre ?? middleOfChengdu));
  const may = changeAllowed.value;
  return (
    <main class="map-page">
      <h1 class="unseen">{m.title}</h1>
      <Side {...{ asked, kind, drafting, editing, faults, looking, fault, look }} />
      <svg class="hatch" width="0" height="0" aria-hidden="true">
        <pattern id={hatchId} width="8" height="8" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
          <path d="M0 4h8" />
        </pattern>
      </svg>
      <SketchMap
        centre={begin.current}
        source={placed}
        drawing={{
          corners: editing.corners,
          closed: isOutline(kind),
          chosen: editing.corner,
          more: may && !isPoint(kind) && editing.place !== undefined,
        }}
        told={editing.told}
        changed={changed}
        faults={faults}
        fault={fault}
        keys={m.keys}
        lend={(one) => {
          sketch.current = one;
        }}
      />
    </main>
  );
}

const middleOfChengdu: LonLat = [104.06, 30.66];

type SideProps = {
  asked: AskedMap;
  kind: MapKind;
  drafting: Drafting;
  editing: Editing;
  faults: readonly Fault[];
  looking: boolean;
  fault: Fault | undefined;
  look: (fault: Fault) => void;
};

/** What lies beside the map: what there is, what is chosen, what is not saved, what is wrong. */
function Side({ asked, kind, drafting, editing, faults, looking, fault, look }: SideProps) {
  const m = mapWords.value;
  const { placed, apply } = drafting;
  const { place, drawing, begin } = editing;
  const [sheet, setSheet] = useState(false);
  const may = changeAllowed.value;
  return (
    <div class="map-side">
      {!may && <p>{m.notYours}</p>}
      <Shapes placed={placed} kind={kind} id={asked.id} drawing={drawing} begin={may ? begin : undefined} />
      {drawing && <Drawing kind={kind} editing={editing} />}
      {place && may && <ShapeForm key={`${kind}/${place.id}`} {...{ kind, place, placed, editing, apply }} />}
      <Saving drafting={drafting} faults={faults} />
      <Faults {...{ faults, looking, placed }} chosen={fault} choose={look} apply={may ? apply : undefined} />
      <Tree />
      {may && (
        <button class="button" type="button" aria-expanded={sheet} onClick={() => setSheet(!sheet)}>
          {`${m.file} · ${m.kinds[kind]}`}
        </button>
      )}
      {sheet && may && <Sheet key={kind} kind={kind} close={() => setSheet(false)} changed={() => undefined} />}
    </div>
  );
}

const lineOf = (kind: MapKind, place: Place): LonLat[] => {
  const corners = cornersIn(kind, place);
  return isOutline(kind) ? [...corners, ...corners.slice(0, 1)] : corners;
};

/** What is wrong with the map as it is drawn, a moment after it was. */
function useFaults(placed: MapSource): { faults: readonly Fault[]; looking: boolean } {
  const { grids, blocks, roads, courtyards } = placed;
  const [found, setFound] = useState<{ faults: readonly Fault[]; looking: boolean }>({ faults: [], looking: true });
  useEffect(() => {
    setFound((before) => (before.looking ? before : { ...before, looking: true }));
    const look = (): void => setFound({ faults: faultsOf({ grids, blocks, roads, courtyards }), looking: false });
    const timer = setTimeout(look, lookAfterMs);
    return () => clearTimeout(timer);
  }, [grids, blocks, roads, courtyards]);
  return found;
}

function Drawing({ kind, editing }: { kind: MapKind; editing: Editing }) {
  const m = mapWords.value;
  const { drawing = [], finish, cancel } = editing;
  return (
    <div class="drawing" role="status">
      <p>{isPoint(kind) ? m.drawingPoint : m.drawing}</p>
      <p class="acts">
        {!isPoint(kind) && (
          <button class="button strong" type="button" disabled={drawing.length < leastCorners(kind)} onClick={finish}>
            {m.finish}
          </button>
        )}
        <button class="button" type="button" onClick={cancel}>
          {m.cancel}
        </button>
      </p>
    </div>
  );
}
