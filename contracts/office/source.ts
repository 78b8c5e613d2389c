// Where messages of foreign devices come from (接入来源): a gateway, a vendor's cloud, a port that pendants dial.
import { type Static, Type } from 'typebox';
import { RegistryId } from '../ids.ts';
import { Document, optional } from '../shapes.ts';
import { Mapping } from './mapping.ts';

/** How its messages are read (adapters/): one word a family. */
export const SourceFamily = Type.Enum([
  'zigbee2mqtt',
  'shellyGen1',
  'shellyGen2',
  'btHome',
  'theengs',
  'tasmota',
  'espHome',
  'chirpStack',
  'traccar',
  'homeAssistant',
  'ctwing',
  'oneNet',
  'oneNetOld',
  'iotda',
  'tencentIot',
  'aiqiangua',
  'mapped',
  'watch',
  'jt808',
]);
export type SourceFamily = Static<typeof SourceFamily>;

/** `broker`: it publishes to our broker. `mqtt`: we are a client of its broker. `http`: it posts to us. `tcp`: it dials a port of ours. */
export const SourceDoor = Type.Enum(['broker', 'mqtt', 'http', 'tcp']);
export type SourceDoor = Static<typeof SourceDoor>;

/**
 * One source. `secret`: the vendor's token, key or password, `aesKey`: what decrypts its messages; sealed in the store. What it proves itself with to us is a login of its own
 * (`sourceLogin`), shown once. `silentAfterMinutes`: heard nothing for so long, the duty officer is told; absent: a source that may be silent. `shows`: devices of
 * ours of which a Home Assistant that comes in at our broker is shown battery and call (docs/decisions/048); absent: none.
 */
export const Source = Document({
  id: RegistryId,
  name: Type.String({ minLength: 1, maxLength: 80 }),
  family: SourceFamily,
  door: SourceDoor,
  base: optional(Type.String({ minLength: 1, maxLength: 120, pattern: '^[^#+]+$' })),
  url: optional(Type.String({ maxLength: 300, pattern: '^(mqtt|mqtts|ws|wss)://' })),
  username: optional(Type.String({ minLength: 1, maxLength: 200 })),
  secret: optional(Type.String({ minLength: 1, maxLength: 400 })),
  aesKey: optional(Type.String({ minLength: 1, maxLength: 200 })),
  port: optional(Type.Integer({ minimum: 1, maximum: 65_535 })),
  datum: optional(Type.Enum(['wgs84', 'gcj02', 'bd09'])),
  silentAfterMinutes: optional(Type.Integer({ minimum: 1, maximum: 100_000 })),
  shows: optional(Type.Array(RegistryId, { uniqueItems: true, maxItems: 50 })),
  mapping: optional(Mapping),
});
export type Source = Static<typeof Source>;

/** The login of a source at the broker, and the secret of its address; no registry id begins with an underscore. */
export const sourceLogin = (id: string): string => `_source-${id}`;

/** The source that has this login; undefined: it is none of a source. */
export const sourceOf = (login: string): string | undefined =>
  login.startsWith('_source-') ? login.slice('_source-'.length) : undefined;

/** What is counted of a source. Instants in ms. */
export const SourceCounts = Type.Object({
  heardAt: optional(Type.Integer()),
  messages: Type.Integer(),
  presses: Type.Integer(),
  unclear: Type.Integer(),
  refused: Type.Integer(),
  refusedAt: optional(Type.Integer()),
});
export type SourceCounts = Static<typeof SourceCounts>;
