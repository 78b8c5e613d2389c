// What an address of this page asks for, and the address of what is asked. All that is asked lies in it: a reload keeps it, back and
// forward go through it, and it can be sent to somebody. What nobody knows in an address counts as not asked.

import type { CheckInListKind, CheckInState } from '../../../contracts/device/checkIns.ts';
import type { RegistryKind } from '../../../contracts/office/registry.ts';
import { type StartStep, startSteps } from '../../../contracts/office/startSteps.ts';
import { isDay } from '../../../contracts/wallClock.ts';
import { readingPurposes, shownNames } from '../../../wording/access.ts';
import { callsInChinese } from '../../../wording/calls.ts';
import { checkInsInChinese } from '../../../wording/checkIns.ts';
import { dispositionsInChinese } from '../../../wording/dispositions.ts';
import { readinessInChinese } from '../../../wording/readiness.ts';
import * as days from './days.ts';

/** When it was opened. */
export type When = { kind: 'any' } | { kind: 'span'; span: days.Span } | { kind: 'days'; days: days.Days };

/** What is chosen from a list, by its name in the address and to the server. */
export const choiceNames = ['call', 'priority', 'state', 'disposition', 'grid', 'courtyard', 'responder'] as const;
export type ChoiceName = (typeof choiceNames)[number];
export type Choices = Partial<Record<ChoiceName, string>>;

/** `incident`: whose story is open. */
export type AskedHistory = { page: 'history'; q: string; when: When; choices: Choices; incident?: string };
/** Without a stretch: the month that it is. */
export type AskedFigures = { page: 'figures'; stretch?: days.Stretch; grid?: string };
/** `id`: whose form is open; `make`: an empty one is. `of`: what narrows the list, by its name to the server. */
export type AskedRegistry = { page: 'registry'; kind: RegistryKind; q: string; of: Within; id?: string; make?: true };
export const withinNames = ['grid', 'courtyard', 'home', 'responder'] as const;
export type Within = Partial<Record<(typeof withinNames)[number], string>>;
/** `reason`: the homes of it are listed. */
export type AskedReadiness = { page: 'readiness'; reason?: string };
/** `plan`: whose ladder is shown. */
export type AskedPolicy = { page: 'policy'; plan?: string };
/** `resident`: whose; `extract`: the page that they are given. `of`: what is chosen from a list, by its name to the server. */
export type AskedAccess = { page: 'access'; q: string; when: When; of: Looked; resident?: string; extract?: true };
export const lookedNames = ['by', 'what', 'purpose'] as const;
export type Looked = Partial<Record<(typeof lookedNames)[number], string>>;
/** `home`: whose keys’ moves are open. */
export type AskedKeys = { page: 'keys'; home?: string };
/** `grid`, `state`, `list`: whose check-ins are listed. */
export type AskedCheckIns = { page: 'checkins'; grid?: string; state?: CheckInState | 'open'; list?: CheckInListKind };
/** `grid`: whose residents are listed; `resident`: the one alone. */
export type AskedCards = { page: 'cards'; grid?: string; resident?: string };
/** `home`: where something is installed; `device`: which, of those that have a number; `labels`: whose are printed, numbers with commas. */
export type AskedPair = { page: 'pair'; home?: string; device?: string; labels?: string };
/** `id`: whose messages are open; `make`: an empty form is. */
export type AskedSources = { page: 'sources'; id?: string; make?: true };
/** `kind`: what is drawn; `id`: which one is chosen. */
export type AskedMap = { page: 'map'; kind?: MapKind; id?: string };
export const mapKinds = ['grids', 'courtyards', 'roads', 'servicePoints', 'blocks'] as const satisfies RegistryKind[];
export type MapKind = (typeof mapKinds)[number];
/** Without a step: the first that is not done. */
export type AskedStart = { page: 'start'; step?: StartStep };
/** `week`: a day of the week that is shown; without, the one that it is. `grid`: people of it, or `-`: of none. */
export type AskedRosters = { page: 'rosters'; week?: string; grid?: string };
export type Asked =
  | AskedHistory
  | AskedFigures
  | AskedRegistry
  | AskedReadiness
  | AskedPolicy
  | AskedAccess
  | AskedKeys
  | AskedCheckIns
  | AskedCards
  | AskedPair
  | AskedSources
  | AskedMap
  | AskedStart
  | AskedRosters;

export const paths = {
  history: '/office/history',
  figures: '/office/figures',
  registry: '/office/registry',
  map: '/office/map',
  rosters: '/office/rosters',
  readiness: '/office/readiness',
  policy: '/office/policy',
  access: '/office/access',
  checkins: '/office/checkins',
  keys: '/office/keys',
  cards: '/office/cards',
  pair: '/office/pair',
  sources: '/office/sources',
  start: '/office/start',
} as const;
/** The lists that there are a way to, in their order. */
export const listedKinds = [
  'residents',
  'homes',
  'devices',
  'responders',
  'courtyards',
  'grids',
  'servicePoints',
  'teams',
  'bicycles',
  'gateHouses',
  'boards',
  'sources',
  'shifts',
  'leaves',
] as const satisfies readonly RegistryKind[];
export const nothingListed: AskedRegistry = { page: 'registry', kind: 'residents', q: '', of: {} };
/** Longer words are refused (contracts/office/history.ts). */
export const searchedAtMost = 40;
export const nothingLooked: AskedAccess = { page: 'access', q: '', when: { kind: 'any' }, of: {} };
export const nothingAsked: AskedHistory = { page: 'history', q: '', when: { kind: 'any' }, choices: {} };

export function askedAt({ pathname, search }: { pathname: string; search: string }): Asked {
  const query = new URLSearchParams(search);
  if (pathname === paths.figures) {
    const stretch = stretchIn(query);
    const { grid } = choicesIn(query);
    return { page: 'figures', ...(stretch && { stretch }), ...(grid !== undefined && { grid }) };
  }
  if (pathname === paths.registry) return registryIn(query);
  if (pathname === paths.rosters) return rostersIn(query);
  if (pathname === paths.readiness) {
    const reason = query.get('reason') ?? '';
    return { page: 'readiness', ...(Object.hasOwn(readinessInChinese, reason) && { reason }) };
  }
  if (pathname === paths.policy) {
    const plan = query.get('plan') ?? '';
    return { page: 'policy', ...(isId(plan) && { plan }) };
  }
  if (pathname === paths.access) return accessIn(query);
  if (pathname === paths.keys) {
    const home = query.get('home') ?? '';
    return { page: 'keys', ...(isId(home) && { home }) };
  }
  if (pathname === paths.checkins) return checkInsIn(query);
  if (pathname === paths.cards) return cardsIn(query);
  if (pathname === paths.pair) return pairIn(query);
  if (pathname === paths.sources) {
    const id = query.get('id') ?? '';
    return { page: 'sources', ...(isId(id) ? { id } : query.get('make') === '1' && { make: true as const }) };
  }
  if (pathname === paths.map) {
    const kind = mapKinds.find((one) => one === query.get('kind'));
    const id = query.get('id') ?? '';
    return { page: 'map', ...(kind && { kind, ...(isId(id) && { id }) }) };
  }
  if (pathname === paths.start) {
    const step = startSteps.find((one) => one === query.get('step'));
    return { page: 'start', ...(step && { step }) };
  }
  const incident = query.get('incident') ?? '';
  return {
    page: 'history',
    q: (query.get('q') ?? '').slice(0, searchedAtMost),
    when: whenIn(query),
    choices: choicesIn(query),
    ...(isIncident.test(incident) && { incident }),
  };
}

function checkInsIn(query: URLSearchParams): AskedCheckIns {
  const { grid } = choicesIn(query);
  const state = checkInStates.find((one) => one === query.get('state'));
  const list = checkInLists.find((one) => one === query.get('list'));
  return { page: 'checkins', ...(grid !== undefined && { grid }), ...(state && { state }), ...(list && { list }) };
}
const checkInStates = [...(Object.keys(checkInsInChinese.states) as CheckInState[]), 'open'] as const;
const checkInLists = Object.keys(checkInsInChinese.lists) as CheckInListKind[];

export function addressOf(asked: Asked): string {
  const query = queryOf(asked);
  return query.size === 0 ? paths[asked.page] : `${paths[asked.page]}?${query}`;
}

function queryOf(asked: Asked): URLSearchParams {
  if (asked.page === 'history') return ofHistory(asked);
  if (asked.page === 'figures') return ofFigures(asked);
  if (asked.page === 'access') return ofAccess(asked);
  if (asked.page === 'keys') return given({ home: asked.home });
  if (asked.page === 'checkins') return given({ grid: asked.grid, state: asked.state, list: asked.list });
  if (asked.page === 'cards') return given({ grid: asked.grid, resident: asked.resident });
  if (asked.page === 'pair') return given({ home: asked.home, device: asked.device, labels: asked.labels });
  if (asked.page === 'sources') return given({ id: asked.id, make: asked.make && '1' });
  if (asked.page === 'map') return given({ kind: asked.kind, id: asked.id });
  if (asked.page === 'policy') return given({ plan: asked.plan });
  if (asked.page === 'start') return given({ step: asked.step });
  if (asked.page === 'rosters') return given({ week: asked.week, grid: asked.grid });
  return asked.page === 'registry' ? ofRegistry(asked) : given({ reason: asked.reason });
}

/** What the server is asked for (contracts/office/history.ts HistoryFilter). @param today `2026-11-29`, by the clock of the district */
export const filterOf = ({ q, when, choices }: AskedHistory, today: string): URLSearchParams =>
  given({ q: q.trim(), ...instantsWhen(when, today), ...choices });

/** What the server is asked for (contracts/office/access.ts AccessFilter). @param today by the clock of the district */
export const lookedOf = ({ q, when, of, resident }: AskedAccess, today: string): URLSearchParams =>
  given({ q: q.trim(), ...instantsWhen(when, today), ...of, resident });

function instantsWhen(when: When, today: string): { from?: string; until?: string } {
  const stretch =
    when.kind === 'span' ? days.daysOfSpan(when.span, today) : when.kind === 'days' ? when.days : undefined;
  return stretch === undefined ? {} : days.instantsOf(stretch);
}

/** What the server is asked to count (contracts/office/figures.ts FiguresQuery). */
export const countedOf = ({ grid }: AskedFigures, stretch: days.Stretch): URLSearchParams =>
  given({ ...days.instantsOf(days.daysOfStretch(stretch)), grid });

const ofHistory = ({ q, when, choices, incident }: AskedHistory): URLSearchParams =>
  given({ q, ...ofWhen(when), ...choices, incident });

const ofAccess = ({ q, when, of, resident, extract }: AskedAccess): URLSearchParams =>
  given({ q, ...ofWhen(when), ...of, resident, extract: extract && '1' });

const ofWhen = (when: When) => ({
  ...(when.kind === 'span' && { span: when.span }),
  ...(when.kind === 'days' && when.days),
});

function ofFigures({ stretch, grid }: AskedFigures): URLSearchParams {
  const measured =
    stretch?.kind === 'month'
      ? { month: stretch.month }
      : stretch?.kind === 'quarter'
        ? { quarter: stretch.quarter }
        : stretch?.days;
  return given({ ...measured, grid });
}

const ofRegistry = ({ kind, q, of, id, make }: AskedRegistry): URLSearchParams =>
  given({ kind, q, ...of, id, make: make && '1' });

/** What the server is asked for (contracts/office/registry.ts RegistryQuery). */
export const listedOf = ({ q, of }: AskedRegistry): URLSearchParams => given({ q: q.trim(), ...of });

/** Fields that say something, in their order. */
const given = (fields: Readonly<Record<string, string | undefined>>): URLSearchParams =>
  new URLSearchParams(Object.entries(fields).flatMap(([name, value]) => (value ? [[name, value]] : [])));

function registryIn(query: URLSearchParams): AskedRegistry {
  const id = query.get('id') ?? '';
  return {
    page: 'registry',
    kind: listedKinds.find((one) => one === query.get('kind')) ?? 'residents',
    q: (query.get('q') ?? '').slice(0, searchedAtMost),
    of: Object.fromEntries(
      withinNames.flatMap((name) => (isId(query.get(name) ?? '') ? [[name, query.get(name)]] : [])),
    ),
    ...(isId(id) && { id }),
    ...(query.get('make') === '1' && { make: true as const }),
  };
}

function cardsIn(query: URLSearchParams): AskedCards {
  const [grid, resident] = [query.get('grid') ?? '', query.get('resident') ?? ''];
  return { page: 'cards', ...(isId(grid) && { grid }), ...(isId(resident) && { resident }) };
}

function pairIn(query: URLSearchParams): AskedPair {
  const [home, device] = [query.get('home') ?? '', query.get('device') ?? ''];
  const labels = (query.get('labels') ?? '').split(',').filter(isId).slice(0, labelsAtMost);
  if (labels.length > 0) return { page: 'pair', labels: labels.join(',') };
  return { page: 'pair', ...(isId(home) && { home }), ...(isId(device) && { device }) };
}
/** Ten sheets of them; more does not fit into an address. */
const labelsAtMost = 210;

function accessIn(query: URLSearchParams): AskedAccess {
  const resident = query.get('resident') ?? '';
  return {
    page: 'access',
    q: (query.get('q') ?? '').slice(0, searchedAtMost),
    when: whenIn(query),
    of: Object.fromEntries(
      lookedNames.flatMap((name) => (isLooked[name](query.get(name) ?? '') ? [[name, query.get(name)]] : [])),
    ),
    ...(isId(resident) && { resident, ...(query.get('extract') === '1' && { extract: true as const }) }),
  };
}

function rostersIn(query: URLSearchParams): AskedRosters {
  const week = dayIn(query, 'week');
  const grid = query.get('grid') ?? '';
  return { page: 'rosters', ...(week !== '' && { week }), ...((grid === '-' || isId(grid)) && { grid }) };
}

function whenIn(query: URLSearchParams): When {
  const span = days.spans.find((one) => one === query.get('span'));
  if (span) return { kind: 'span', span };
  const [from, to] = [dayIn(query, 'from'), dayIn(query, 'to')];
  return from === '' && to === '' ? { kind: 'any' } : { kind: 'days', days: { from, to } };
}

function stretchIn(query: URLSearchParams): days.Stretch | undefined {
  const [month, quarter] = [query.get('month') ?? '', query.get('quarter') ?? ''];
  if (days.isMonth(month)) return { kind: 'month', month };
  if (days.isQuarter(quarter)) return { kind: 'quarter', quarter };
  const [from, to] = [dayIn(query, 'from'), dayIn(query, 'to')];
  return from === '' || to === '' ? undefined : { kind: 'days', days: { from, to } };
}

const dayIn = (query: URLSearchParams, name: 'from' | 'to' | 'week'): string => {
  const day = query.get(name) ?? '';
  return isDay(day) ? day : '';
};

function choicesIn(query: URLSearchParams): Choices {
  const choices: Choices = {};
  for (const name of choiceNames) {
    const value = query.get(name);
    if (value !== null && isKnown[name](value)) choices[name] = value;
  }
  return choices;
}

// As contracts/ids.ts: whoever asks for another is refused by the server.
const isIncident = /^[0-9A-Z]{10}-[0-9a-z]{1,10}-s\d{2}$/;
const isId = (value: string): boolean => /^[a-z0-9][a-z0-9-]{0,63}$/.test(value);
const isLooked: Readonly<Record<(typeof lookedNames)[number], (value: string) => boolean>> = {
  by: (value) => value !== '' && value.length <= searchedAtMost,
  what: (value) => Object.hasOwn(shownNames.zh, value),
  purpose: (value) => Object.hasOwn(readingPurposes.zh, value),
};
const isKnown: Readonly<Record<ChoiceName, (value: string) => boolean>> = {
  call: (value) => Object.hasOwn(callsInChinese, value),
  priority: (value) => ['1', '2', '3'].includes(value),
  state: (value) => ['open', 'closed', 'merged'].includes(value),
  disposition: (value) => Object.hasOwn(dispositionsInChinese, value),
  grid: isId,
  courtyard: isId,
  responder: isId,
};
