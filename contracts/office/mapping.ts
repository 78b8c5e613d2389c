// A vendor's webhook as data: where in a request the device, the word, the time, the place and the battery stand, what the words mean, and how
// the vendor proves who it is. What a mapping cannot say needs an adapter; adapters/mapped.ts reads by it, adapters/mappings.ts has examples.
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Document, optional } from '../shapes.ts';

/**
 * `over`: something has gone back to normal, whatever else is said: shown, never a press and never an end. `low`: its battery is low. `tamper`: somebody opened it. `health`: a sign of life.
 * `ignore`: understood, and of no concern.
 */
export const Meaning = Type.Enum([
  'sos',
  'fall',
  'smoke',
  'gas',
  'water',
  'cancel',
  'service',
  'test',
  'checkin',
  'over',
  'health',
  'low',
  'tamper',
  'position',
  'online',
  'offline',
  'ignore',
]);
export type Meaning = Static<typeof Meaning>;

export const timeFormats = ['auto', 'epoch_s', 'epoch_ms', 'iso', 'yyyy-MM-dd HH:mm:ss', 'YYYYMMDDHHMMSS'] as const;
export type TimeFormat = (typeof timeFormats)[number];
export const batteryUnits = ['pct', 'volts', 'mV', 'low'] as const;
export type BatteryUnit = (typeof batteryUnits)[number];
export const algorithms = ['md5', 'sha1', 'sha256', 'hmac-sha1', 'hmac-sha256'] as const;
export type Algorithm = (typeof algorithms)[number];

const Path = Type.String({
  minLength: 1,
  maxLength: 200,
  description:
    'a value: `imei`, `data.list[0].sn`, through texts that are JSON too; `query.token`, `header.x-sign`, `path` (what follows the secret in the address), `path.0`, `path.last`, `body.x` (of the whole body, where a list is read)',
});
const Text = Type.String({ maxLength: 2_000 });

const Words = Document({
  at: Path,
  split: optional(
    Type.String({ minLength: 1, maxLength: 3, description: 'what stands between several words of one text: `,`' }),
  ),
  bits: optional(
    Type.Record(Type.String({ pattern: '^(?:[12]?\\d|3[01])$' }), Meaning, {
      description:
        'the value is a number whose bits each mean something: bit (0 is the last one) → what it means; 0x… or `base` 16 is hex',
    }),
  ),
  base: optional(Type.Enum([10, 16])),
  means: Type.Record(Type.String({ maxLength: 200 }), Meaning, {
    maxProperties: 500,
    description: 'value → what it means, capitals alike; `*` any other value',
  }),
  others: optional(
    Type.Enum(['unknown', 'silent'], {
      description:
        'a value that is not named: `unknown` (as ever) is a word that nobody knows, `silent` leaves it to the other places',
    }),
  ),
  state: optional(Type.Boolean({ description: 'it stays until it is said otherwise: only its going on is a press' })),
});

const Check = Type.Union([
  Document({ by: Type.Literal('none') }),
  Document({ by: Type.Literal('token'), at: Path }),
  Document({
    by: Type.Enum(algorithms),
    over: Type.String({
      minLength: 1,
      maxLength: 1_000,
      description:
        'what is hashed: `{query.id}{secret}{unix/10}`. Any path; `{secret}`; `{unix}` seconds, `{unixMs}`, `{unix/10}` tens of seconds; `{raw}` the body as it came; `{sorted:secret,header.nonce}` sorted and joined; `{pairs}` the body’s fields (or the query’s) as `a=1&b=2` in their order by name, without the signature and without empty ones',
    }),
    encoding: Type.Enum(['hex', 'base64']),
    at: Path,
    time: optional(Path),
    withinSeconds: optional(
      Type.Integer({
        minimum: 1,
        maximum: 86_400,
        description: 'how old what stands at `time` may be, and how far ahead',
      }),
    ),
  }),
]);

const Handshake = Document({
  method: optional(Type.Enum(['GET', 'POST'])),
  path: optional(Type.String({ maxLength: 100, description: 'only at this end of the address: `ping`' })),
  echo: optional(Path),
  says: optional(
    Type.String({
      maxLength: 2_000,
      description:
        'what is answered; `{body.x}`, `{query.x}`, `{header.x}` stand for what came. With `echo` only where that has a value, else always; `echo` alone is sent back as it came',
    }),
  ),
  check: optional(Check),
  contentType: optional(Text),
});

/** How one vendor's webhook is read. */
export const Mapping = Document({
  name: Type.String({ minLength: 1, maxLength: 100 }),
  /** every event of a body that holds several, `[]` where one list lies in another: `data[].alarms`, `.` the body itself; without it the body is one event. What an event lacks, what it lies in may have */
  list: optional(Path),
  /** the first that says something */
  device: Type.Array(Path, { minItems: 1, maxItems: 10 }),
  /** all of them are looked at, and the gravest counts */
  words: Type.Array(Words, { minItems: 1, maxItems: 50 }),
  /** where no place of `words` has a value, as in a mere report of the position */
  wordless: optional(Meaning),
  /** false: only the words named here; as ever, words that everybody uses (SOS, 跌倒 …) are known besides */
  vocabulary: optional(Type.Boolean()),
  id: optional(Path),
  time: optional(
    Document({
      at: Path,
      and: optional(
        Type.String({ minLength: 1, maxLength: 200, description: 'where the hour stands, if the day stands alone' }),
      ),
      format: optional(Type.Enum(timeFormats)),
      zone: optional(Type.String({ maxLength: 60, description: 'Asia/Shanghai where none is named' })),
    }),
  ),
  place: optional(
    Document({
      lon: optional(Type.Array(Path, { maxItems: 10 })),
      lat: optional(Type.Array(Path, { maxItems: 10 })),
      pair: optional(Path),
      order: optional(Type.Enum(['lon,lat', 'lat,lon'])),
      accuracy: optional(Path),
      datum: optional(Type.Enum(['wgs84', 'gcj02', 'bd09'])),
    }),
  ),
  battery: optional(
    Document({
      at: Path,
      unit: Type.Enum(batteryUnits),
      lowWhen: optional(Type.Array(Type.String({ maxLength: 50 }), { maxItems: 20 })),
    }),
  ),
  check: optional(Check),
  handshake: optional(Handshake),
  answer: optional(
    Document({
      status: optional(Type.Integer({ minimum: 200, maximum: 299 })),
      contentType: optional(Text),
      body: optional(Text), // with `{body.x}` and the like, as in `says`
    }),
  ),
  /** its devices are there to call for help: a word that nobody knows is an sos, marked unreadable; else the device is to be looked at */
  callDevices: Type.Boolean(),
});
export type Mapping = Static<typeof Mapping>;
/** One that is being made: device and words may be wanting still. */
export const MappingDraft = Document({
  ...Mapping.properties,
  device: Type.Array(Path, { maxItems: 10 }),
  words: Type.Array(Words, { maxItems: 50 }),
});
export type MappingDraft = Static<typeof MappingDraft>;
export type MappedWords = Static<typeof Words>;
export type MappedCheck = Static<typeof Check>;

/** Compiled: what was stored or sent as a mapping is one. */
export const mappingCheck = Compile(Mapping);
