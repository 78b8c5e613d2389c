// Who is given which secret. A new secret setting is nobody's until it is listed.
import { describe, expect, it } from 'vitest';
import { type SettingName, settingsTable } from '../contracts/settings.ts';
import { environmentOf, ownSettings, type ProcessName } from './environment.ts';

const everything = Object.fromEntries(Object.keys(settingsTable).map((name) => [name, `value of ${name}`]));
const given = { ...everything, PATH: '/bin', TZ: 'Asia/Shanghai', AWS_SECRET_ACCESS_KEY: 'x', npm_config_token: 'y' };
const secrets = Object.entries(settingsTable).flatMap(([name, setting]) => ('secret' in setting ? [name] : []));
const of = (name: ProcessName): string[] => Object.keys(environmentOf(name, given));

describe('a process of the system', () => {
  it.each<{ name: ProcessName; has: SettingName[] }>([
    { name: 'broker', has: ['REDIS_URL', 'YJT_KEY_COMMAND', 'YJT_REDIS_PASSWORD'] },
    { name: 'dispatcher', has: ['REDIS_URL', 'YJT_KEY_COMMAND', 'YJT_REDIS_PASSWORD'] },
    { name: 'auditor', has: ['REDIS_URL', 'YJT_REDIS_PASSWORD'] },
    { name: 'devices-sim', has: [] },
    {
      name: 'notifier',
      has: [
        'REDIS_URL',
        'YJT_KEY_COMMAND',
        'YJT_WEBHOOK_URL',
        'YJT_WEBHOOK_SECRET',
        'YJT_WECOM_KEY',
        'YJT_WECOM_SECRET',
        'YJT_DINGTALK_TOKEN',
        'YJT_DINGTALK_SECRET',
        'YJT_DINGTALK_APP_SECRET',
        'YJT_FEISHU_HOOK',
        'YJT_FEISHU_SECRET',
        'YJT_FEISHU_APP_SECRET',
        'YJT_ALIYUN_KEY_SECRET',
        'YJT_TENCENT_SECRET_KEY',
        'YJT_RECEIPTS_SECRET',
        'YJT_HEARTBEAT_URL',
        'YJT_REDIS_PASSWORD',
      ],
    },
    {
      name: 'console',
      has: [
        'REDIS_URL',
        'YJT_KEY_COMMAND',
        'YJT_TILES_KEY',
        'YJT_METRICS_TOKEN',
        'YJT_WEATHER_TOKEN',
        'YJT_OIDC_CLIENT_SECRET',
        'YJT_WEBHOOK_URL',
        'YJT_WEBHOOK_SECRET',
        'YJT_RECEIPTS_SECRET',
        'YJT_REDIS_PASSWORD',
      ],
    },
  ])('$name is given its own secrets and no other', ({ name, has }) => {
    expect(
      of(name)
        .filter((one) => secrets.includes(one))
        .sort(),
    ).toEqual([...has].sort());
  });

  it('is given what any program needs, all other settings, and nothing that the terminal happens to hold', () => {
    const found = of('auditor');
    expect(found).toEqual(expect.arrayContaining(['PATH', 'TZ', 'MQTT_PORT', 'DATA_DIR']));
    expect(found.filter((one) => /AWS|npm/.test(one))).toEqual([]);
    expect(of('devices-sim')).not.toContain('YJT_REDIS_SOCKET');
  });

  it('whoever runs a command for keys is told what vaults and systemd say, and what the command names; nobody else is', () => {
    const more = { CREDENTIALS_DIRECTORY: '/run/c', VAULT_TOKEN: 't', SEAL_CARD: '7', SEAL_OTHER: '8' };
    const command = { ...given, ...more, YJT_KEY_COMMAND: 'unseal --card "$SEAL_CARD"' };
    expect(Object.keys(environmentOf('broker', command))).toEqual(
      expect.arrayContaining(['CREDENTIALS_DIRECTORY', 'VAULT_TOKEN', 'SEAL_CARD']),
    );
    expect(environmentOf('broker', command)).not.toHaveProperty('SEAL_OTHER');
    expect(environmentOf('auditor', command)).not.toHaveProperty('VAULT_TOKEN');
    const { YJT_KEY_COMMAND: _, ...without } = command;
    expect(environmentOf('broker', without)).not.toHaveProperty('VAULT_TOKEN');
  });

  it('every secret is somebody’s, but the token of whoever runs yjt', () => {
    expect(secrets.filter((one) => !(one in ownSettings))).toEqual(['YJT_TOKEN']);
  });
});
