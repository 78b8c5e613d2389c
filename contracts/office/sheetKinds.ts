// What can be brought in from a file, and what of it is drawn.

/** From a spreadsheet, from GeoJSON what is drawn, from a calendar shifts. */
export const sheetKinds = [
  'residents',
  'homes',
  'devices',
  'responders',
  'courtyards',
  'grids',
  'roads',
  'blocks',
  'servicePoints',
  'shifts',
  'teams',
  'bicycles',
  'gateHouses',
  'boards',
] as const;
export type SheetKind = (typeof sheetKinds)[number];

/** What is drawn, and by which field: a file of GeoJSON has these. */
export const drawnField = {
  grids: 'ring',
  blocks: 'ring',
  roads: 'line',
  courtyards: 'position',
  servicePoints: 'position',
  homes: 'position',
} as const satisfies Partial<Record<SheetKind, string>>;
export type DrawnKind = keyof typeof drawnField;
export const isDrawn = (kind: string): kind is DrawnKind => Object.hasOwn(drawnField, kind);
