// The registry as this process uses it. A district is tried before it is used: rows that cannot be worked out are left out and
// named by an alarm; documents that would throw in every timer and request cost an alarm too, and the district stays as it was
// before; at a start, as it was before the last import.
import type { Redis } from 'ioredis';
import { clearAlarm, raiseAlarm } from '../../../store/alarms.ts';
import { DistrictRegistry } from '../../../store/district.ts';
import { readDistrictBefore } from '../../../store/readDistrict.ts';
import type { Registry } from '../../../store/registry.ts';
import type { ServerClock } from '../clock.ts';
import { guarded, type Told } from '../repeat.ts';

export type SoundParts = {
  redis: Redis;
  clock: ServerClock;
  log: Told;
  /** uses a district as the process will, and names the rows that it does without; throws when it cannot be used */
  trial: (district: DistrictRegistry) => readonly Row[];
};

/** A row of a collection, and why it is left out. */
type Row = { part: string; id: string; field: string; reason: string };
/** `unusable`: nothing of it is used. */
type Verdict = { unusable: string } | { leftOut: readonly Row[] };

/** The alarm names the first row, the log so many. */
const rowsLogged = 50;

/** Follows a registry; what it says of a district is what was good last. */
export async function soundRegistry(registry: Registry, parts: SoundParts): Promise<Registry> {
  const good = new Map<string, DistrictRegistry>();
  const listeners = new Set<(district: DistrictRegistry) => void>();

  const use = (district: DistrictRegistry): boolean => {
    const verdict = tried(district, parts.trial);
    void tell(parts, district.id, verdict);
    if ('unusable' in verdict) return false;
    good.set(district.id, district);
    return true;
  };

  for (const district of registry.all()) {
    if (use(district)) continue;
    const bundle = await readDistrictBefore(parts.redis, district.id).catch((error: unknown) => {
      parts.log.error({ district: district.id, error: String(error) }, 'registry: nor can what was before be read');
      return undefined;
    });
    const before = bundle && new DistrictRegistry(bundle, district.shard);
    if (before && !('unusable' in tried(before, parts.trial))) good.set(district.id, before);
  }
  const stop = registry.onChange((district) => {
    if (use(district)) for (const told of listeners) told(district);
  });

  return {
    district: (id) => good.get(id),
    all: () => [...good.values()],
    defaultDistrict: () => good.get(registry.defaultDistrict()?.id ?? ''),
    onChange: (told) => {
      listeners.add(told);
      return () => listeners.delete(told);
    },
    seen: () => registry.seen(),
    stop: () => {
      stop();
      registry.stop();
    },
  };
}

function tried(district: DistrictRegistry, trial: SoundParts['trial']): Verdict {
  try {
    const { id, unsoundZone } = district;
    const zone = unsoundZone === undefined ? [] : [{ part: 'district', id, field: 'timeZone', reason: unsoundZone }];
    return { leftOut: [...zone, ...trial(district)] };
  } catch (error) {
    return { unusable: error instanceof Error ? error.message : String(error) };
  }
}

/** Said in the log and as an alarm, until every row of the district can be used again. */
function tell({ redis, clock, log }: SoundParts, district: string, verdict: Verdict): Promise<void> {
  const figures = 'unusable' in verdict ? { error: verdict.unusable.slice(0, 120) } : figuresOf(verdict.leftOut);
  const rows = 'leftOut' in verdict ? verdict.leftOut.slice(0, rowsLogged) : [];
  if (figures) log.error({ district, ...figures, leftOut: rows }, 'registry: documents of a district cannot be used');
  const alarm = { code: 'registry_unsound' as const, subject: district };
  return guarded('registry: alarm', log, () =>
    figures
      ? raiseAlarm(redis, { ...alarm, district, since: clock.now(), figures })
      : clearAlarm(redis, alarm, clock.now()),
  );
}

/** The first row by name, and how many there are. */
function figuresOf([first, ...more]: readonly Row[]) {
  if (!first) return undefined;
  const { part, id, field, reason } = first;
  const row = `${part}/${id} ${field}`;
  return { error: `${row}: ${reason}`.slice(0, 120), at: row, reason: reason.slice(0, 200), rows: 1 + more.length };
}
