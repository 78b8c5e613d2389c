// What measurements of the path of a press share: a district large enough, and how figures are printed.
import { resolve } from 'node:path';
import { readCommunity } from '../community/reader.ts';
import type { CommunityBundle } from '../contracts/office/community.ts';

/** A second press from a home rings nobody within five seconds: so many times the sample's homes are enough for all. */
const communityTimes = 6;

/** The sample with each home several times, on other floors. */
export function largeCommunity(): CommunityBundle {
  const { bundle } = readCommunity(resolve(import.meta.dirname, '../../community/hongmenjie'));
  if (!bundle) throw new Error('the sample cannot be read');
  const copies = Array.from({ length: communityTimes }, (_, n) => n);
  const many = <T extends { id: string }>(documents: T[], change: (document: T, copy: string) => T): T[] =>
    copies.flatMap((n) => documents.map((one) => (n === 0 ? one : change({ ...one, id: `${one.id}-${n}` }, `-${n}`))));
  return {
    ...bundle,
    homes: many(bundle.homes, (home, copy) => ({ ...home, door: `${home.door}${copy}` })),
    residents: many(bundle.residents, (one, copy) => ({ ...one, home: one.home + copy })),
    devices: many(bundle.devices, (one, copy) => ({
      ...one,
      ...(one.home === undefined ? {} : { home: one.home + copy }),
      ...(one.resident === undefined ? {} : { resident: one.resident + copy }),
    })),
  };
}

/** As it stands in the README. */
export function quantiles(samples: number[]): string {
  const sorted = samples.sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2);
  return `${at(0.5)} / ${at(0.95)} / ${at(0.99)} ms p50 / p95 / p99 (n = ${samples.length})`;
}
