// 开始使用: how far a community has been set up, as the registry and the log say it; and starting over from the sample (startOver.ts).
import type { Incident } from '../../../contracts/incident/state.ts';
import { lineOf, placeOf } from '../../../contracts/office/district.ts';
import { purposes } from '../../../contracts/office/personal.ts';
import { Beginning, StartedOver, StartOver } from '../../../contracts/office/start.ts';
import type { StartStep } from '../../../contracts/office/startSteps.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import { replay } from '../../../dispatcher/domain/incident/evolve.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { readHistory } from '../../../store/history.ts';
import { answers } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { whoAsksHere } from '../session/doors.ts';
import { showing } from '../session/shown.ts';
import { inventedOf, type OverParts, startOver } from './startOver.ts';

/** Of the calls that are closed so many are looked at for one of a home that is here. */
const lookedAt = 20;

export function addStart(app: App, parts: OverParts): void {
  const asks = route('start.read', 'how far the community has been set up, step by step', {
    response: answers(Beginning),
  });
  app.get('/api/v1/office/start', asks, async (request) => {
    const { district } = whoAsksHere(parts, request);
    const first = firstHome(district);
    showing(request, { residents: first?.residents.map(({ id }) => id) ?? [], purpose: 'administration' });
    const press = await lastCall(parts, district);
    return {
      sample: district.bundle.district.demo,
      done: doneIn(district, press),
      ...defined({
        coordinator: coordinatorOf(district),
        home: first,
        device: first && district.devicesOf(first.id)[0]?.id,
        press: press && { incident: press.id },
        over: district.bundle.district.demo ? overOf(parts, district) : undefined,
      }),
    };
  });
  const overAsks = route(
    'start.over',
    'removes the sample, its people, homes and buttons: what is left is a community with nothing in it',
    { body: StartOver, response: { ...answers(StartedOver), 400: Refusal, 409: Refusal } },
  );
  // One at a time: the second finds no sample any more.
  let before: Promise<unknown> = Promise.resolve();
  app.post('/api/v1/office/start/over', overAsks, async (request) => {
    const asked = whoAsksHere(parts, request);
    const does = () => startOver(parts, asked, request.body, request.log);
    const over = before.then(does, does);
    before = over.catch(() => undefined);
    return over;
  });
}

function firstHome(district: DistrictRegistry) {
  const { homes } = district.bundle;
  const home = homes.find(({ id }) => district.residentsOf(id).length > 0) ?? homes[0];
  if (!home) return undefined;
  const residents = district.residentsOf(home.id).map(({ id, name, consents = [] }) => ({
    id,
    name,
    consents: Object.keys(purposes).filter((purpose) => {
      const last = consents.findLast((one) => one.purpose === purpose);
      return last !== undefined && last.withdrawn === undefined;
    }),
  }));
  return { id: home.id, says: lineOf(placeOf(home.id, district)), residents };
}

function coordinatorOf({ bundle }: DistrictRegistry) {
  const found = bundle.responders.find(({ role }) => role === 'grid_coordinator');
  return found && { id: found.id, name: found.name };
}

/** Of a home that is in the registry: what was called in the sample was no call of this community. */
async function lastCall(parts: OverParts, district: DistrictRegistry): Promise<Incident | undefined> {
  const isHere = ({ home, call }: Incident): boolean => district.homes.has(home ?? '') && call !== 'device_fault';
  const open = parts.live.open(district.id).filter(isHere);
  const last = open.sort((a, b) => (a.id < b.id ? 1 : -1))[0];
  return last ?? (await readHistory({ ...parts, replay }, district, { limit: lookedAt })).find(isHere);
}

function doneIn({ bundle, homes }: DistrictRegistry, press: Incident | undefined): StartStep[] {
  const { district, grids, responders, residents, devices } = bundle;
  const isDone: Record<StartStep, boolean> = {
    community: district.centre !== undefined || grids.length > 0,
    grids: grids.length > 0,
    coordinator: responders.some(({ role, grid }) => role === 'grid_coordinator' && grid !== undefined),
    home: residents.some(({ home }) => homes.has(home)),
    button: devices.some(({ home, resident }) => home !== undefined || resident !== undefined),
    press: press !== undefined,
  };
  return (Object.keys(isDone) as StartStep[]).filter((step) => isDone[step]);
}

function overOf(parts: OverParts, district: DistrictRegistry): Beginning['over'] {
  const { homes, residents, devices, responders } = district.bundle;
  const open = parts.live.open(district.id);
  const invented = inventedOf(open, district).length;
  return {
    homes: homes.length,
    residents: residents.length,
    devices: devices.length,
    responders: responders.length,
    open: invented,
    real: open.length - invented,
    backup: parts.managed,
  };
}
