// Counts by grid, as the server tells them; nothing else reaches this page.
import { signal } from '@preact/signals';
import type { WallView } from '../../../contracts/incident/views.ts';
import type { MapSource } from '../../../contracts/office/place.ts';
import { call, readMap } from '../live/api.ts';
import { connect } from '../live/page.ts';

export const wall = signal<WallView | undefined>(undefined);
export const map = signal<MapSource | undefined>(undefined);
const mapAgainMs = 600_000;

export function start(): void {
  connect((frame) => {
    if (frame.type !== 'wall') return;
    wall.value = frame.wall;
    if (!map.value) void refresh();
  });
  setInterval(() => void refresh(), mapAgainMs);
  void call('/api/v1/me'); // renews the cookie of a screen that is never signed in again
}

async function refresh(): Promise<void> {
  const answer = await readMap();
  if (answer.ok) map.value = answer.value;
}
