// Sources of foreign devices as whoever looks after them sees them.
import { type Static, Type } from 'typebox';
import { Mapping } from '../office/mapping.ts';
import { SourceDoor, SourceFamily } from '../office/source.ts';
import { Instant, optional } from '../shapes.ts';

/** What of a device could not be read; shown until somebody has looked. */
export const UnclearView = Type.Object({
  device: Type.String(),
  why: Type.String(),
  word: optional(Type.String()),
  since: Instant,
  at: Instant,
  times: Type.Integer(),
});

/** `GET /api/v1/sources` */
export const SourceView = Type.Object({
  id: Type.String(),
  name: Type.String(),
  family: SourceFamily,
  door: SourceDoor,
  hasLogin: Type.Boolean({ description: 'false: it cannot come in yet, POST …/credential' }),
  heardAt: optional(Instant),
  messages: Type.Integer(),
  presses: Type.Integer(),
  unclear: Type.Array(UnclearView),
  refused: Type.Integer(),
  refusedAt: optional(Instant),
});
export type SourceView = Static<typeof SourceView>;
export const SourceList = Type.Object({ sources: Type.Array(SourceView) });

/** `GET /api/v1/sources/{id}/messages`, the newest first. `body`: base64, cut at 8 KiB; kept for three days. */
export const SourceMessages = Type.Object({
  messages: Type.Array(
    Type.Object({
      at: Instant,
      how: Type.String(),
      contentType: optional(Type.String()),
      body: Type.String(),
      cut: optional(Type.Boolean()),
      headers: optional(Type.Record(Type.String(), Type.String(), { description: 'those that a vendor chose' })),
      led: Type.Array(Type.String(), { description: 'what it was read as' }),
    }),
  ),
});
export type SourceMessages = Static<typeof SourceMessages>;

/** `GET /api/v1/sources/{id}/messages.json` */
export const SourceFile = Type.Object({
  source: Type.Object({ name: Type.String(), family: SourceFamily, door: SourceDoor, mapping: optional(Mapping) }),
  ...SourceMessages.properties,
});

/** `POST /api/v1/sources/{id}/seen` */
export const SourceSeen = Type.Object({ device: Type.String({ minLength: 1, maxLength: 200 }) });
