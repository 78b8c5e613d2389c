// What every door of the console is given.
import type { Redis } from 'ioredis';
import type { Tiles } from '../../contracts/office/place.ts';
import type { ArchiveReader } from '../../store/archive/reader.ts';
import type { LatestDoor } from '../../store/latestDoor.ts';
import type { Limits } from '../../store/limits.ts';
import type { PersonRates } from '../../store/personRates.ts';
import type { PressDoor } from '../../store/pressDoor.ts';
import type { Registry } from '../../store/registry.ts';
import type { ServerClock } from './clock.ts';
import type { Live } from './live/live.ts';

export type IncidentParts = {
  redis: Redis;
  archive: ArchiveReader;
  registry: Registry;
  live: Live;
  clock: ServerClock;
  replicas: number;
  /** asked before a press is taken, and before what can be done without is written */
  limits: Pick<Limits, 'admitPress' | 'sparing'>;
  presses: PressDoor;
  latest: LatestDoor;
  rates: PersonRates;
  log: { info: (fields: object, says: string) => void };
};

export type RegistryParts = {
  redis: Redis;
  registry: Registry;
  live: IncidentParts['live'];
  clock: ServerClock;
  publicUrl: string;
  tiles: Tiles | undefined;
  log: { info: (fields: object, says: string) => void };
};
