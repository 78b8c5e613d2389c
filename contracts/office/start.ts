// 开始使用: how far a community has been set up, and starting over from the sample (docs/decisions/034).
import { type Static, Type } from 'typebox';
import { Document, optional } from '../shapes.ts';
import { startSteps } from './startSteps.ts';

const StepName = Type.Enum([...startSteps]);

const Count = Type.Integer({ minimum: 0 });

/** `GET /api/v1/office/start`. What there is one of is the first by id. */
export const Beginning = Type.Object({
  sample: Type.Boolean({ description: 'what is here is invented: it may be started over' }),
  done: Type.Array(StepName),
  coordinator: optional(Type.Object({ id: Type.String(), name: Type.String() })),
  home: optional(
    Type.Object({
      id: Type.String(),
      says: Type.String({ description: 'where it is' }),
      residents: Type.Array(
        Type.Object({ id: Type.String(), name: Type.String(), consents: Type.Array(Type.String()) }),
      ),
    }),
  ),
  device: optional(Type.String()),
  /** The last call of a home that is in the registry. */
  press: optional(Type.Object({ incident: Type.String() })),
  /** Of the sample: what would be removed, and what is open. */
  over: optional(
    Type.Object({
      homes: Count,
      residents: Count,
      devices: Count,
      responders: Count,
      open: Type.Integer({ minimum: 0, description: 'invented calls that are open: they are closed as tests' }),
      real: Type.Integer({
        minimum: 0,
        description: 'calls of real people that are open: nothing is removed before they are closed',
      }),
      backup: Type.Boolean({ description: 'a backup is made first; else whoever asks says that they have made one' }),
    }),
  ),
});
export type Beginning = Static<typeof Beginning>;

/** `POST /api/v1/office/start/over`. `name`: of the sample, typed by hand. `backedUp`: where the server of the store is not ours to copy. */
export const StartOver = Document({
  name: Type.String({ maxLength: 80 }),
  backedUp: optional(Type.Boolean()),
});
export type StartOver = Static<typeof StartOver>;
export const StartedOver = Type.Object({
  removed: Type.Object({ homes: Count, residents: Count, devices: Count, responders: Count }),
  backup: optional(Type.String({ description: 'the file in DATA_DIR/backups' })),
});
export type StartedOver = Static<typeof StartedOver>;
