// What a backup holds and how to tell that it is whole.
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readAs } from '../contracts/json.ts';

/** The first file of a backup. */
export const manifestName = 'manifest.json';
/** The second: an Ed25519 signature of the manifest, and with its checksums of everything. */
export const signatureName = 'manifest.sig';
/** The snapshot of Redis. */
export const snapshotName = 'redis.rdb';
/** No other name is written anywhere by a restore. */
const fileName =
  '^(redis\\.rdb|archive/\\d{4}-\\d{2}\\.jsonl|audit/[a-z0-9][a-z0-9-]{0,63}/\\d{4}-\\d{2}-\\d{2}\\.jsonl)$';

/** Counts are what the system held when it was made: for whoever restores, to compare. */
export const Counts = Type.Object({
  districts: Type.Integer({ minimum: 0 }),
  incidents: Type.Integer({ minimum: 0, description: 'in Redis: open, and closed lately' }),
  open: Type.Integer({ minimum: 0 }),
  archived: Type.Integer({ minimum: 0 }),
});
export type Counts = Static<typeof Counts>;

export const Manifest = Type.Object({
  format: Type.Literal('yjt-backup'),
  v: Type.Literal(1),
  createdAt: Type.String({ description: 'ISO 8601; everything acknowledged before is in it' }),
  timeZone: Type.Optional(Type.String({ description: 'of the district in which it was made' })),
  dataVersion: Type.Integer({ minimum: 1 }),
  redisVersion: Type.String({ description: 'a server of this version or newer reads the snapshot' }),
  counts: Counts,
  files: Type.Array(
    Type.Object({
      path: Type.String({ pattern: fileName }),
      bytes: Type.Integer({ minimum: 0 }),
      sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    }),
  ),
});
export type Manifest = Static<typeof Manifest>;

const ManifestCheck = Compile(Manifest);

/** @returns undefined when it is none, or of a later form than we know */
export const readManifest = (text: string): Manifest | undefined => readAs(ManifestCheck, text);
