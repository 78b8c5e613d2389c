// What the law gives a resident: to say yes and no for each purpose, to have a copy, to be erased.

import { randomBytes } from 'node:crypto';
import { Type } from 'typebox';
import { iso } from '../../../contracts/iso.ts';
import { type Consent, consentsAtMost, type Resident } from '../../../contracts/office/community.ts';
import { personal, purposes } from '../../../contracts/office/personal.ts';
import { ConsentAnswer, ConsentOrder, ErasedAnswer, ResidentExport } from '../../../contracts/office/residents.ts';
import { everybody } from '../../../contracts/session/audit.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { Document, defined } from '../../../contracts/shapes.ts';
import { dayIn } from '../../../contracts/wallClock.ts';
import { archiveFolder } from '../../../store/archive/month.ts';
import { readWholeAudit } from '../../../store/auditHistory.ts';
import { readCheckInTraces } from '../../../store/checkInTraces.ts';
import { isAbout, readStays } from '../../../store/concerns.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { forgetEdits } from '../../../store/edits.ts';
import { changeBefore, eraseResident, forgetOnDisk, takeBack } from '../../../store/erased.ts';
import { readHistory, readStory } from '../../../store/history.ts';
import { readOpen } from '../../../store/log.ts';
import { happenedTo, type Stay } from '../../../store/stays.ts';
import { changeDocument } from '../../../store/writeDistrict.ts';
import { districtOf } from '../district.ts';
import { eventView } from '../incident/views.ts';
import { editsOf } from '../office/registryEdits.ts';
import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { audit } from '../session/caller.ts';
import { whoAsks, whoAsksHere } from '../session/doors.ts';
import { endFamilySessions } from '../session/familySessions.ts';

export type ResidentsParts = IncidentParts & { dataDir: string };

const Id = Type.Object({ id: Type.String({ maxLength: 64 }) });
/** Of a district, in many years. */
const incidentsAtMost = 100_000;

export function addResidents(app: App, parts: ResidentsParts): void {
  addExport(app, parts);
  addErase(app, parts);
  addReadmit(app, parts);
  addConsents(app, parts);
}

const answers = <T>(schema: T) => ({ 200: schema, 401: Refusal, 403: Refusal, 404: Refusal });

const residentOf = (district: DistrictRegistry, id: string) => {
  const resident = district.residents.get(id);
  if (!resident) throw new Refused(district.reach ? 'outside_area' : 'not_found', 'id');
  return resident;
};

function addExport(app: App, parts: ResidentsParts): void {
  const { redis } = parts;
  const asks = route(
    'resident.export',
    'everything that is kept about a resident, for them; written down in the audit',
    { params: Id, response: answers(ResidentExport) },
  );
  app.get('/api/v1/residents/:id/export', asks, async (request) => {
    const { held, district } = whoAsksHere(parts, request);
    const { id } = request.params;
    const stays = await readStays(redis, district.id, id);
    if (stays.length === 0) throw new Refused('not_found', 'id');
    await audit(parts, held, {
      action: 'resident_exported',
      about: id,
      what: 'export',
      residents: [id],
      purpose: 'administration',
    });
    return exportOf(parts, district, { id, stays });
  });
}

function addErase(app: App, parts: ResidentsParts): void {
  const { redis, clock, dataDir } = parts;
  const asks = route(
    'resident.erase',
    'erase a person: what leads from the ids of logs and archive to them, and what was written at their home',
    {
      params: Id,
      body: Document({ why: Type.String({ minLength: 2, maxLength: 200 }) }),
      response: { ...answers(ErasedAnswer), 409: Refusal },
    },
  );
  app.post('/api/v1/residents/:id/erase', asks, async (request) => {
    const { me, held } = whoAsks(request);
    const { id: district, shard } = districtOf(parts, me.district);
    const { id } = request.params;
    const where = { redis, dataDir, archive: archiveFolder(dataDir) };
    const done = await eraseResident(where, { district, shard, resident: id, at: clock.now() });
    if (!done.ok) throw new Refused(done.why, done.incidents?.[0] ?? 'id');
    await endFamilySessions(redis, district, { resident: id });
    await audit(parts, held, { action: 'resident_erased', about: id, why: request.body.why });
    request.log.info({ resident: id, texts: done.texts }, 'console: a resident was erased');
    return { id, home: done.home, texts: done.texts };
  });
}

function addReadmit(app: App, parts: ResidentsParts): void {
  const { redis, clock, dataDir } = parts;
  const asks = route(
    'resident.erase',
    'somebody who was erased asks to be taken in again: the next import may hold them',
    { params: Id, response: answers(Type.Object({ id: Type.String() })) },
  );
  app.post('/api/v1/residents/:id/readmit', asks, async (request) => {
    const { me, held } = whoAsks(request);
    const { id } = request.params;
    const one = { district: me.district, resident: id, at: clock.now() };
    if (!(await takeBack({ redis, dataDir }, one))) throw new Refused('not_found', 'id');
    await audit(parts, held, { action: 'resident_back', about: id });
    return { id };
  });
}

function addConsents(app: App, parts: ResidentsParts): void {
  const { redis, clock } = parts;
  const asks = narrowed(
    route('resident.consent', 'a yes for a purpose, or its end: then what was kept because of it is removed', {
      params: Id,
      body: ConsentOrder,
      response: { ...answers(ConsentAnswer), 400: Refusal, 409: Refusal },
    }),
  );
  app.post('/api/v1/residents/:id/consents', asks, async (request) => {
    const { held, district } = whoAsksHere(parts, request);
    const { id } = residentOf(district, request.params.id);
    const order = request.body;
    const today = dayIn(district.bundle.district.timeZone, clock.now());
    let consents: Consent[] = [];
    let contact: string | undefined;
    const removed: readonly string[] = order.withdrawn === true ? purposes[order.purpose] : [];
    const place = { district: district.id, kind: 'residents', id } as const;
    const written = await changeDocument(redis, place, (before: Resident) => {
      const { resident, contact: meant } = contactMeant(before, order);
      contact = meant;
      consents = consentsAfter(resident.consents ?? [], { ...order, contact: meant }, today);
      return without({ ...resident, consents }, removed);
    });
    if (!written) throw new Refused('not_found', 'id'); // gone meanwhile, or as it lies there nobody can read it
    // At once: a page that is open closes.
    if (order.withdrawn === true && order.purpose === 'family_sees')
      await endFamilySessions(redis, district.id, { resident: id, contact });
    if (removed.includes('contacts')) await endFamilySessions(redis, district.id, { resident: id });
    if (removed.length > 0) {
      await changeBefore(redis, { district: district.id, resident: id }, (one) => without(one, removed));
      await forgetEdits(redis, district.id, { residents: [id] });
      await forgetOnDisk(redis);
    }
    const why = `${order.purpose} ${order.withdrawn === true ? 'withdrawn' : 'given'}`;
    await audit(parts, held, { action: 'consent_changed', about: id, why });
    return { id, consents, removed: [...removed] };
  });
}

/**
 * Of which contact the order speaks, and the resident with an id for one that had none.
 * @throws Refused when the order names none, or somebody else stands there by now
 */
function contactMeant(
  resident: Resident,
  { purpose, contact, withdrawn }: ConsentOrder,
): { resident: Resident; contact: string | undefined } {
  if (purpose !== 'family_sees') return { resident, contact: undefined };
  if (contact === undefined) throw new Refused('bad_request', 'contact');
  // A consent is taken back by what it names, whoever stands among the contacts, and while nobody can read them.
  if (typeof contact === 'string') {
    const given = withdrawn === true && resident.consents?.some((one) => one.contact === contact) === true;
    if (!given && !resident.contacts.some(({ id }) => id === contact)) throw new Refused('not_found', 'contact');
    return { resident, contact };
  }
  const found = resident.contacts[contact.n];
  if (found?.name !== contact.name) throw new Refused('changed_meanwhile', 'contact');
  const id = found.id ?? `c-${randomBytes(6).toString('hex')}`;
  const contacts = resident.contacts.map((one) => (one === found ? { id, ...one } : one));
  return { resident: { ...resident, contacts }, contact: id };
}

/** What is removed is removed, also while nobody can read it. */
function without(resident: Resident, removed: readonly string[]): Resident {
  const { locked = [], ...one } = resident;
  const still = locked.filter((field) => !removed.includes(field));
  const { mobility, ...rest } = { ...one, ...(still.length === 0 ? {} : { locked: still }) };
  return {
    ...rest,
    ...(removed.includes('conditions') ? { conditions: [] } : {}),
    ...(removed.includes('contacts') ? { contacts: [] } : {}),
    ...(mobility === undefined || removed.includes('mobility') ? {} : { mobility }),
  };
}

/**
 * A withdrawal ends the yes that stands; without one it is written down all the same.
 * @throws Refused when they are as many as there may be, and none of them is over
 */
function consentsAfter(
  before: readonly Consent[],
  order: Omit<ConsentOrder, 'contact'> & { contact: string | undefined },
  today: string,
): Consent[] {
  const { purpose, contact, withdrawn, on = today, how } = order;
  const said = { purpose, given: on, ...defined({ contact, how }) };
  if (withdrawn !== true) return bounded([...before, said]);
  const standing = before.findLastIndex(
    (one) => one.purpose === purpose && one.contact === contact && one.withdrawn === undefined,
  );
  if (standing === -1) return bounded([...before, { ...said, withdrawn: on }]);
  return before.map((one, i) => (i === standing ? { ...one, withdrawn: on } : one));
}

/** What has ended and was said anew since goes first: a longer list could not be read any more. */
function bounded(consents: readonly Consent[]): Consent[] {
  if (consents.length <= consentsAtMost) return [...consents];
  const isOver = ({ purpose, contact, withdrawn }: Consent, i: number): boolean =>
    withdrawn !== undefined && consents.slice(i + 1).some((one) => one.purpose === purpose && one.contact === contact);
  const over = consents.findIndex(isOver);
  if (over === -1) throw new Refused('too_many_consents', 'consents');
  return consents.toSpliced(over, 1);
}

async function exportOf(
  parts: ResidentsParts,
  district: DistrictRegistry,
  { id, stays }: { id: string; stays: readonly Stay[] },
): Promise<ResidentExport> {
  const { redis } = parts;
  const known = district.residents.get(id);
  const resident: Record<string, unknown> = known ?? { id }; // who has left the district is known by what happened
  const home: Record<string, unknown> = { ...district.homes.get(known?.home ?? '') };
  const open = (await readOpen(redis, district.shard)).filter((one) => one.district === district.id);
  const closed = await readHistory(parts, district, { limit: incidentsAtMost });
  const all = [...open, ...closed.filter((one) => !open.some((other) => other.id === one.id))];
  const incidents = [];
  for (const one of all.filter((incident) => happenedTo(stays, incident))) {
    const story = await readStory(parts, district.shard, one.id);
    incidents.push({
      id: one.id,
      number: one.number,
      kind: one.call,
      state: one.state,
      receivedAt: iso(one.receivedAt),
      ...(one.closed === undefined ? {} : { closedAt: iso(one.closed.at) }),
      events: (story?.events ?? []).map((event) => eventView(event, story?.side ?? {})),
    });
  }
  const devices = known ? district.devicesOf(known.home).map((device) => device.id) : [];
  const checkIns = await readCheckInTraces(
    redis,
    { shard: district.shard, district: district.id },
    { resident: id, devices },
  );
  const theirs = new Set(incidents.map((one) => one.id));
  const records = await readWholeAudit(
    parts,
    district,
    (line) => isAbout(line, id, theirs) || line.residents?.includes(everybody) === true,
  );
  return {
    district: district.id,
    // The table of what is personal says what belongs here: every field that tells something about them.
    resident: pick(resident, ['id', ...Object.keys(personal.residents)]),
    home: pick(home, ['id', 'courtyard', 'building', 'unit', 'door', ...Object.keys(personal.homes)]),
    lived: stays.map(({ home, from, until }) => ({ home, ...during(from, until) })),
    edits: await editsOf(redis, district.id, { kind: 'residents', id }),
    devices,
    checkIns,
    incidents,
    // Whom else it showed is not theirs to know.
    looked: records.map((line) => ({
      ...pick(line, ['by', 'role', 'action', 'what', 'purpose', 'reason', 'incident', 'why']),
      at: iso(line.at),
    })),
  };
}

const during = (from: number | undefined, until: number | undefined) => ({
  ...(from === undefined ? {} : { from: iso(from) }),
  ...(until === undefined ? {} : { until: iso(until) }),
});

const pick = <T extends object, K extends keyof T>(document: T, fields: readonly K[]): Pick<T, K> =>
  Object.fromEntries(
    fields.flatMap((field) => (document[field] === undefined ? [] : [[field, document[field]]])),
  ) as Pick<T, K>;
