// What is down between a resident's devices and us, so that no sign of life could be heard: from the alarms that stand, and from the beat of the process that listens to the sources.
import type { Source } from '../../../contracts/office/source.ts';
import type { Alarm, AlarmCode } from '../../../contracts/system/alarms.ts';

/**
 * Since when, ms. `sources`: by source, it or a gateway behind it. `door`: our own broker. `behindDoor`: sources that publish to it.
 */
export type DownSince = {
  sources: ReadonlyMap<string, number>;
  door: number | undefined;
  behindDoor: ReadonlySet<string>;
};

/** A receiver that has not looked for so long listens to nothing. */
const silentMs = 3 * 60_000;
const ofSources: ReadonlySet<string> = new Set([
  'gateway_down',
  'source_silent',
  'source_not_open',
] satisfies AlarmCode[]);

/** @param beatAt when the receiver last looked, ms; undefined: it never has, and nothing was heard by it either */
export function downIn(
  alarms: readonly Pick<Alarm, 'code' | 'subject' | 'since'>[],
  { district, sources: known }: { district: string; sources: Iterable<Pick<Source, 'id' | 'door'>> },
  { beatAt, now }: { beatAt: number | undefined; now: number },
): DownSince {
  const sources = new Map<string, number>();
  const behindDoor = new Set<string>();
  const note = (source: string, since: number): void =>
    void sources.set(source, Math.max(since, sources.get(source) ?? 0));
  for (const { id, door } of known) {
    if (door === 'broker') behindDoor.add(id);
    else if (beatAt !== undefined && now - beatAt > silentMs) note(id, beatAt);
  }
  let door: number | undefined;
  for (const { code, subject, since } of alarms) {
    if (code === 'canary_dead' && subject === district) door = since;
    if (!ofSources.has(code) || !subject.startsWith(`${district}/`)) continue;
    const [source = ''] = subject.slice(district.length + 1).split('/');
    note(source, since);
  }
  return { sources, door, behindDoor };
}
