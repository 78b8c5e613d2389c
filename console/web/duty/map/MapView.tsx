// The map beside the queue, and its buttons for the zoom. What is drawn on it: drawing.ts.
import './MapView.css';
import { useSignalEffect } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { Button } from '../../look/Button.tsx';
import { words } from '../../words/words.ts';
import {
  fitMap,
  openMap,
  showDistrict,
  showHomes,
  showIncidents,
  showPeople,
  showSelected,
  showSought,
  zoomBy,
} from './drawing.ts';

export function MapView() {
  const w = words.value;
  const host = useRef<HTMLDivElement>(null);
  useEffect(() => (host.current ? openMap(host.current) : undefined), []);
  useSignalEffect(showDistrict);
  useSignalEffect(showHomes);
  useSignalEffect(showSought);
  useSignalEffect(showIncidents);
  useSignalEffect(showPeople);
  useSignalEffect(showSelected);
  return (
    <>
      <div class="map" ref={host} />
      <div class="over zoom">
        <button type="button" aria-label={w.zoomIn} onClick={() => zoomBy(1)}>
          +
        </button>
        <button type="button" aria-label={w.zoomOut} onClick={() => zoomBy(-1)}>
          −
        </button>
        <Button class="fit" does={fitMap} says={w.fitMap} />
      </div>
    </>
  );
}
