// A press that comes by voice or from the command line: somebody phoned the hall, or tries the system. It enters through
// the same door as a button's.

import { ulid } from 'ulid';
import type { PressInput, RaiseInput } from '../../../contracts/incident/inputs.ts';
import type { Result } from '../../../contracts/incident/result.ts';
import { NewIncident, NewPress, PressAnswer } from '../../../contracts/incident/views.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { ask } from '../ask.ts';
import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { actorOf } from '../session/caller.ts';
import { whoAsksHere } from '../session/doors.ts';
import { awaitTurn } from '../session/rates.ts';

export function addPresses(app: App, parts: IncidentParts): void {
  addRaise(app, parts);
  const asks = route('press.make', 'press for a resident or a device', {
    body: NewPress,
    response: { 200: PressAnswer, 202: PressAnswer, 404: Refusal },
  });
  app.post('/api/v1/presses', asks, async (request, reply) => {
    const { me, district } = whoAsksHere(parts, request);
    const { id = ulid(), kind = 'sos', ...who } = request.body;
    const device = deviceOf(district, who);
    await awaitTurn(parts.rates, me);
    const input: PressInput = {
      v: 1,
      kind: 'press',
      district: district.id,
      device,
      id,
      press: kind,
      heardAt: parts.clock.now(),
    };
    const result = await ask(parts, { shard: district.shard, input, log: request.log });
    request.log.info({ device, by: me.name }, 'console: a press was entered by hand');
    if (result === undefined) return reply.code(202).send({ id, outcome: 'stored' });
    return pressAnswer(id, result);
  });
}

/** An officer opens an incident that no button has called for. */
function addRaise(app: App, parts: IncidentParts): void {
  const asks = route(
    'incident.raise',
    'open an incident by hand: a missed check-in, a broken device, a call by phone',
    { body: NewIncident, response: { 200: PressAnswer, 202: PressAnswer, 404: Refusal, 409: Refusal } },
  );
  app.post('/api/v1/incidents', asks, async (request, reply) => {
    const { me, held, district } = whoAsksHere(parts, request);
    const { id = ulid(), kind: call, home: named, resident } = request.body;
    const home = named ?? (resident === undefined ? undefined : district.residents.get(resident)?.home);
    if (home === undefined || !district.homes.has(home)) throw new Refused('unknown_home', named ? 'home' : 'resident');
    await awaitTurn(parts.rates, me);
    const input: RaiseInput = {
      v: 1,
      kind: 'raise',
      district: district.id,
      by: me.name,
      actor: actorOf(held),
      id,
      call,
      home,
    };
    const result = await ask(parts, { shard: district.shard, input, log: request.log });
    if (result === undefined) return reply.code(202).send({ id, outcome: 'stored' });
    return pressAnswer(id, result);
  });
}

/** What became of a press; without the incident, which only some may read. */
export const outcomeOf = (result: Result): PressAnswer['outcome'] =>
  result.outcome === 'applied' || result.outcome === 'refused' ? 'recorded' : result.outcome; // which only an order is

const pressAnswer = (id: string, result: Result): PressAnswer => ({
  id,
  outcome: outcomeOf(result),
  ...('incident' in result ? { incident: result.incident } : {}),
});

/** @throws Refused when neither names a button */
function deviceOf(district: DistrictRegistry, { resident, device }: Pick<NewPress, 'resident' | 'device'>): string {
  if (device !== undefined) {
    if (!district.devices.has(device)) throw new Refused('not_found', 'device');
    return device;
  }
  if (resident === undefined) throw new Refused('bad_request', 'resident');
  const home = district.residents.get(resident)?.home;
  const [button] = home === undefined ? [] : district.devicesOf(home);
  if (!button) throw new Refused('not_found', 'resident');
  return button.id;
}
