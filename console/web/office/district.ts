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

const changes = signal(0);
/** Counts how often the registry was told anew: what is read of it is read again. */
export const registryTold: ReadonlySignal<number> = changes;

export const districtName = computed(() => {
  const { name = '', nameEn } = told.value?.district ?? {};
  return language.value === 'en' ? (nameEn ?? name) : name;
});

/** What their rights reach over, where it is a part, by name; what is no more is not named. */
export const areaName = computed(() => {
  const { grids = [], courtyards = [] } = told.value ?? {};
  const names = (picture.value.me?.area ?? []).flatMap(
    ({ kind, id }) => (kind === 'grids' ? grids : courtyards).find((one) => one.id === id)?.name ?? [],
  );
  return names.join(language.value === 'en' ? ', ' : '、');
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
/** Whoever checks who looked at whom; until the server has said who it is, they may. */
export const accessAllowed = computed(() => picture.value.me === undefined || exportAllowed.value);
/** Whose rights reach over a part of the community: what concerns all of it is not theirs (docs/decisions/041). */
export const boundTo = computed(() => picture.value.me?.area);
/** Whoever gives orders to incidents. */
export const orderAllowed = computed(() => {
  const role = picture.value.me?.role;
  return role === 'officer' || role === 'administrator';
});
/** Whoever keeps the registry. */
export const changeAllowed = exportAllowed;
/** Nobody has touched the page for a while. */
export const locked = computed(() => picture.value.me?.locked === true);

export function start(): void {
  connect((frame) => {
    if (frame.type !== 'snapshot' && frame.type !== 'registry') return;
    changes.value++;
    void read();
  });
}

async function read(): Promise<void> {
  const [map, people] = await Promise.all([readMap(), call<{ responders: ResponderView[] }>('/api/v1/responders')]);
  if (map.ok) told.value = map.value;
  else if (map.status === 401) sessionEnded();
  if (people.ok) known.value = people.value.responders;
}
