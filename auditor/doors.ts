// What stands at the doors: whether other machines come in without TLS and nobody has said that they may, and whether a certificate ends
// soon or cannot be used. A button whose certificate has ended presses in vain, so it is said long before.
import { statSync } from 'node:fs';
import type { Redis } from 'ioredis';
import { authorityFiles } from '../certificates/files.ts';
import { endOf, readServed } from '../certificates/served.ts';
import type { Settings } from '../contracts/settings.ts';
import type { AlarmCode } from '../contracts/system/alarms.ts';
import { clearHost, httpsPortOf, isLoopback } from '../contracts/system/doors.ts';
import { certifiedLogins } from '../store/directory.ts';
import type { Cause, Watch } from './watch.ts';

const everyMs = 30_000;
/** Thousands of logins are read for it. */
const loginsEveryMs = 3_600_000;
const dayMs = 24 * 3_600_000;
/** Ours are made anew thirty days before their end, and so does every usual renewal: later than this it has failed. */
const servedDaysLeft = 14;
/** Every device must be given the new authority by hand. */
const authorityDaysLeft = 365;
/** Somebody must go to each home. */
const loginDaysLeft = 60;

export type DoorsParts = { redis: Redis; settings: Settings; now?: () => number };

export function watchDoors(parts: DoorsParts): Watch {
  const { settings, now = Date.now } = parts;
  let lookedAt = Number.NEGATIVE_INFINITY;
  let logins: Cause[] = [];
  return {
    name: 'doors',
    codes: ['clear_doors', 'certificate_ending', 'certificate_unusable'],
    everyMs,
    look: async () => {
      if (now() - lookedAt >= loginsEveryMs) {
        logins = await endingLogins(parts.redis, now());
        lookedAt = now();
      }
      return [...clearDoors(settings), ...servedCauses(settings, now()), ...logins];
    },
  };
}

function clearDoors(settings: Settings): Cause[] {
  const host = clearHost(settings);
  if (isLoopback(host) || settings.YJT_CLEAR_OK === 'yes') return [];
  return [cause('clear_doors', '', { host })];
}

function servedCauses(settings: Settings, now: number): Cause[] {
  const { DATA_DIR, MQTTS_PORT, YJT_TLS_CERT, YJT_TLS_KEY, YJT_MQTTS_CERT, YJT_MQTTS_KEY } = settings;
  const { server, trusted } = authorityFiles(DATA_DIR);
  const secure = httpsPortOf(settings) !== undefined;
  const doors = [
    ...(MQTTS_PORT === 0
      ? []
      : [{ door: 'MQTTS_PORT', certificate: YJT_MQTTS_CERT ?? server, key: YJT_MQTTS_KEY ?? server, trusted }]),
    ...(secure ? [{ door: 'HTTPS_PORT', certificate: YJT_TLS_CERT ?? server, key: YJT_TLS_KEY ?? server }] : []),
  ];
  const served = doors.flatMap(({ door, ...files }): Cause[] => {
    try {
      readServed(files);
      return endingCause(door, endOf(files.certificate), { now, atLeast: servedDaysLeft });
    } catch (error) {
      return [cause('certificate_unusable', door, { error: error instanceof Error ? error.message : String(error) })];
    }
  });
  if (statSync(trusted, { throwIfNoEntry: false }) === undefined) return served; // the doors above say so
  return [...served, ...endingCause('ca.crt', endOf(trusted), { now, atLeast: authorityDaysLeft })];
}

function endingCause(subject: string, end: number, { now, atLeast }: { now: number; atLeast: number }): Cause[] {
  const days = Math.floor((end - now) / dayMs);
  return days >= atLeast ? [] : [cause('certificate_ending', subject, { days })];
}

/** One for each district: a thousand buttons that were put up in one week end in one week. */
async function endingLogins(redis: Redis, now: number): Promise<Cause[]> {
  const ends = new Map<string, { id: string; end: number }[]>();
  for (const { id, district, certificates = [] } of await certifiedLogins(redis)) {
    const end = Math.max(...certificates.map(({ expiresAt }) => expiresAt));
    if (end - now < loginDaysLeft * dayMs) ends.set(district, [...(ends.get(district) ?? []), { id, end }]);
  }
  return [...ends].map(([district, all]) => {
    const [first] = all.sort((a, b) => a.end - b.end);
    const days = Math.floor(((first?.end ?? now) - now) / dayMs);
    return {
      ...cause('certificate_ending', `login/${district}`, { days, count: all.length, login: first?.id ?? '' }),
      district,
    };
  });
}

const cause = (code: AlarmCode, subject: string, figures: Cause['figures']): Cause => ({ code, subject, figures });
