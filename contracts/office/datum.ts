// In which datum the positions of a file are. Ours is WGS-84; others are converted where they come in (geography/datum.ts).
export const datums = ['wgs84', 'gcj02', 'bd09'] as const;
export type Datum = (typeof datums)[number];
