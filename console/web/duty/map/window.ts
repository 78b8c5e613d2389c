// What of the map can be seen: the pane, the counts and the buttons for the zoom lie over it.
import type * as L from 'leaflet';
import type { Box } from '../../map/labels.ts';

/** Pixels of the map that an overlaid pane covers on the right. */
export function hiddenByPane(): number {
  const pane = document.querySelector('.pane');
  return pane && getComputedStyle(pane).position === 'absolute' ? pane.clientWidth : 0;
}

/** The part of the map that can be seen, measured before labels are placed and not for each of them. */
const seen = { right: 0, bottom: 0 };
export function measureWindow(map: L.Map): void {
  const size = map.getSize();
  seen.right = size.x - hiddenByPane();
  seen.bottom = size.y;
}

const zoomButtons = { w: 64, h: 150 };
const counts = { w: 340, h: 64 };
/** Square pixels of a label that would not be seen: beyond the window, under the pane, the counts or the buttons for the zoom. */
export function beyondTheEdge(map: L.Map, box: Box): number {
  const { x, y } = map.layerPointToContainerPoint([box.x, box.y]);
  const outside = Math.max(0, -x, x + box.w - seen.right, -y, y + box.h - seen.bottom);
  const underButtons = x + box.w > seen.right - zoomButtons.w && y < zoomButtons.h ? zoomButtons.w : 0;
  const underCounts = x < counts.w && y < counts.h ? counts.w : 0;
  return (outside + underButtons + underCounts) * box.h;
}
