// yjt: the system from a terminal. A client like any other: it reads files and calls the HTTP interface.
import { Command } from 'commander';
import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { readCommunity } from '../community/reader.ts';
import {
  DeviceLogin,
  DoctorAnswer,
  EventView,
  ImportAnswer,
  IncidentView,
  PressAnswer,
  ResidentView,
  ResponderLogin,
  Role,
  TokenAnswer,
} from '../contracts/api.ts';
import { PressKind } from '../contracts/messages.ts';
import { readSettings, type Settings } from '../contracts/settings.ts';
import { deviceTopic } from '../contracts/topics.ts';
import { checkMachine } from './doctor.ts';
import { call, Failure, findSystem } from './system.ts';
import { table } from './table.ts';

const yjt = new Command('yjt')
  .description('一键通命令行 · 一键通 from a terminal. npm run -s yjt -- <command>')
  .option('--json', '只输出一个 JSON · one JSON document on stdout')
  .showHelpAfterError('（--help 列出用法 · lists the usage）')
  .exitOverride((error) => process.exit(error.exitCode === 0 ? 0 : 2));

command(
  'import <path>',
  '导入一个社区（文件夹或 JSON）· replace a district; one mistake and nothing is changed',
).action(
  act(async ([path]) => {
    const { bundle, problems } = readCommunity(String(path));
    const lines = problems.map(
      (one) =>
        `${one.severity === 'error' ? '错误' : '提醒'} ${one.file}:${one.line} ${one.path} ${one.field}: ${one.reason}`,
    );
    if (!bundle) throw new Failure('bad_file', `${lines.join('\n')}\n没有做任何改动。 (nothing was changed)`);
    const answer = read(ImportAnswer, await call(system(), '/api/v1/import', bundle));
    const counts = Object.entries(answer.counts).map(([kind, count]) => [kind, String(count)]);
    return {
      json: answer,
      text: [...lines, ...answer.warnings, `已导入 ${answer.district}`, table(counts)].join('\n'),
    };
  }),
);

command('residents', '居民 · residents')
  .option('--search <text>', '姓名、院落或编号 · name, courtyard or id')
  .action(
    act(async (_, { search }) => {
      const query = search === undefined ? '' : `?search=${encodeURIComponent(String(search))}`;
      const answer = read(
        Type.Object({ residents: Type.Array(ResidentView) }),
        await call(system(), `/api/v1/residents${query}`),
      );
      const rows = answer.residents.map(({ id, name, place, devices }) => [
        id,
        name,
        placeText(place),
        devices.join(' '),
      ]);
      return { json: answer, text: rows.length === 0 ? '没有找到 (none)' : table(rows) };
    }),
  );

const device = yjt.command('device').description('设备 · devices');
json(device.command('add').description('给住户添一个按键并打印登录信息 · a button with its login'))
  .requiredOption('--resident <id>', '居民编号 · resident')
  .option('--device <id>', '自定设备编号，已有的设备换新密码 · id of the device; an existing one gets a new password')
  .action(
    act(async (_, options) => {
      const found = system();
      const body = { resident: options.resident, ...(options.device === undefined ? {} : { device: options.device }) };
      const login = read(DeviceLogin, await call(found, '/api/v1/devices', body));
      const topic = (channel: 'press' | 'state'): string => deviceTopic(login.device, channel);
      const who = `-h localhost -p ${found.mqttPort ?? 1883} -u ${login.username} -P ${login.password}`;
      const text = [
        `设备 ${login.device} 已登记。密码只显示这一次。 (shown once)`,
        '',
        '按一下 · press:',
        `  mosquitto_pub ${who} -t ${topic('press')} -q 1 -m '{"kind":"sos"}'`,
        '听回话 · listen:',
        `  mosquitto_sub ${who} -t ${topic('state')} -q 1`,
      ].join('\n');
      return { json: login, text };
    }),
  );

const responder = yjt.command('responder').description('响应人员 · responders');
json(
  responder
    .command('credential <id>')
    .description('给一位人员登录信息；模拟的那位从此由真人接替 · a login; takes over from the simulator'),
).action(
  act(async ([id]) => {
    const login = read(
      ResponderLogin,
      await call(system(), `/api/v1/responders/${encodeURIComponent(String(id))}/credential`, {}),
    );
    return {
      json: login,
      text: `用户名 ${login.username}\n密码   ${login.password}\n密码只显示这一次；之前的登录已失效。 (shown once)`,
    };
  }),
);

const token = yjt.command('token').description('令牌 · tokens');
json(token.command('create').description('为一个角色建令牌或一次性登录链接 · a token or a one-time link'))
  .requiredOption('--role <role>', `角色 · one of ${Role.enum.join(', ')}`)
  .option('--name <name>', '使用者姓名，会记入操作记录 · who uses it')
  .option('--days <days>', '有效天数 · valid for so many days')
  .option('--link', '一次性登录链接 · a one-time sign-in link')
  .action(
    act(async (_, { role, name, days, link }) => {
      const body = {
        role,
        ...(name === undefined ? {} : { name }),
        ...(days === undefined ? {} : { days: Number(days) }),
        ...(link ? { link: true } : {}),
      };
      const answer = read(TokenAnswer, await call(system(), '/api/v1/tokens', body));
      return { json: answer, text: `${answer.link ?? answer.token}\n有效至 ${answer.expiresAt}` };
    }),
  );

command('press', '代按一下 · press for a resident or a device')
  .option('--resident <id>', '居民 · resident')
  .option('--device <id>', '设备 · device')
  .option('--kind <kind>', `种类 · one of ${PressKind.enum.join(', ')}`, 'sos')
  .action(
    act(async (_, { resident, device: button, kind }) => {
      const body = {
        kind,
        ...(resident === undefined ? {} : { resident }),
        ...(button === undefined ? {} : { device: button }),
      };
      const answer = read(PressAnswer, await call(system(), '/api/v1/presses', body));
      const outcomes = {
        incident: '已接警，警情',
        joined: '已并入警情',
        repeated: '已并入警情',
        recorded: '已记录',
        stored: '已保存，稍后处理',
      };
      return { json: answer, text: `${outcomes[answer.outcome]} ${answer.incident ?? ''}`.trim() };
    }),
  );

command('incidents [id]', '警情 · incidents; with an id: what happened')
  .option('--state <state>', 'open | closed | all', 'open')
  .action(
    act(async ([id], { state }) => {
      if (id !== undefined) {
        const answer = read(
          Type.Object({ events: Type.Array(EventView) }),
          await call(system(), `/api/v1/incidents/${encodeURIComponent(String(id))}/events`),
        );
        return {
          json: answer,
          text: table(answer.events.map(({ seq, at, type, by, text }) => [String(seq), at, type, by, text ?? ''])),
        };
      }
      const answer = read(
        Type.Object({ incidents: Type.Array(IncidentView) }),
        await call(system(), `/api/v1/incidents?state=${encodeURIComponent(String(state))}`),
      );
      const rows = answer.incidents.map((one) => [
        one.id,
        `P${one.priority}`,
        one.state,
        one.kind,
        one.receivedAt,
        one.residents.map(({ name }) => name).join('、'),
        placeText(one.place),
        one.legs.map((leg) => `${leg.responder.name} ${leg.state}`).join('; '),
      ]);
      return { json: answer, text: rows.length === 0 ? '没有警情 (none)' : table(rows) };
    }),
  );

command('doctor', '体检：哪里不对，怎么办 · what is wrong and what to do').action(
  act(async () => {
    const checks = await checkMachine(settings());
    try {
      checks.push(...read(DoctorAnswer, await call(system(), '/api/v1/doctor')).checks);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      checks.push({ check: 'system', state: 'failed', says: error.message, remedy: 'npm start' });
    }
    const signs = { ok: '✓', warning: '!', failed: '✗' };
    const text = table(
      checks.map(({ state, check, says, remedy }) => [signs[state], check, says, remedy ? `→ ${remedy}` : '']),
    );
    const well = checks.every(({ state }) => state === 'ok');
    if (checks.some(({ state }) => state === 'failed')) process.exitCode = 1;
    return { json: { well, checks }, text };
  }),
);

await yjt.parseAsync();

type Answer = { json: unknown; text: string };

/** Runs an action; `--json` prints exactly one document, a failure one sentence on stderr and exit code 1. */
function act(action: (given: readonly unknown[], options: Record<string, unknown>) => Promise<Answer>) {
  return async (...all: unknown[]): Promise<void> => {
    const self = all.at(-1) as Command;
    const asJson = self.optsWithGlobals().json === true;
    try {
      const answer = await action(all.slice(0, -2), self.opts());
      console.log(asJson ? JSON.stringify(answer.json) : answer.text);
    } catch (error) {
      if (!(error instanceof Failure)) throw error;
      console.error(
        asJson
          ? JSON.stringify({
              error: error.code,
              message: error.message,
              ...(error.field ? { field: error.field } : {}),
            })
          : error.message,
      );
      process.exitCode = 1;
    }
  };
}

function command(name: string, description: string): Command {
  return json(yjt.command(name).description(description));
}

/** `--json` may stand before or after the command's name. */
function json(self: Command): Command {
  return self.option('--json', '只输出一个 JSON · one JSON document on stdout');
}

function settings(): Settings {
  const found = readSettings(process.env);
  if (!found.ok)
    throw new Failure('bad_setting', found.problems.map(({ name, reason }) => `${name}: ${reason}`).join('\n'));
  return found.settings;
}

function system() {
  return findSystem(settings());
}

function read<T extends TSchema>(schema: T, value: unknown): Static<T> {
  const check = Compile(schema);
  if (check.Check(value)) return value as Static<T>;
  throw new Failure('other_version', '系统的应答与本命令行的版本不符：请用同一版本。 (version mismatch)');
}

function placeText(place: Static<typeof IncidentView>['place']): string {
  return [place.courtyard?.name, place.building, place.unit, place.door].filter((part) => part !== undefined).join(' ');
}
