// What must be in the store before the processes start: a district, logins of the simulated fleet, and
// the administrator's token for yjt.
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Redis } from 'ioredis';
import { Compile } from 'typebox/compile';
import { readCommunity } from '../community/reader.ts';
import type { CommunityBundle } from '../contracts/community.ts';
import { type Fleet, RunningSystem } from '../contracts/fleet.ts';
import type { Settings } from '../contracts/settings.ts';
import {
  createToken,
  type Grant,
  issueCredentials,
  readCredentials,
  readDistricts,
  removeExpiredTokens,
  revokeToken,
} from '../store/directory.ts';
import { readDistrict, writeDistrict } from '../store/registry.ts';
import { Halt } from './halt.ts';
import type { Place } from './place.ts';

const yearMs = 365 * 24 * 3_600_000;
const linkMs = 24 * 3_600_000;
const RunningSystemCheck = Compile(RunningSystem);

/** The district that this installation shows. @throws Halt when there is none and none can be imported */
export async function prepareDistrict(redis: Redis, folder: string): Promise<CommunityBundle> {
  for (const id of (await readDistricts(redis)).keys()) {
    const stored = await readDistrict(redis, id);
    if (stored) return stored;
  }
  const { bundle, problems } = readCommunity(folder);
  if (!bundle) {
    const lines = problems
      .filter(({ severity }) => severity === 'error')
      .slice(0, 10)
      .map(({ file, line, path, field, reason }) => `${file}:${line} ${path} ${field}: ${reason}`);
    throw new Halt(
      `The community of YJT_COMMUNITY (${folder}) cannot be imported; nothing was changed.\n     ${lines.join('\n     ')}`,
    );
  }
  await writeDistrict(redis, bundle);
  return bundle;
}

/**
 * Gives the simulated buttons and people new passwords and writes the simulator's file. Whoever has a login of their own,
 * made by an administrator, is left alone.
 * @returns the file's path
 */
export async function writeFleet(redis: Redis, place: Place, bundle: CommunityBundle): Promise<string> {
  const district = bundle.district.id;
  const simulated = [
    ...(bundle.district.demo ? bundle.devices : []).map(({ id }) => ({
      kind: 'device' as const,
      id,
      district,
      simulated: true,
    })),
    ...bundle.responders
      .filter((responder) => responder.simulated)
      .map(({ id }) => ({ kind: 'responder' as const, id, district, simulated: true })),
  ];
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
      responders: bundle.responders,
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
    expiresAt: Date.now() + 10 * yearMs,
  });
  const system: RunningSystem = {
    url: `http://${settings.YJT_BIND === '0.0.0.0' ? '127.0.0.1' : settings.YJT_BIND}:${settings.PORT}`,
    token,
    mqttPort: settings.MQTT_PORT,
    pid: process.pid,
  };
  writeSecret(path, system);
}

/** One-time links: the duty console, and of sample data every other screen too. */
export type Links = { duty: string; more: readonly { screen: string; link: string }[] };

/** Sign-in links, each good for one use within a day. A real district makes its people logins of their own instead. */
export async function signInLinks(redis: Redis, settings: Settings, bundle: CommunityBundle): Promise<Links> {
  const { id: district, demo } = bundle.district;
  const linkFor = async (grant: Pick<Grant, 'role' | 'name' | 'responder' | 'device'>): Promise<string> => {
    const token = await createToken(redis, { ...grant, district, once: true, expiresAt: Date.now() + linkMs });
    return `${settings.YJT_PUBLIC_URL ?? `http://localhost:${settings.PORT}`}/enter?token=${token}`;
  };
  const duty = await linkFor({ role: 'officer', name: '值班员' });
  if (!demo) return { duty, more: [] };
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
  return { duty, more };
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
