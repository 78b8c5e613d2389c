// What the simulator is given: logins of the simulated fleet, and what it must know of the place. Written by the
// supervisor at each start, readable by its owner only.
import { type Static, Type } from 'typebox';
import { Responder, Road } from '../office/community.ts';
import { Policy } from '../office/policy.ts';
import { LonLat } from '../position.ts';

export const Fleet = Type.Object({
  logins: Type.Array(
    Type.Object({ kind: Type.Enum(['device', 'responder']), id: Type.String(), password: Type.String() }),
  ),
  bundle: Type.Object({
    roads: Type.Array(Road),
    policy: Policy,
    homes: Type.Array(Type.Object({ id: Type.String(), position: LonLat })),
    devices: Type.Array(Type.Object({ id: Type.String(), home: Type.String() })),
    responders: Type.Array(Responder),
  }),
});
export type Fleet = Static<typeof Fleet>;
