// Sources of foreign devices: the login that each comes in by, how it fares, what came from it, and what somebody should look at.
import type { Redis } from 'ioredis';
import { Type } from 'typebox';
import { SourceLogin } from '../../../contracts/device/logins.ts';
import { mask, withoutSecrets } from '../../../contracts/device/secretMask.ts';
import {
  SourceFile,
  SourceList,
  SourceMessages,
  SourceSeen,
  type SourceView,
} from '../../../contracts/device/sources.ts';
import { SourceTrial, SourceTry } from '../../../contracts/device/sourceTrial.ts';
import { at } from '../../../contracts/ids.ts';
import { iso } from '../../../contracts/iso.ts';
import { type Source, sourceLogin } from '../../../contracts/office/source.ts';
import { defined } from '../../../contracts/shapes.ts';
import { clearAlarm } from '../../../store/alarms.ts';
import { issueCredential, readCredentials } from '../../../store/directory.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import {
  clearUnclear,
  eraseRawOf,
  readCounts,
  readRaw,
  readUnclear,
  type Unclear,
} from '../../../store/foreign/watching.ts';
import { askOffice, type OfficeSocket } from '../office/askOffice.ts';
import type { RegistryParts } from '../parts.ts';
import { answers, Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { audit } from '../session/caller.ts';
import { refuseElsewhere } from '../session/districts.ts';
import { whoAsksHere } from '../session/doors.ts';
import { showing } from '../session/shown.ts';

const Id = Type.Object({ id: Type.String({ maxLength: 64 }) });

type Parts = RegistryParts & OfficeSocket;

export function addSources(app: App, parts: Parts): void {
  const { redis } = parts;
  app.get(
    '/api/v1/sources',
    route('source.list', 'sources of foreign devices: when each was heard, what was refused, what could not be read', {
      response: answers(SourceList),
    }),
    async (request) => {
      const { district } = whoAsksHere(parts, request);
      const sources = [...district.sources.values()];
      const logins = await readCredentials(
        redis,
        sources.map(({ id }) => sourceLogin(id)),
      );
      return {
        sources: await Promise.all(sources.map((one, i) => viewOf(redis, district, one, logins[i] !== undefined))),
      };
    },
  );
  app.post(
    '/api/v1/sources/:id/credential',
    route('source.login', 'a login for a source, or the address that its vendor posts to; an earlier one ends', {
      params: Id,
      response: answers(SourceLogin),
    }),
    async (request) => {
      const { held, district, source } = found(parts, request, request.params.id);
      const username = sourceLogin(source.id);
      await refuseElsewhere(parts, held, { id: username, field: 'id' });
      const login = { kind: 'source', id: username, district: district.id, simulated: false } as const;
      const password = await issueCredential(redis, login);
      await audit(parts, held, { action: 'login_made', about: username });
      return { source: source.id, username, password, ...addressFor(parts.publicUrl, source, password) };
    },
  );
  addMessages(app, parts);
  addTrial(app, parts);
}

/** Nothing is pressed by it: a thread of the office reads, and answers what it read. */
function addTrial(app: App, parts: Parts): void {
  app.post(
    '/api/v1/sources/:id/try',
    route('source.messages', 'the last messages of a source read again, by a mapping that is being made or as it is', {
      params: Id,
      body: SourceTry,
      response: answers(SourceTrial),
    }),
    async (request) => {
      const { district, source } = found(parts, request, request.params.id);
      const { family, door, base, datum, secret, aesKey, mapping } = source;
      const kept = await readRaw(parts.redis, { shard: district.shard, source: source.id });
      const order = {
        asked: request.body,
        source: { family, door, ...defined({ base, datum, secret, aesKey, mapping }) },
        messages: kept,
      };
      showing(request, { residents: [], purpose: 'administration' });
      const asks = { method: 'POST', type: 'application/json', away: 'trial_away' } as const;
      const { body } = await askOffice(parts, request, '/sources/try', { ...asks, body: JSON.stringify(order) });
      return JSON.parse(body.toString('utf8')) as SourceTrial;
    },
  );
}

function addMessages(app: App, parts: RegistryParts): void {
  const { redis } = parts;
  const messages = '/api/v1/sources/:id/messages';
  app.get(
    messages,
    route('source.messages', 'the last messages of a source as they came, the newest first', {
      params: Id,
      response: answers(SourceMessages),
    }),
    async (request) => {
      const { district, source } = found(parts, request, request.params.id);
      const kept = await readRaw(redis, { shard: district.shard, source: source.id });
      showing(request, { residents: [], purpose: 'administration' });
      return { messages: kept.map((one) => messageView(one, source)) };
    },
  );
  app.get(
    `${messages}.json`,
    route('source.export', 'the same as a file, with the mapping and without its secret, for whoever helps with it', {
      params: Id,
      response: answers(SourceFile),
    }),
    async (request, reply) => {
      const { held, district, source } = found(parts, request, request.params.id);
      const { name, family, door, mapping } = source;
      const kept = await readRaw(redis, { shard: district.shard, source: source.id });
      await audit(parts, held, { action: 'messages_exported', about: source.id });
      showing(request, { residents: [], purpose: 'administration' });
      reply.header('content-disposition', `attachment; filename="yijiantong-${source.id}.json"`);
      return {
        source: { name, family, door, ...defined({ mapping }) },
        messages: kept.map((one) => messageView(one, source)),
      };
    },
  );
  app.delete(
    messages,
    route('source.messages', 'nothing is left of what came as it came', { params: Id, response: answers(Id) }),
    async (request) => {
      const { held, district, source } = found(parts, request, request.params.id);
      await eraseRawOf(redis, district.shard, [source.id]);
      await audit(parts, held, { action: 'messages_erased', about: source.id });
      showing(request, { residents: [], purpose: 'administration' });
      return { id: source.id };
    },
  );
  app.post(
    '/api/v1/sources/:id/seen',
    route('source.seen', 'somebody has looked at this device: it is not shown any more until it is unclear again', {
      params: Id,
      body: SourceSeen,
      response: answers(Id),
    }),
    async (request) => {
      const { held, district, source } = found(parts, request, request.params.id);
      const { device } = request.body;
      await clearUnclear(redis, { shard: district.shard, source: source.id }, device);
      const subject = `${district.id}/${source.id}/${device}`.slice(0, 120);
      await clearAlarm(redis, { code: 'device_unclear', subject }, at(parts.clock.now()));
      await audit(parts, held, { action: 'source_seen', about: device });
      return { id: source.id };
    },
  );
}

type Kept = Awaited<ReturnType<typeof readRaw>>[number];

/** As it came, without the secrets of its source, also where a body holds them and where it came before they were typed. */
function messageView({ entry: _, ...one }: Kept, { secret, aesKey }: Source) {
  const shown = (text: string): string => withoutSecrets(text, [secret, aesKey]);
  const { headers } = one;
  return {
    ...one,
    at: iso(one.at),
    how: shown(one.how),
    body: bodyWithout(one.body, [secret, aesKey]),
    ...defined({
      headers: headers && Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, shown(value)])),
    }),
  };
}

/** Byte by byte: a body may be no text. */
function bodyWithout(base64: string, secrets: readonly (string | undefined)[]): string {
  const bytes = (text: string): string => Buffer.from(text, 'utf8').toString('latin1');
  const body = Buffer.from(base64, 'base64').toString('latin1');
  const hidden = withoutSecrets(body, [...secrets, ...secrets.map((one) => one && bytes(one))]).replaceAll(
    mask,
    bytes(mask),
  );
  return Buffer.from(hidden, 'latin1').toString('base64');
}

/** @throws Refused */
function found(parts: RegistryParts, request: Parameters<typeof whoAsksHere>[1], id: string) {
  const { held, district } = whoAsksHere(parts, request);
  const source = district.sources.get(id);
  if (!source) throw new Refused('not_found', 'id');
  return { held, district, source };
}

/** What is entered at the vendor. */
function addressFor(publicUrl: string, { id, family, door }: Source, secret: string): { address?: string } {
  return door === 'http' ? { address: new URL(`/in/${family.toLowerCase()}/${id}/${secret}`, publicUrl).href } : {};
}

async function viewOf(
  redis: Redis,
  { shard }: DistrictRegistry,
  { id, name, family, door }: Source,
  hasLogin: boolean,
): Promise<SourceView> {
  const where = { shard, source: id };
  const [counts, unclear] = await Promise.all([readCounts(redis, where), readUnclear(redis, where)]);
  const { heardAt, refusedAt, messages, presses, refused } = counts;
  return {
    ...{ id, name, family, door, messages, presses, refused },
    hasLogin: hasLogin || door === 'mqtt' || door === 'tcp',
    unclear: unclear.sort((a, b) => b.at - a.at).map(unclearView),
    ...defined({
      heardAt: heardAt === undefined ? undefined : iso(heardAt),
      refusedAt: refusedAt === undefined ? undefined : iso(refusedAt),
    }),
  };
}

const unclearView = ({ since, at: last, ...one }: Unclear) => ({ ...one, since: iso(since), at: iso(last) });
