// Every setting: an environment variable with a default and a sentence. `npm start -- --help` prints this table, the
// supervisor refuses what does not fit it, each process reads it.
import { channelSettings } from './channelSettings.ts';
import { type Setting, setting } from './setting.ts';

/** All names, in the order in which help prints them. `internal`: given by the supervisor to its processes. */
export const settingsTable = {
  PORT: setting({
    kind: 'integer',
    default: 8080,
    min: 1,
    max: 65_535,
    says: 'HTTP: console, API and /mqtt over WebSocket',
  }),
  MQTT_PORT: setting({ kind: 'integer', default: 1883, min: 1, max: 65_535, says: 'MQTT 3.1.1 over TCP' }),
  MQTTS_PORT: setting({
    kind: 'integer',
    default: 8883,
    min: 0,
    max: 65_535,
    says: 'MQTT 3.1.1 over TLS; 0 = not opened',
  }),
  HTTPS_PORT: setting({
    kind: 'integer',
    min: 1,
    max: 65_535,
    says: 'HTTPS: pages, API, /live and /mqtt over TLS, beside PORT (default: not opened; with YJT_TLS_CERT 8443)',
  }),
  MQTT_WS_PORT: setting({
    kind: 'integer',
    min: 1,
    max: 65_535,
    says: 'MQTT over WebSocket without TLS on a port of its own (default: only through /mqtt)',
  }),
  DATA_DIR: setting({ kind: 'text', default: './data', says: 'where everything is kept' }),
  REDIS_URL: setting({ kind: 'text', secret: true, says: 'redis://… of your own server instead of the managed one' }),
  DATABASE_URL: setting({
    kind: 'text',
    secret: true,
    says: 'postgresql://… for the books of the office instead of a file of SQLite in DATA_DIR/records; no press waits for it',
  }),
  YJT_REDIS_MEMORY_MB: setting({
    kind: 'integer',
    default: 1024,
    min: 16,
    max: 1_000_000,
    says: 'memory of the managed Redis; from 90 % of it on new presses are refused, open incidents go on',
  }),
  YJT_DISK_RESERVE_MB: setting({
    kind: 'integer',
    default: 256,
    min: 1,
    max: 1_000_000,
    says: 'with less free on the disk of DATA_DIR new presses are refused, open incidents go on',
  }),
  YJT_KEEP_CLOSED: setting({
    kind: 'duration',
    default: '40d',
    says: 'how long a closed incident stays in Redis before it goes to DATA_DIR/archive, such as 40d or 36h; 0 = for ever',
  }),
  YJT_KEEP_AUDIT: setting({
    kind: 'duration',
    default: '190d',
    says: 'how long the audit stays in Redis once its day is a file in DATA_DIR/audit, where all of it stays; 0 = for ever',
  }),
  YJT_KEEP_ACCESS: setting({
    kind: 'duration',
    default: '1096d',
    says: 'how long the books keep who was shown whom (the law wants three years at least); 0 = for ever',
  }),
  YJT_LOCK_AFTER: setting({
    kind: 'duration',
    default: '15m',
    says: 'a duty console that nobody touches locks itself after this; it rings, acknowledges and shows addresses all the same; 0 = never',
  }),
  YJT_KEEP_TEXTS: setting({
    kind: 'duration',
    default: '365d',
    says: 'how long what was written about an incident, and positions, stay in the archive; then only what happened does. 0 = for ever',
  }),
  YJT_PRESSES_AT_ONCE: setting({
    kind: 'integer',
    default: 10,
    min: 1,
    max: 1_000,
    says: 'presses of one kind that a device may send at once; what comes faster is merged and counted, never dropped',
  }),
  YJT_PRESSES_A_MINUTE: setting({
    kind: 'integer',
    default: 60,
    min: 1,
    max: 60_000,
    says: 'and how many a minute it may go on with',
  }),
  YJT_ACTIONS_A_SECOND: setting({
    kind: 'integer',
    default: 50,
    min: 1,
    max: 10_000,
    says: 'replies or orders of one person that are taken in a second; what comes faster waits',
  }),
  YJT_BIND: setting({
    kind: 'text',
    default: '127.0.0.1',
    says: 'address to listen on; 0.0.0.0 lets other machines in, through the doors with TLS only',
  }),
  YJT_CLEAR_OK: setting({
    kind: 'choice',
    of: ['yes', 'no'],
    says: 'yes: where YJT_BIND lets other machines in, they may also come without TLS (HTTP, MQTT)',
  }),
  YJT_TLS_CERT: setting({
    kind: 'text',
    with: 'YJT_TLS_KEY',
    says: 'file with the certificate and its chain for HTTPS, PEM (default: of our own authority in DATA_DIR/certs)',
  }),
  YJT_TLS_KEY: setting({ kind: 'text', with: 'YJT_TLS_CERT', says: 'file with its private key, PEM' }),
  YJT_TLS_NAMES: setting({
    kind: 'names',
    says: 'host names and addresses in the certificate of our own authority, besides those that this machine knows of itself',
  }),
  YJT_MQTTS_CERT: setting({
    kind: 'text',
    with: 'YJT_MQTTS_KEY',
    says: 'file with the certificate and its chain for MQTT over TLS, PEM (default: of our own authority)',
  }),
  YJT_MQTTS_KEY: setting({ kind: 'text', with: 'YJT_MQTTS_CERT', says: 'file with its private key, PEM' }),
  YJT_MQTTS_LOGIN: setting({
    kind: 'choice',
    of: ['any', 'certificate'],
    default: 'any',
    says: 'who may log in at MQTTS_PORT: a certificate or a password, or a certificate only',
  }),
  YJT_TRUSTED_PROXIES: setting({
    kind: 'networks',
    says: 'proxies and gateways that speak for many, such as 127.0.0.1,10.0.0.0/8: not bounded by address, believed who they speak for',
  }),
  YJT_LOGINS_AT_ONCE: setting({
    kind: 'integer',
    default: 50,
    min: 1,
    max: 10_000,
    says: 'MQTT connections of one address that may log in at once; the others wait',
  }),
  YJT_SECOND_FACTOR_FOR: setting({
    kind: 'several',
    of: ['officer', 'health', 'responder', 'community', 'administrator'],
    says: 'roles that must have a second factor, such as administrator,community: whoever has none sets one up first (default: offered to everybody)',
  }),
  YJT_OIDC_ISSUER: setting({
    kind: 'address',
    with: 'YJT_OIDC_CLIENT_ID',
    says: 'an OpenID Connect provider by which people may sign in; it sends them back to YJT_PUBLIC_URL/sign-in/provider/back',
  }),
  YJT_OIDC_CLIENT_ID: setting({ kind: 'text', with: 'YJT_OIDC_ISSUER', says: 'what that provider calls us' }),
  YJT_OIDC_CLIENT_SECRET: setting({
    kind: 'text',
    secret: true,
    with: 'YJT_OIDC_ISSUER',
    says: 'and what it knows us by (default: none, a public client with PKCE)',
  }),
  YJT_OIDC_NAME: setting({
    kind: 'text',
    with: 'YJT_OIDC_ISSUER',
    says: 'what its button says (default: the host of YJT_OIDC_ISSUER)',
  }),
  YJT_OIDC_CLAIM: setting({
    kind: 'text',
    default: 'groups',
    says: 'the claim that YJT_OIDC_ROLES looks at',
  }),
  YJT_OIDC_ROLES: setting({
    kind: 'pairs',
    of: ['officer', 'health', 'community', 'administrator'],
    with: 'YJT_OIDC_ISSUER',
    says: 'what a value of that claim makes somebody who has no login yet, such as duty=officer,street=community (default: only whom an administrator has mapped comes in)',
  }),
  YJT_PUBLIC_URL: setting({
    kind: 'address',
    says: 'address under which browsers reach the console (default http://localhost:PORT, with HTTPS https://localhost:HTTPS_PORT)',
  }),
  YJT_COMMUNITY: setting({ kind: 'text', default: './community/hongmenjie', says: 'what the first start imports' }),
  YJT_KEY_FILE: setting({
    kind: 'text',
    says: 'keys of personal fields, one in base64 a line (default DATA_DIR/keys/fields.keys, made by the first start)',
  }),
  YJT_KEY_COMMAND: setting({
    kind: 'text',
    secret: true,
    says: 'prints these keys instead of a file: of a vault, of systemd-creds',
  }),
  YJT_TILES: setting({
    kind: 'choice',
    of: ['none', 'tianditu', 'amap', 'osm'],
    default: 'none',
    says: 'map tiles of a public provider under our own map; the browser fetches them from the internet',
  }),
  YJT_TILES_KEY: setting({ kind: 'text', secret: true, says: 'the key that Tianditu asks for' }),
  YJT_REPLICAS: setting({
    kind: 'integer',
    default: 0,
    min: 0,
    max: 5,
    says: 'replicas that must hold an input before it is acknowledged',
  }),
  YJT_WEBHOOK_URL: setting({
    kind: 'address',
    secret: true,
    with: 'YJT_WEBHOOK_SECRET',
    says: 'gateway for the channel "webhook" and for alarms (default: what would be sent is recorded, see yjt outbox)',
  }),
  YJT_WEBHOOK_SECRET: setting({
    kind: 'text',
    secret: true,
    atLeast: 16,
    with: 'YJT_WEBHOOK_URL',
    says: 'what that gateway and we sign with (HMAC-SHA256)',
  }),
  ...channelSettings,
  YJT_HEARTBEAT_URL: setting({
    kind: 'address',
    secret: true,
    says: 'called while all is well; whoever watches it learns that this host has died',
  }),
  YJT_HEARTBEAT_EVERY_SECONDS: setting({
    kind: 'integer',
    default: 60,
    min: 5,
    max: 3_600,
    says: 'how often YJT_HEARTBEAT_URL is called',
  }),
  YJT_METRICS_TOKEN: setting({
    kind: 'text',
    secret: true,
    atLeast: 16,
    says: 'whoever gives it as a bearer token reads /metrics, and nothing else (default: administrators only)',
  }),
  YJT_WEATHER_TOKEN: setting({
    kind: 'text',
    secret: true,
    atLeast: 16,
    says: 'whoever gives it as a bearer token posts weather warnings, and nothing else (default: administrators only)',
  }),
  YJT_LOG_LEVEL: setting({
    kind: 'choice',
    of: ['debug', 'info', 'warn', 'error'],
    default: 'info',
    says: 'how much the logs say',
  }),
  YJT_CANARY_SECONDS: setting({
    kind: 'integer',
    default: 60,
    min: 1,
    max: 3_600,
    says: 'how often the canary of a district presses',
  }),
  YJT_SIM_SEED: setting({
    kind: 'integer',
    default: 1,
    min: 0,
    max: 2_147_483_647,
    says: 'the simulator repeats itself exactly for one seed',
  }),
  YJT_SIM_PRESS_EVERY_SECONDS: setting({
    kind: 'integer',
    default: 240,
    min: 0,
    max: 86_400,
    says: 'mean time between simulated presses; 0 = none',
  }),
  YJT_SIM_SPEED: setting({
    kind: 'integer',
    default: 1,
    min: 1,
    max: 1_000,
    says: 'seconds that simulated people live in one second',
  }),
  YJT_URL: setting({ kind: 'text', says: 'yjt: address of the running system (default: found through DATA_DIR)' }),
  YJT_TOKEN: setting({
    kind: 'text',
    secret: true,
    says: 'yjt: token of an administrator (default: found through DATA_DIR)',
  }),
  YJT_CLEAR_BIND: setting({ kind: 'text', internal: true, says: 'address of the doors without TLS' }),
  YJT_REDIS_SOCKET: setting({ kind: 'text', internal: true, says: 'unix socket of the managed Redis' }),
  YJT_REDIS_USER: setting({ kind: 'text', internal: true, says: 'who a process is at the managed Redis' }),
  YJT_REDIS_PASSWORD: setting({ kind: 'text', secret: true, internal: true, says: 'and its password of this start' }),
  YJT_MQTT_WS_SOCKET: setting({ kind: 'text', internal: true, says: 'unix socket of the broker for /mqtt' }),
  YJT_RECEIVER_SOCKET: setting({ kind: 'text', internal: true, says: 'unix socket of the receiver for the console' }),
  YJT_OFFICE_SOCKET: setting({ kind: 'text', internal: true, says: 'unix socket of the office for the console' }),
  YJT_CREDENTIALS_FILE: setting({ kind: 'text', internal: true, says: 'logins of the simulated fleet' }),
} as const satisfies Record<string, Setting>;

export type SettingName = keyof typeof settingsTable;
type ValueOf<S> = S extends { kind: 'integer' | 'duration' } ? number : string;
type HasDefault<S> = S extends { default: string | number } ? true : false;
/** Settings as a process uses them: with defaults filled in, absent where there is none. */
export type Settings = {
  [K in SettingName as HasDefault<(typeof settingsTable)[K]> extends true ? K : never]: ValueOf<
    (typeof settingsTable)[K]
  >;
} & {
  [K in SettingName as HasDefault<(typeof settingsTable)[K]> extends true ? never : K]?: ValueOf<
    (typeof settingsTable)[K]
  >;
};

/** One variable that does not fit, and what to do. */
export type SettingProblem = { name: string; reason: string };

/**
 * Reads the settings from environment variables.
 * @returns the settings, or every variable that does not fit; an empty variable counts as absent
 */
export function readSettings(
  env: Readonly<Record<string, string | undefined>>,
): { ok: true; settings: Settings } | { ok: false; problems: SettingProblem[] } {
  const problems: SettingProblem[] = [];
  const values: Record<string, string | number> = {};
  for (const [name, rule] of Object.entries(settingsTable) as [SettingName, Setting][]) {
    const text = env[name];
    if (text === undefined || text === '') {
      if (rule.default !== undefined) values[name] = readValue(rule, String(rule.default));
      continue;
    }
    const reason = whyWrong(rule, text);
    if (reason) problems.push({ name, reason: `${rule.secret ? 'its value' : JSON.stringify(text)} ${reason}` });
    else values[name] = readValue(rule, text);
  }
  for (const [name, rule] of Object.entries(settingsTable) as [SettingName, Setting][])
    if (name in values && rule.with !== undefined && (env[rule.with] ?? '') === '')
      problems.push({ name, reason: `is of no use without ${rule.with}: set both or neither` });
  for (const name of Object.keys(env))
    if (name.startsWith('YJT_') && !(name in settingsTable)) problems.push({ name, reason: 'is no setting of ours' });
  return problems.length > 0 ? { ok: false, problems } : { ok: true, settings: values as unknown as Settings };
}

const unitMs: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, h: 3_600_000, d: 24 * 3_600_000 };
const durationPattern = /^(?:0|(\d{1,5})([smhd]))$/;

const oneNetwork = '(?:\\d{1,3}(?:\\.\\d{1,3}){3}|[0-9a-fA-F:]*:[0-9a-fA-F:.]*)(?:/\\d{1,3})?';
const networksPattern = new RegExp(`^${oneNetwork}(?:,\\s*${oneNetwork})*$`);

const oneName = '[A-Za-z0-9_.:-]{1,253}';
const namesPattern = new RegExp(`^${oneName}(?:,\\s*${oneName})*$`);

function readValue(rule: Setting, text: string): string | number {
  if (rule.kind === 'integer') return Number(text);
  if (rule.kind !== 'duration') return text;
  const [, count = '0', unit = 's'] = durationPattern.exec(text) ?? [];
  return Number(count) * (unitMs[unit] ?? 0);
}

/** The words of a list: `administrator, community`. */
export const listOf = (text: string): string[] => text.split(',').map((one) => one.trim());

/** Pairs of a list: `duty=officer,street=community`. */
export const pairsOf = (text: string): [string, string][] =>
  listOf(text).map((pair) => {
    const at = pair.lastIndexOf('=');
    return [pair.slice(0, Math.max(at, 0)), pair.slice(at + 1)];
  });

function whyWrong(rule: Setting, text: string): string | undefined {
  if (rule.kind === 'choice') return rule.of.includes(text) ? undefined : `must be one of ${rule.of.join(', ')}`;
  if (rule.kind === 'several')
    return listOf(text).every((one) => rule.of.includes(one)) ? undefined : `must be some of ${rule.of.join(',')}`;
  if (rule.kind === 'pairs')
    return pairsOf(text).every(([value, stands]) => value !== '' && rule.of.includes(stands))
      ? undefined
      : `must be pairs such as duty=${rule.of[0]}, with ${rule.of.join(', ')} behind the equals sign`;
  if (rule.kind === 'duration')
    return durationPattern.test(text) ? undefined : 'must be a number with s, m, h or d, such as 40d, or 0';
  if (rule.kind === 'networks')
    return networksPattern.test(text) && text.length <= 4_096
      ? undefined
      : 'must be addresses or networks such as 127.0.0.1,10.0.0.0/8';
  if (rule.kind === 'names')
    return namesPattern.test(text) && text.length <= 4_096
      ? undefined
      : 'must be host names or addresses such as yjt.example,10.0.0.5';
  if (rule.kind === 'text' && text.length < (rule.atLeast ?? 0)) return `is shorter than ${rule.atLeast} characters`;
  if (rule.kind === 'text') return text.length <= 4_096 ? undefined : 'is longer than 4096 characters';
  if (rule.kind === 'address')
    return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && text.length <= 4_096
      ? undefined
      : 'must be an address that begins with http:// or https://';
  const fits = /^\d{1,10}$/.test(text) && Number(text) >= rule.min && Number(text) <= rule.max;
  return fits ? undefined : `must be a whole number from ${rule.min} to ${rule.max}`;
}
