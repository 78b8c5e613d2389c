// How a client finds the running system.
import { type Static, Type } from 'typebox';

/** How `yjt` finds the running system: `DATA_DIR/run/system.json`, readable by its owner only. */
export const RunningSystem = Type.Object({
  url: Type.String(),
  token: Type.String(),
  mqttPort: Type.Integer(),
  /** MQTT over TLS; absent: not opened */
  mqttsPort: Type.Optional(Type.Integer()),
  pid: Type.Integer(),
});
export type RunningSystem = Static<typeof RunningSystem>;
