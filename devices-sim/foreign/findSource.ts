// Where a source is reached and by which login: asked of the running system on this machine, as yjt asks it. A login that the simulator needs is made once
// and kept beside the system's own; one that somebody else made is never replaced, for a real gateway may be using it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { SourceLogin } from '../../contracts/device/logins.ts';
import { SourceList } from '../../contracts/device/sources.ts';
import { readAs } from '../../contracts/json.ts';
import { Source } from '../../contracts/office/source.ts';
import type { Settings } from '../../contracts/settings.ts';
import { innerHost } from '../../contracts/system/doors.ts';
import { RunningSystem } from '../../contracts/system/running.ts';
import type { Where } from './sender.ts';

/** A file of `--credentials`: any of it. `address`: where to post. `secret`, `aesKey`: the vendor's. */
export const SourceCredentials = Type.Object({
  username: Type.Optional(Type.String()),
  password: Type.Optional(Type.String()),
  address: Type.Optional(Type.String()),
  secret: Type.Optional(Type.String()),
  aesKey: Type.Optional(Type.String()),
});
export type SourceCredentials = Static<typeof SourceCredentials>;

/** The source as it is reached. */
export type FoundSource = { source: Source; where: Where; secret?: string | undefined; aesKey?: string | undefined };

const RunningCheck = Compile(RunningSystem);
const CredentialsCheck = Compile(SourceCredentials);
const LoginCheck = Compile(SourceLogin);
const ListCheck = Compile(SourceList);
const RowCheck = Compile(Type.Object({ document: Source }));

/** @throws Error that says what to do */
export async function findSource(
  settings: Settings,
  id: string,
  credentials: string | undefined,
): Promise<FoundSource> {
  const own = join(settings.DATA_DIR, 'run', `sim-${id}.json`);
  const ask = askerOf(settings);
  const row = readAs(RowCheck, await ask(`/api/v1/office/registry/sources/${encodeURIComponent(id)}`));
  if (!row)
    throw new Error(`there is no source ${id}: make it in /office, or with POST /api/v1/office/registry/changes`);
  const { document: source } = row;
  const given = credentials === undefined ? undefined : readCredentials(credentials);
  const known = given ?? (existsSync(own) ? readCredentials(own) : await madeFor(ask, source, own));
  const { secret = source.secret, aesKey = source.aesKey } = known;
  return { source, where: whereOf(settings, source, known), secret, aesKey };
}

type Ask = (path: string, body?: object) => Promise<string>;

function askerOf({ DATA_DIR }: Settings): Ask {
  const path = join(DATA_DIR, 'run', 'system.json');
  const running = existsSync(path) ? readAs(RunningCheck, readFileSync(path, 'utf8')) : undefined;
  if (!running)
    throw new Error(`no system runs here (${path}): start it with npm start, and set DATA_DIR as it has it`);
  return async (asked, body) => {
    const headers = { authorization: `Bearer ${running.token}`, 'content-type': 'application/json' };
    const how = body === undefined ? { headers } : { method: 'POST', headers, body: JSON.stringify(body) };
    const answer = await fetch(`${running.url}${asked}`, how);
    if (answer.status === 404) return '';
    if (!answer.ok) throw new Error(`${asked}: ${answer.status} ${await answer.text()}`);
    return answer.text();
  };
}

function readCredentials(path: string): SourceCredentials {
  const read = existsSync(path) ? readAs(CredentialsCheck, readFileSync(path, 'utf8')) : undefined;
  if (!read)
    throw new Error(
      `${path} is no file of credentials: {"username","password","address","secret","aesKey"}, any of them`,
    );
  return read;
}

/** A login for a source that has none yet. */
async function madeFor(ask: Ask, { id, door }: Source, path: string): Promise<SourceCredentials> {
  if (door !== 'broker' && door !== 'http') return {};
  const known = readAs(ListCheck, await ask('/api/v1/sources'))?.sources.find((one) => one.id === id);
  if (known?.hasLogin)
    throw new Error(
      `${id} has a login already, and a gateway may be using it: name it with --credentials, or use a source of its own`,
    );
  const login = readAs(LoginCheck, await ask(`/api/v1/sources/${encodeURIComponent(id)}/credential`, {}));
  if (!login) throw new Error(`no login was given for ${id}`);
  const { username, password, address } = login;
  const kept: SourceCredentials = { username, password, ...(address === undefined ? {} : { address }) };
  writeFileSync(path, JSON.stringify(kept), { mode: 0o600 });
  return kept;
}

function whereOf(settings: Settings, source: Source, { username, password, address }: SourceCredentials): Where {
  const host = innerHost(settings);
  const login = username === undefined || password === undefined ? undefined : { username, password };
  switch (source.door) {
    case 'broker':
      if (!login) throw new Error(`username and password of ${source.id} are not in its credentials`);
      return { by: 'mqtt', url: `mqtt://${host}:${settings.MQTT_PORT}`, login };
    case 'mqtt': {
      const { username: ours, secret } = source; // what we ourselves come in by there
      const sameAsWe = ours === undefined || secret === undefined ? undefined : { username: ours, password: secret };
      return { by: 'mqtt', url: source.url ?? '', login: login ?? sameAsWe };
    }
    case 'http':
      if (address === undefined) throw new Error(`the address of ${source.id} is not in its credentials`);
      return { by: 'http', address: `http://${host}:${settings.PORT}${new URL(address).pathname}` };
    case 'tcp':
      return { by: 'tcp', host, port: source.port ?? 0 };
  }
}
