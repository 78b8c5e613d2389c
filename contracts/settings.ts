// Every setting: an environment variable with a default and a sentence. `npm start -- --help` prints this table, the
// supervisor refuses what does not fit it, each process reads it.

type Text = { kind: 'text'; default?: string; atLeast?: number };
/** An http or https address. */
type Address = { kind: 'address'; default?: string };
type Whole = { kind: 'integer'; default?: number; min: number; max: number };
/** A time as people write it, `40d` or `90s`; given to a process in ms. `0` is allowed. */
type Duration = { kind: 'duration'; default: string };
type Choice = { kind: 'choice'; of: readonly string[]; default: string };
/** `with`: of no use without this other one. */
type Setting = { says: string; secret?: true; internal?: true; with?: string } & (
  | Text
  | Address
  | Whole
  | Duration
  | Choice
);

const setting = <const S extends Setting>(s: S): S => s;

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
  MQTT_WS_PORT: setting({
    kind: 'integer',
    min: 1,
    max: 65_535,
    says: 'MQTT over WebSocket on a port of its own (default: only through /mqtt)',
  }),
  DATA_DIR: setting({ kind: 'text', default: './data', says: 'where everything is kept' }),
  REDIS_URL: setting({ kind: 'text', secret: true, says: 'redis://… of your own server instead of the managed one' }),
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
  YJT_BIND: setting({
    kind: 'text',
    default: '127.0.0.1',
    says: 'address to listen on; 0.0.0.0 lets other machines in',
  }),
  YJT_PUBLIC_URL: setting({
    kind: 'text',
    says: 'address under which browsers reach the console (default http://localhost:PORT)',
  }),
  YJT_COMMUNITY: setting({ kind: 'text', default: './community/hongmenjie', says: 'what the first start imports' }),
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
  YJT_REDIS_SOCKET: setting({ kind: 'text', internal: true, says: 'unix socket of the managed Redis' }),
  YJT_MQTT_WS_SOCKET: setting({ kind: 'text', internal: true, says: 'unix socket of the broker for /mqtt' }),
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

function readValue(rule: Setting, text: string): string | number {
  if (rule.kind === 'integer') return Number(text);
  if (rule.kind !== 'duration') return text;
  const [, count = '0', unit = 's'] = durationPattern.exec(text) ?? [];
  return Number(count) * (unitMs[unit] ?? 0);
}

function whyWrong(rule: Setting, text: string): string | undefined {
  if (rule.kind === 'choice') return rule.of.includes(text) ? undefined : `must be one of ${rule.of.join(', ')}`;
  if (rule.kind === 'duration')
    return durationPattern.test(text) ? undefined : 'must be a number with s, m, h or d, such as 40d, or 0';
  if (rule.kind === 'text' && text.length < (rule.atLeast ?? 0)) return `is shorter than ${rule.atLeast} characters`;
  if (rule.kind === 'text') return text.length <= 4_096 ? undefined : 'is longer than 4096 characters';
  if (rule.kind === 'address')
    return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol) && text.length <= 4_096
      ? undefined
      : 'must be an address that begins with http:// or https://';
  const fits = /^\d{1,10}$/.test(text) && Number(text) >= rule.min && Number(text) <= rule.max;
  return fits ? undefined : `must be a whole number from ${rule.min} to ${rule.max}`;
}
