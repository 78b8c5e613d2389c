// The district as this page was told last: its places and people to choose from. Read when the link comes up, and when they change.
import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { MapSource } from '../../../contracts/office/place.ts';
import type { ResponderView } from '../../../contracts/office/responders.ts';
import type { Role } from '../../../contracts/terms.ts';
import { call, readMap } from '../live/api.ts';
import { connect, picture, sessionEnded } from '../live/page.ts';
import { language } from '../words/language.ts';

const told = signal<MapSource | undefined>(undefined);
export const district: ReadonlySignal<MapSource | undefined> = told;
const known = signal<readonly ResponderView[]>([]);
export const responders: ReadonlySignal<readonly ResponderView[]> = known;

export const districtName = computed(() => {
  const { name = '', nameEn } = told.value?.district ?? {};
  return language.value === 'en' ? (nameEn ?? name) : name;
});

const mayLook: ReadonlySet<Role> = new Set(['officer', 'community', 'administrator']);
const mayExport: ReadonlySet<Role> = new Set(['community', 'administrator']);
/** Until the server has said who it is, they may. */
export const lookAllowed = computed(() => {
  const role = picture.value.me?.role;
  return role === undefined || mayLook.has(role);
});
/** Lists leave the house by these alone. */
export const exportAllowed = computed(() => {
  const role = picture.value.me?.role;
  return role !== undefined && mayExport.has(role);
});
/** Whoever keeps the registry. */
export const changeAllowed = exportAllowed;
/** Nobody has touched the page for a while. */
export const locked = computed(() => picture.value.me?.locked === true);

export function start(): void {
  connect((frame) => {
    if (frame.type === 'snapshot' || frame.type === 'registry') void read();
  });
}

async function read(): Promise<void> {
  const [map, people] = await Promise.all([readMap(), call<{ responders: ResponderView[] }>('/api/v1/responders')]);
  if (map.ok) told.value = map.value;
  else if (map.status === 401) sessionEnded();
  if (people.ok) known.value = people.value.responders;
}
