// The way of a device into a home (装机): it is written down as not installed, its press is seen to come, and whoever stands there confirms home, place and
// answer (docs/decisions/046). The page of the office and `yjt device pair` both ask here, so that one goes on where the other stopped.
import { isDeepStrictEqual } from 'node:util';
import type { FastifyBaseLogger } from 'fastify';
import { Type } from 'typebox';
import { ulid } from 'ulid';
import { DeviceLogin } from '../../../contracts/device/logins.ts';
import { deviceAddress } from '../../../contracts/device/number.ts';
import {
  type HeardAddress,
  HeardAddresses,
  PairingBegin,
  PairingConfirm,
  PairingList,
  PairingSince,
  PairingView,
} from '../../../contracts/device/pairing.ts';
import { RegistryId } from '../../../contracts/ids.ts';
import type { TestWindowInput } from '../../../contracts/incident/inputs.ts';
import { iso } from '../../../contracts/iso.ts';
import { addressForm } from '../../../contracts/office/address.ts';
import type { Device } from '../../../contracts/office/community.ts';
import { lineOf, placeOf } from '../../../contracts/office/district.ts';
import type { RegistryChange } from '../../../contracts/office/registry.ts';
import type { SourceFamily } from '../../../contracts/office/source.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import { catalogue } from '../../../dispatcher/domain/device/catalogue.ts';
import { showsAnswer } from '../../../dispatcher/domain/device/pairing.ts';
import { issueCredential } from '../../../store/directory.ts';
import { readStanding } from '../../../store/editDistrict.ts';
import type { Held } from '../../../store/tokens.ts';
import { ask } from '../ask.ts';
import { change, type EditParts, inTurn } from '../office/registryOrder.ts';
import type { IncidentParts } from '../parts.ts';
import { type Language, languageOf, Refused } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { actorOf, audit } from '../session/caller.ts';
import { refuseElsewhere } from '../session/districts.ts';
import { whoAsksHere } from '../session/doors.ts';
import { heardLately, type Seen, viewOf } from './pairingView.ts';

const Of = Type.Object({ device: RegistryId });
const answers = <T>(schema: T) => ({
  200: schema,
  400: Refusal,
  401: Refusal,
  403: Refusal,
  404: Refusal,
  409: Refusal,
});

type Parts = EditParts & Pick<IncidentParts, 'replicas'>;

export function addPairing(app: App, parts: Parts): void {
  addReading(app, parts);
  addBeginning(app, parts);
  addLogin(app, parts);
  addConfirming(app, parts);
  addGivingUp(app, parts);
}

type Request = Parameters<typeof whoAsksHere>[1];
type Installer = Seen & { held: Held; language: Language };

const installerIn = (parts: EditParts, request: Request): Installer => {
  const { held, district, whole } = whoAsksHere(parts, request);
  return { held, district, whole, language: languageOf(request.headers['accept-language']) };
};

function addReading(app: App, parts: EditParts): void {
  const lists = route('device.pair', 'devices that are not installed yet, and what can be installed', {
    response: answers(PairingList),
  });
  app.get('/api/v1/pairing', narrowed(lists), async (request) => {
    const { district, whole } = whoAsksHere(parts, request);
    return { ...listOf({ district, whole }), url: deviceAddress(parts.publicUrl, '') };
  });
  const hears = route('device.pair', 'addresses that were heard of late and that no device has, the newest first', {
    response: answers(HeardAddresses),
  });
  app.get('/api/v1/pairing/heard', narrowed(hears), async (request) => {
    const { whole } = whoAsksHere(parts, request);
    const heard = await heardLately(parts.redis, whole, parts.clock.now());
    return {
      heard: heard.filter(({ of }) => !whole.devices.has(of) && whole.deviceAt(of) === undefined).map(heardAddress),
    };
  });
  const shows = route('device.pair', 'how far a device is, what was heard of it, and what to look at', {
    params: Of,
    querystring: PairingSince,
    response: answers(PairingView),
  });
  app.get('/api/v1/pairing/:device', narrowed(shows), async (request) => {
    const installer = installerIn(parts, request);
    const { since } = request.query;
    const device = deviceIn(installer, request.params.device);
    const instant = Date.parse(since ?? '');
    return viewOf(parts, installer, device, Number.isNaN(instant) ? undefined : instant);
  });
}

const families = Object.keys(catalogue) as SourceFamily[];

/** A source belongs to the whole community: whoever installs in a part of it must know that there is one. */
function listOf({ district, whole }: Seen): Omit<PairingList, 'url'> {
  const { bundle } = district;
  const begun = bundle.devices.flatMap(({ id, installing }) => {
    const home = district.homeOf(id);
    const says = lineOf(placeOf(home, district));
    return installing ? [{ device: id, says, at: installing.since, ...defined({ home }) }] : [];
  });
  return {
    devices: begun.sort((a, b) => a.at - b.at).map(({ at, ...one }) => ({ ...one, since: iso(at) })),
    families: families.map((family) => ({
      family,
      sources: [...whole.sources.values()].filter((one) => one.family === family).map(({ id, name }) => ({ id, name })),
      models: [...catalogue[family]],
    })),
  };
}

function heardAddress({
  source,
  of,
  at,
  name,
  pressedAt,
  word,
  pct,
}: Awaited<ReturnType<typeof heardLately>>[number]): HeardAddress {
  return {
    source: { id: source.id, name: source.name },
    family: source.family,
    address: of,
    at: iso(at),
    ...defined({
      name,
      pressed: pressedAt === undefined ? undefined : { at: iso(pressedAt), ...defined({ word }) },
      battery: pct === undefined ? undefined : Math.round(pct),
    }),
  };
}

function addBeginning(app: App, parts: EditParts): void {
  const begins = route(
    'device.pair',
    'writes down a device that is being installed; said again, what was said last counts',
    {
      body: PairingBegin,
      response: answers(PairingView),
    },
  );
  app.post('/api/v1/pairing', narrowed(begins), async (request) => {
    const installer = installerIn(parts, request);
    const wanted = request.body;
    homeIn(installer, wanted.home);
    if (wanted.resident !== undefined && installer.district.residents.get(wanted.resident)?.home !== wanted.home)
      throw new Refused('not_found', 'resident');
    await refuseElsewhere(parts, installer.held, { id: wanted.device, field: 'device' });
    await inTurn(parts.turns, installer.district.id, () => begin(parts, installer, wanted));
    return shown(parts, request, wanted.device);
  });
}

async function begin(parts: EditParts, installer: Installer, wanted: PairingBegin): Promise<void> {
  const { device: id, home, resident, kind, model, address, place } = wanted;
  const { version, document } = await standingOf(parts, installer, id);
  if (installer.whole.responders.has(id)) throw new Refused('bad_request', 'device');
  if (document !== undefined && document.installing === undefined) throw new Refused('already_installed', id);
  if (document?.home !== undefined && document.home !== home) throw new Refused('other_home', id);
  const other = address === undefined ? undefined : installer.whole.deviceAt(address);
  if (other !== undefined && other.id !== id) throw taken(installer, other.id);
  // Another address is another device: what was pressed before proves nothing of it.
  const same = document !== undefined && addressForm(document.address ?? '') === addressForm(address ?? '');
  const installing = (same ? document.installing : undefined) ?? { since: parts.clock.now() };
  const said = {
    id,
    kind,
    home,
    installing,
    ...defined({ resident, model, address, place, expires: document?.expires }),
  };
  await write(parts, installer, { kind: 'devices', id, version, document: said }, '装机：登记设备，尚未装好');
}

/** Whose it is is said to whoever may know that device. */
const taken = ({ district }: Seen, by: string): Refused =>
  new Refused('address_taken', district.devices.has(by) ? by : undefined);

function addLogin(app: App, parts: EditParts): void {
  const makes = route('device.pair', 'a login for a device of ours that is not installed yet; an earlier one ends', {
    params: Of,
    response: answers(DeviceLogin),
  });
  app.post('/api/v1/pairing/:device/login', narrowed(makes), async (request) => {
    const installer = installerIn(parts, request);
    const { id } = deviceIn(installer, request.params.device);
    await inTurn(parts.turns, installer.district.id, () => beginAnew(parts, installer, id));
    const login = { kind: 'device', id, district: installer.district.id, simulated: false } as const;
    const password = await issueCredential(parts.redis, login);
    await audit(parts, installer.held, { action: 'login_made', about: id });
    return { device: id, username: id, password };
  });
}

/** Whoever gets a login is another unit: what was pressed before proves nothing of it. */
async function beginAnew(parts: EditParts, installer: Installer, id: string): Promise<void> {
  const { version, document } = await standingOf(parts, installer, id);
  if (document === undefined) throw new Refused('not_found', 'device');
  if (document.installing === undefined) throw new Refused('already_installed', id);
  if (!showsAnswer(document)) throw new Refused('bad_request', 'address');
  const anew = { ...document, installing: { since: parts.clock.now() } };
  await write(parts, installer, { kind: 'devices', id, version, document: anew }, '装机：发新登录，要重新试按');
}

function addConfirming(app: App, parts: Parts): void {
  const confirms = route('device.pair', 'its press came, it hangs there, and the answer was heard: it is installed', {
    params: Of,
    body: PairingConfirm,
    response: answers(PairingView),
  });
  app.post('/api/v1/pairing/:device/installed', narrowed(confirms), async (request) => {
    const installer = installerIn(parts, request);
    const { device: id } = request.params;
    deviceIn(installer, id);
    await inTurn(parts.turns, installer.district.id, () =>
      confirm(parts, { ...installer, log: request.log }, id, request.body),
    );
    return shown(parts, request, id);
  });
}

async function confirm(parts: Parts, installer: Logging, id: string, said: PairingConfirm): Promise<void> {
  const { version, document } = await standingOf(parts, installer, id);
  if (document === undefined) throw new Refused('not_found', 'device');
  const home = document.home ?? installer.district.homeOf(id);
  if (home !== said.home) throw new Refused('other_home', id);
  if (document.installing === undefined) return; // somebody else has confirmed it
  const { step, shows } = await viewOf(parts, installer, document, undefined);
  if (step !== 'confirm') throw new Refused('not_pressed', id);
  if (shows !== (said.answer === 'heard')) throw new Refused('answer_not_heard', 'answer');
  await endWindow(parts, installer, id);
  const { installing: _, ...rest } = document;
  const why = shows ? '装机完成：试按已收到，本机应答已听到' : '装机完成：试按已收到，已向老人讲清';
  await write(parts, installer, { kind: 'devices', id, version, document: { ...rest, place: said.place } }, why);
  const residents = installer.district.residentsOf(home).map((one) => one.id);
  await audit(parts, installer.held, { action: 'device_installed', about: id, residents, reason: said.answer });
}

function addGivingUp(app: App, parts: Parts): void {
  const gives = route('device.pair', 'a device that is not installed is none any more; its login ends', {
    params: Of,
    response: answers(Of),
  });
  app.delete('/api/v1/pairing/:device', narrowed(gives), async (request) => {
    const installer = installerIn(parts, request);
    const { device: id } = request.params;
    deviceIn(installer, id);
    await inTurn(parts.turns, installer.district.id, async () => {
      const { version, document } = await standingOf(parts, installer, id);
      if (document === undefined) throw new Refused('not_found', 'device');
      if (document.installing === undefined) throw new Refused('already_installed', id);
      await endWindow(parts, { ...installer, log: request.log }, id);
      await write(parts, installer, { kind: 'devices', id, version, document: null }, '装机：没有装，撤销登记');
    });
    return { device: id };
  });
}

type Logging = Installer & { log: FastifyBaseLogger };

/** Whoever tried it is done: from here on a press is the resident's own, whichever windows were opened. @throws Refused when that is not on disk */
async function endWindow(parts: Parts, { held, district, log }: Logging, device: string): Promise<void> {
  const input: TestWindowInput = {
    v: 1,
    kind: 'test_window',
    district: district.id,
    device,
    by: held.grant.name,
    actor: actorOf(held),
    id: ulid(),
    minutes: 0,
  };
  await ask(parts, { shard: district.shard, input, log });
}

/** @throws Refused */
function deviceIn({ district, whole }: Seen, id: string): Device {
  const device = district.devices.get(id);
  if (!device) throw new Refused(whole.devices.has(id) ? 'outside_area' : 'not_found', id);
  return device;
}

/** @throws Refused */
function homeIn({ district, whole }: Seen, id: string): void {
  if (!district.homes.has(id)) throw new Refused(whole.homes.has(id) ? 'outside_area' : 'not_found', 'home');
}

type Standing = { version: number; document: Device | undefined };

/** As the store has it now: what this process knows of the registry comes a moment later. */
async function standingOf({ redis }: EditParts, { district }: Seen, id: string): Promise<Standing> {
  const [standing] = await readStanding(redis, district.id, [{ kind: 'devices', id }]);
  return { version: standing?.version ?? 0, document: standing?.document as Device | undefined };
}

/** As it is after a change. */
function shown(parts: EditParts, request: Request, id: string): Promise<PairingView> {
  const installer = installerIn(parts, request);
  return viewOf(parts, installer, deviceIn(installer, id), undefined);
}

async function write(parts: EditParts, installer: Installer, one: RegistryChange, why: string): Promise<void> {
  const { held, district, language } = installer;
  const { refused } = await change(parts, { held, district }, { changes: [one], why }, language, { pairing: true });
  if (refused?.error === 'changed_meanwhile') throw new Refused('changed_meanwhile', refused.who);
  if (refused?.problems?.some(({ field, severity }) => field === 'address' && severity === 'error'))
    throw new Refused('address_taken');
  if (refused) throw new Refused('changes_refused', refused.problems?.[0]?.reason);
  await takenIn(parts, district.id, one);
}

const takenInMs = 2_000;

/** This process knows it too before it answers: what is asked next, a test window, is asked of its memory. Past the time it comes a moment later. */
function takenIn({ registry }: EditParts, district: string, { id, document }: RegistryChange): Promise<void> {
  const isThere = (): boolean => {
    const now = registry.district(district)?.devices.get(id);
    return isDeepStrictEqual(now ?? null, document ?? null);
  };
  return new Promise((done) => {
    if (isThere()) return done();
    const timer = setTimeout(() => finish(), takenInMs);
    const stop = registry.onChange(() => {
      if (isThere()) finish();
    });
    const finish = (): void => {
      clearTimeout(timer);
      stop();
      done();
    };
  });
}
