// What each process of ours is given: the settings, of the secret ones its own only, and of the environment what any program
// needs. What a terminal happens to hold (a cloud's keys, an administrator's token) reaches nobody.
import { type SettingName, settingsTable } from '../contracts/settings.ts';

/** A process of the system, by its entry; the standby is a dispatcher like the other. */
export type ProcessName =
  | 'broker'
  | 'dispatcher'
  | 'console'
  | 'auditor'
  | 'notifier'
  | 'office'
  | 'receiver'
  | 'devices-sim';

/** Settings that are for these alone. A secret that is not listed is for nobody: `YJT_TOKEN` is of whoever runs yjt. */
export const ownSettings: Partial<Record<SettingName, readonly ProcessName[]>> = {
  REDIS_URL: ['broker', 'dispatcher', 'console', 'auditor', 'notifier', 'office', 'receiver'],
  YJT_KEY_FILE: ['broker', 'dispatcher', 'console', 'notifier', 'receiver'],
  YJT_KEY_COMMAND: ['broker', 'dispatcher', 'console', 'notifier', 'receiver'],
  DATABASE_URL: ['office'],
  YJT_OFFICE_SOCKET: ['console', 'office'],
  YJT_RECEIVER_SOCKET: ['console', 'receiver'],
  YJT_TILES_KEY: ['console'],
  YJT_METRICS_TOKEN: ['console'],
  YJT_WEATHER_TOKEN: ['console'],
  YJT_OIDC_CLIENT_SECRET: ['console'],
  YJT_WEBHOOK_URL: ['notifier', 'console'],
  YJT_WEBHOOK_SECRET: ['notifier', 'console'],
  YJT_WECOM_KEY: ['notifier'],
  YJT_WECOM_SECRET: ['notifier'],
  YJT_DINGTALK_TOKEN: ['notifier'],
  YJT_DINGTALK_SECRET: ['notifier'],
  YJT_DINGTALK_APP_SECRET: ['notifier'],
  YJT_FEISHU_HOOK: ['notifier'],
  YJT_FEISHU_SECRET: ['notifier'],
  YJT_FEISHU_APP_SECRET: ['notifier'],
  YJT_ALIYUN_KEY_SECRET: ['notifier'],
  YJT_TENCENT_SECRET_KEY: ['notifier'],
  YJT_RECEIPTS_SECRET: ['notifier', 'console'],
  YJT_HEARTBEAT_URL: ['notifier'],
  YJT_CREDENTIALS_FILE: ['devices-sim'],
  YJT_REDIS_SOCKET: ['broker', 'dispatcher', 'console', 'auditor', 'notifier', 'office', 'receiver'],
  YJT_REDIS_USER: ['broker', 'dispatcher', 'console', 'auditor', 'notifier', 'office', 'receiver'],
  YJT_REDIS_PASSWORD: ['broker', 'dispatcher', 'console', 'auditor', 'notifier', 'office', 'receiver'],
};

/** Where programs, time zone, language and certificates are found, and how the outside is reached. */
const ofAnyProgram =
  /^(PATH|HOME|USER|LOGNAME|SHELL|LANG|LC_\w+|TZ|TZDIR|TMPDIR|NODE_ENV|NODE_OPTIONS|NODE_EXTRA_CA_CERTS|SSL_CERT_(FILE|DIR)|(https?|no|all)_proxy|LD_(PRELOAD|LIBRARY_PATH)|FAKETIME\w*|UV_\w+|MALLOC_\w+)$/i;

/** @param given the environment of the supervisor, with what it adds */
export function environmentOf(name: ProcessName, given: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(given).filter(
      ([variable]) => ofAnyProgram.test(variable) || isFor(name, variable) || isForKeys(name, variable, given),
    ),
  );
}

/** What a command for keys is told by systemd and by vaults, and whatever it names itself. */
const ofKeyCommands = /^(CREDENTIALS_DIRECTORY|XDG_RUNTIME_DIR|GNUPGHOME|VAULT_\w+)$/;

function isForKeys(name: ProcessName, variable: string, { YJT_KEY_COMMAND: command }: NodeJS.ProcessEnv): boolean {
  if (command === undefined || !ownSettings.YJT_KEY_COMMAND?.includes(name)) return false;
  return ofKeyCommands.test(variable) || new RegExp(`\\$\\{?${variable}\\b`).test(command);
}

function isFor(name: ProcessName, variable: string): boolean {
  if (!(variable in settingsTable)) return false;
  const setting = variable as SettingName;
  return ownSettings[setting]?.includes(name) ?? !('secret' in settingsTable[setting]);
}
