// What must be in the store before the processes start: a district, logins of the simulated fleet, and
// the administrator's token for yjt.
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { Compile } from 'typebox/compile';
import { readCommunity } from '../community/reader.ts';
import type { Fleet } from '../contracts/device/fleet.ts';
import { isUnbegun } from '../contracts/office/beginning.ts';
import type { CommunityBundle, Responder } from '../contracts/office/community.ts';
import type { Settings } from '../contracts/settings.ts';
import { defined } from '../contracts/shapes.ts';
import { innerHost, inUrl, publicUrlOf } from '../contracts/system/doors.ts';
import { RunningSystem } from '../contracts/system/running.ts';
import { type Account, putAccount, readAccount, readAccounts } from '../store/accounts.ts';
import { appendAudit } from '../store/audit.ts';
import { issueCredentials, readCredentials, readDistricts } from '../store/directory.ts';
import { directoryKeys } from '../store/keys.ts';
import { readDistrict } from '../store/readDistrict.ts';
import { NoKey } from '../store/secrets/keyRing.ts';
import { createToken, type Grant, removeExpiredTokens, revokeToken } from '../store/tokens.ts';
import { writeDistrict } from '../store/writeDistrict.ts';
import { Halt } from './halt.ts';
import type { Place } from './place.ts';

const yearMs = 365 * 24 * 3_600_000;
const linkMs = 24 * 3_600_000;
const [firstLogin, firstName] = ['admin', '管理员'];
const RunningSystemCheck = Compile(RunningSystem);

/**
 * Whoever asks for an empty community has none yet, or has begun none.
 * @throws Halt when one is there: nothing was changed
 */
export async function refuseOver(redis: Redis, dataDir: string): Promise<void> {
  const ids = [...(await readDistricts(redis)).keys()];
  for (const id of ids) {
    // Documents that nobody can read are somebody's community as well.
    const stored = await readDistrict(redis, id).catch(() => undefined);
    if (stored ? isUnbegun(stored) : !(await hasDocuments(redis, id))) continue;
    const name = stored?.district.name ?? id;
    throw new Halt(
      `${dataDir} holds a community already (${name}); nothing was changed. Start it without --empty to go on with it. ${
        stored?.district.demo === false
          ? 'For another, empty one choose another place: DATA_DIR=… npm start -- --empty.'
          : 'To begin your own instead of the sample: start without --empty and choose 从头开始 at /office/start as administrator, or choose another place: DATA_DIR=… npm start -- --empty.'
      }`,
    );
  }
}

/**
 * The district that this installation shows. One that nobody can read costs itself: the others start.
 * @param from the folder of the files that the first start imports, or what it begins with
 * @throws Halt when there is none and none can be imported, or none can be read
 */
export async function prepareDistrict(
  redis: Redis,
  from: string | CommunityBundle,
  says: (sentence: string) => void,
): Promise<CommunityBundle> {
  const ids = [...(await readDistricts(redis)).keys()];
  for (const id of ids) {
    try {
      const stored = await readDistrict(redis, id);
      if (stored) return stored;
    } catch (error) {
      says(`${String(error)}: yjt undo import, or import it again`);
    }
  }
  if (ids.length > 0 && (await Promise.all(ids.map((id) => hasDocuments(redis, id)))).includes(true))
    throw new Halt('No district of the data can be read: restore a backup with yjt restore, or look at the disk.');
  const { bundle, problems } = typeof from === 'string' ? readCommunity(from) : { bundle: from, problems: [] };
  if (!bundle) {
    const lines = problems
      .filter(({ severity }) => severity === 'error')
      .slice(0, 10)
      .map(({ file, line, path, field, reason }) => `${file}:${line} ${path} ${field}: ${reason}`);
    throw new Halt(
      `The community of YJT_COMMUNITY (${String(from)}) cannot be imported; nothing was changed.\n     ${lines.join('\n     ')}`,
    );
  }
  try {
    await writeDistrict(redis, bundle);
  } catch (error) {
    if (error instanceof NoKey)
      throw new Halt(
        `Personal fields cannot be sealed (${error.message}): put YJT_KEY_FILE or YJT_KEY_COMMAND right, then start again.`,
      );
    throw error;
  }
  return bundle;
}

const hasDocuments = async (redis: Redis, district: string): Promise<boolean> =>
  (await redis.exists(directoryKeys.documents(district))) === 1;

/** Logins of who and what is simulated in a district: the buttons of a sample, people that are marked so. */
export const simulatedIn = ({ district, devices, responders }: CommunityBundle) => [
  ...(district.demo ? devices : []).map(({ id }) => ({
    kind: 'device' as const,
    id,
    district: district.id,
    simulated: true,
  })),
  ...responders
    .filter(({ simulated }) => simulated)
    .map(({ id }) => ({ kind: 'responder' as const, id, district: district.id, simulated: true })),
];

/**
 * Gives the simulated buttons and people new passwords and writes the simulator's file. Whoever has a login of their own,
 * made by an administrator, is left alone.
 * @returns the file's path
 */
export async function writeFleet(redis: Redis, place: Place, bundle: CommunityBundle): Promise<string> {
  const simulated = simulatedIn(bundle);
  const known = await readCredentials(
    redis,
    simulated.map(({ id }) => id),
  );
  const ours = simulated.filter((_, i) => known[i]?.simulated ?? true);
  const passwords = await issueCredentials(redis, ours);
  const courtyards = new Map(bundle.courtyards.map(({ id, position }) => [id, position]));
  const fleet: Fleet = {
    logins: ours.map(({ kind, id }) => ({ kind, id, password: passwords.get(id) ?? '' })),
    bundle: {
      roads: bundle.roads,
      policy: bundle.policy,
      homes: bundle.homes.flatMap(({ id, position, courtyard }) => {
        const where = position ?? courtyards.get(courtyard);
        return where ? [{ id, position: where }] : [];
      }),
      devices: bundle.devices.flatMap(({ id, home }) => (home === undefined ? [] : [{ id, home }])),
      // Their numbers are nothing that a simulated person needs.
      responders: bundle.responders.map(({ phone: _, locked: __, ...one }: Responder) => one),
    },
  };
  const path = join(place.run, 'fleet.json');
  writeSecret(path, fleet);
  return path;
}

/** Writes DATA_DIR/run/system.json for yjt. The token of the start before ends. */
export async function writeSystem(redis: Redis, place: Place, settings: Settings, district: string): Promise<void> {
  const path = join(place.run, 'system.json');
  await removeExpiredTokens(redis, Date.now());
  const before = readSystem(path);
  if (before) await revokeToken(redis, before.token);
  const token = await createToken(redis, {
    role: 'administrator',
    name: 'yjt',
    district,
    once: false,
    installation: true,
    madeAt: Date.now(),
    expiresAt: Date.now() + 10 * yearMs, // made anew by each start, and kept where only this machine reads it
  });
  const system: RunningSystem = {
    url: `http://${inUrl(innerHost(settings))}:${settings.PORT}`,
    token,
    mqttPort: settings.MQTT_PORT,
    ...(settings.MQTTS_PORT === 0 ? {} : { mqttsPort: settings.MQTTS_PORT }),
    pid: process.pid,
  };
  writeSecret(path, system);
}

/**
 * What is printed for coming in. Of sample data: one-time links for every screen. Of a real district: the link of its first
 * administrator, where there is none and somebody sits at the terminal. `waits`: it was shown before and nobody has been in; else nobody
 * would have seen it but a journal.
 */
export type Links =
  | { of: 'sample'; duty: string; more: readonly { screen: string; link: string }[] }
  | { of: 'real'; page: string; first?: First };
type First = { login: string } & ({ link: string } | { waits: boolean });

/** @param terminal whether what is printed is read by a person now who asked for it */
export async function signInLinks(
  redis: Redis,
  settings: Settings,
  bundle: CommunityBundle,
  terminal: boolean,
): Promise<Links> {
  const { id: district, demo } = bundle.district;
  const page = publicUrlOf(settings);
  const linkFor = async (grant: Pick<Grant, 'role' | 'name' | 'responder' | 'device' | 'account' | 'since'>) => {
    const token = await createToken(redis, {
      ...grant,
      district,
      once: true,
      madeAt: Date.now(),
      expiresAt: Date.now() + linkMs,
    });
    return `${page}/enter?token=${token}`;
  };
  if (!demo) {
    const first = await firstAdministrator(redis, district, terminal, (account) =>
      linkFor({ role: account.role, name: account.name, account: account.login, since: account.since }),
    );
    return { of: 'real', page, ...defined({ first }) };
  }
  const duty = await linkFor({ role: 'officer', name: '值班员' });
  const coordinator = bundle.responders.find(({ role }) => role === 'grid_coordinator');
  const desk = bundle.responders.find(({ role }) => role === 'health_desk');
  const [button] = bundle.devices;
  const more = [
    ...(desk
      ? [
          {
            screen: '卫生中心 health desk',
            link: await linkFor({ role: 'health', name: desk.name, responder: desk.id }),
          },
        ]
      : []),
    ...(coordinator
      ? [
          {
            screen: `手机 ${coordinator.name} phone`,
            link: await linkFor({ role: 'responder', name: coordinator.name, responder: coordinator.id }),
          },
        ]
      : []),
    ...(button
      ? [
          {
            screen: `按钮 ${button.id} tablet`,
            link: await linkFor({ role: 'button', name: button.id, device: button.id }),
          },
        ]
      : []),
    { screen: '大屏 wall', link: await linkFor({ role: 'wall', name: '大屏' }) },
  ];
  return { of: 'sample', duty, more };
}

/** @returns undefined once there is an administrator who has been in */
async function firstAdministrator(
  redis: Redis,
  district: string,
  terminal: boolean,
  linkFor: (account: Account) => Promise<string>,
): Promise<First | undefined> {
  const administrators = (await readAccounts(redis, district)).filter(({ role }) => role === 'administrator');
  const [waiting] = administrators;
  if (waiting) {
    const hasBeenIn = administrators.some(({ hash, passkeys, identity }) => hash ?? passkeys?.length ?? identity);
    return hasBeenIn ? undefined : { login: waiting.login, waits: true };
  }
  const login =
    (await readAccount(redis, firstLogin)) === undefined ? firstLogin : `${firstLogin}-${district}`.slice(0, 40);
  if (!terminal) return { login, waits: false };
  const account: Account = { login, name: firstName, role: 'administrator', district, since: Date.now() };
  await putAccount(redis, account);
  const shard = (await readDistricts(redis)).get(district);
  if (shard !== undefined)
    await appendAudit(
      redis,
      { id: district, shard },
      {
        at: Date.now(),
        by: 'npm start',
        actor: 'npm start',
        role: 'administrator',
        action: 'account_made',
        about: login,
      },
    );
  return { login, link: await linkFor(account) };
}

function readSystem(path: string): RunningSystem | undefined {
  if (!existsSync(path)) return undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
    return RunningSystemCheck.Check(value) ? value : undefined;
  } catch {
    return undefined; // cut off by a full disk: it is written anew
  }
}

function writeSecret(path: string, value: unknown): void {
  writeFileSync(path, JSON.stringify(value), { mode: 0o600 });
  chmodSync(path, 0o600); // the mode above counts for a new file only
}
