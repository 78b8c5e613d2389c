// Where the phone is, told to the server while on duty: often on the way, seldom else. The screen stays on meanwhile.
import { effect, signal } from '@preact/signals';
import type { LonLat } from '../../../contracts/position.ts';
import { call } from '../live/api.ts';
import { legs, onDuty } from './state.ts';

const onTheWayMs = 5_000;
const elseMs = 30_000;

/** The phone's own position, for the map. */
export const here = signal<LonLat | undefined>(undefined);
let watching = false;
let toldAt = Number.NEGATIVE_INFINITY;
let watch: number | undefined;
let screenLock: WakeLockSentinel | undefined;

/** After a reload nobody must touch the screen again: whoever has allowed it once is not asked. */
export async function watchPositionIfAllowed(): Promise<void> {
  const allowed = await navigator.permissions?.query({ name: 'geolocation' }).catch(() => undefined);
  if (allowed?.state === 'granted') watchPosition();
}

/** Starts when duty begins; the browser asks for the permission. */
export function watchPosition(): void {
  if (watching) return;
  watching = true;
  effect(() => {
    const wanted = onDuty.value || legs.value.some(({ kind }) => kind === 'active');
    if (wanted && watch === undefined && 'geolocation' in navigator)
      // Refused or not found: the server goes on from the base, and says so by the age of the position.
      watch = navigator.geolocation.watchPosition(moved, () => {}, { enableHighAccuracy: true, maximumAge: 5_000 });
    if (!wanted && watch !== undefined) {
      navigator.geolocation.clearWatch(watch);
      watch = undefined;
    }
    void stayAwake(wanted);
  });
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) void stayAwake(onDuty.value);
  });
}

function moved({ coords, timestamp }: GeolocationPosition): void {
  here.value = [coords.longitude, coords.latitude];
  const active = legs.value.some(({ kind }) => kind === 'active');
  const at = performance.now();
  if (at - toldAt < (active ? onTheWayMs : elseMs)) return;
  toldAt = at;
  const { longitude: lon, latitude: lat, accuracy } = coords;
  // Only the latest counts: one that is lost is followed by another.
  void call('/api/v1/my/position', {
    lon,
    lat,
    accuracy: Math.min(100_000, accuracy),
    at: new Date(timestamp).toISOString(),
  });
}

async function stayAwake(wanted: boolean): Promise<void> {
  try {
    if (wanted && !document.hidden && (screenLock === undefined || screenLock.released))
      screenLock = await navigator.wakeLock?.request('screen');
    else if (!wanted) await screenLock?.release();
  } catch {
    // Low battery or not allowed: the phone's own settings decide, and it rings all the same.
  }
}
