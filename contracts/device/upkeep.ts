// Devices that somebody must look after: silent, with an empty battery, or not tried for too long (设备维护).
import { type Static, Type } from 'typebox';
import { fileLanguage } from '../office/history.ts';
import { Instant, Named, optional } from '../shapes.ts';
import { FaultEnd, FaultKind } from './faults.ts';

const ofDevice = {
  device: Type.String(),
  says: Type.String({ description: 'where it hangs, or who carries it' }),
  residents: Type.Array(Named),
};

/** Why a device is on a list. */
export const UpkeepReason = Type.Enum(['silent', 'battery_low', 'untested', 'suspect']);
export type UpkeepReason = Static<typeof UpkeepReason>;

/**
 * A fault as it is promised. `id`: of the device, or `source/gateway`. `over`: nothing is wrong since then, somebody says what was done. `promised`: the day that it is mended
 * by, in the district's time. `grid`, `coordinators`: whose it is; absent: a gateway's, or of a device that is in no home any more.
 */
export const FaultView = Type.Object({
  id: Type.String(),
  kind: FaultKind,
  since: Instant,
  over: optional(Instant),
  promised: Type.String({ description: 'YYYY-MM-DD' }),
  overdue: Type.Boolean(),
  says: Type.String(),
  residents: Type.Array(Named),
  grid: optional(Named),
  coordinators: Type.Array(Named),
});
export type FaultView = Static<typeof FaultView>;

/** `POST /api/v1/office/devices/close`: a human says what became of a fault. `id` as in `FaultView`. */
export const FaultClosing = Type.Object({ id: Type.String({ maxLength: 160 }), kind: FaultKind, how: FaultEnd });

/**
 * `GET /api/v1/office/devices`, as it is now; the longest first. `silent`: nothing was heard for the policy's hours; without `heardAt` never, or more than a month ago. `untested`: neither
 * a test nor a press in earnest for the policy's days; without `workedAt` never since the books began. Absent while the books are away.
 */
export const DeviceUpkeep = Type.Object({
  at: Instant,
  devices: Type.Integer({ description: 'how many there are' }),
  silentHours: optional(Type.Integer({ description: 'absent: each device by its model' })),
  mendWithinDays: Type.Integer(),
  faults: Type.Array(FaultView, { description: 'what is promised: the overdue first, then by day' }),
  batteryLowPercent: Type.Integer(),
  testWithinDays: Type.Integer(),
  silent: Type.Array(Type.Object({ ...ofDevice, heardAt: optional(Instant) })),
  batteryLow: Type.Array(Type.Object({ ...ofDevice, battery: Type.Integer() })),
  untested: optional(Type.Array(Type.Object({ ...ofDevice, workedAt: optional(Instant) }))),
  suspect: optional(
    Type.Array(
      Type.Object({ ...ofDevice, calls: Type.Integer({ description: 'closed as a false alarm within 30 days' }) }),
    ),
  ),
});
export type DeviceUpkeep = Static<typeof DeviceUpkeep>;
/** `GET /api/v1/office/devices.csv`. */
export const UpkeepFile = Type.Object(fileLanguage);

/** What the office says of the books: when each device last worked, ms, and how many calls of a suspect one were a false alarm, by id. */
export const DevicesWorked = Type.Object({
  worked: Type.Record(Type.String(), Type.Number()),
  suspects: Type.Optional(Type.Record(Type.String(), Type.Integer())),
});
export type DevicesWorked = Static<typeof DevicesWorked>;
