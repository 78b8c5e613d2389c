// `yjt source`: where other makers' devices come from: listed, made, given their login, and what they sent read again.
import { existsSync, readFileSync } from 'node:fs';
import { Option } from 'commander';
import { Type } from 'typebox';
import { SourceLogin } from '../contracts/device/logins.ts';
import { SourceList, SourceMessages } from '../contracts/device/sources.ts';
import { SourceTrial } from '../contracts/device/sourceTrial.ts';
import { parsed } from '../contracts/json.ts';
import { RegistryAnswer } from '../contracts/office/registry.ts';
import { type Source, SourceDoor, SourceFamily } from '../contracts/office/source.ts';
import { defined } from '../contracts/shapes.ts';
import { sourceDoors, sourceFamilies } from '../wording/sources.ts';
import { isAmiss, ledSays, outcomeSays } from '../wording/sourceTrial.ts';
import { type Bench, type Given, text, wholeNumber } from './bench.ts';
import type { Answer } from './commands.ts';
import { Failure } from './failure.ts';
import type { Session } from './session.ts';
import { call } from './system.ts';
import { table } from './table.ts';

export function addSources({ yjt, command, act }: Bench): void {
  const source = yjt
    .command('source')
    .description('接入来源：别家设备从哪里来 · where devices of other makers come from');
  command('list', '各来源的情况 · how each of them fares', source).action(act((session) => listSources(session)));
  command('add <id>', '新建一个来源，并打印登录信息或推送地址 · a new one, with its login or address', source)
    .requiredOption('--name <name>', '名称 · what it is called')
    .addOption(
      new Option('--family <family>', '协议或平台 · how it is read').choices(SourceFamily.enum).default('mapped'),
    )
    .addOption(new Option('--door <door>', '怎么接入 · how it comes in').choices(SourceDoor.enum).default('http'))
    .option('--base <topic>', '主题前缀 · base topic')
    .option('--url <url>', '对方的 MQTT 地址 · address of its broker')
    .option('--username <name>', '在对方的登录名 · user name there')
    .option('--port <port>', '监听端口 · port that it dials', wholeNumber)
    .option('--silent <minutes>', '多久没有消息就告警 · alarm after so many minutes of silence', wholeNumber)
    .option('--mapping <file>', '对照表（JSON）· a mapping')
    .option('--secret-file <file>', '厂家密钥所在的文件 · a file with the vendor’s secret')
    .action(act((session, given, id) => addSource(session, id, given)));
  command(
    'credential <id>',
    '登录信息或推送地址，只显示一次；之前的作废 · its login or address, shown once; an earlier one ends',
    source,
  ).action(act((session, _, id) => issueLogin(session, id)));
  command('messages <id>', '最近收到的原文 · the last messages as they came', source).action(
    act((session, _, id) => showMessages(session, id)),
  );
  command(
    'try <id> [file]',
    '用一份对照表（JSON）试读已保留的消息，不会产生呼叫 · kept messages read again by a mapping; nothing is pressed',
    source,
  )
    .option('--secret-file <file>', '厂家密钥所在的文件 · a file with the vendor’s secret')
    .action(
      act((session, { secretFile }, id, self) =>
        trySource(session, id, { mapping: self.args[1], secret: text(secretFile) }),
      ),
    );
  command('erase <id>', '清空这个来源保留的原文 · nothing is left of what came as it came', source).action(
    act((session, _, id) => eraseMessages(session, id)),
  );
}

const path = (id: string): string => `/api/v1/sources/${encodeURIComponent(id)}`;

async function listSources({ system, say, when }: Session): Promise<Answer> {
  const list = await call(system(), '/api/v1/sources', SourceList);
  const rows = list.sources.map(
    ({ id, name, family, door, messages, presses, refused, unclear, heardAt, hasLogin }) => [
      id,
      name,
      sourceFamilies[say.language as 'zh' | 'en'][family],
      sourceDoors[say.language as 'zh' | 'en'][door],
      String(messages),
      String(presses),
      String(refused),
      String(unclear.length),
      heardAt === undefined ? (hasLogin ? say.source.never : say.source.noLogin) : when(heardAt),
    ],
  );
  return { json: list, text: rows.length === 0 ? say.source.none : table([say.source.columns, ...rows]) };
}

async function addSource(session: Session, id: string, given: Given): Promise<Answer> {
  const { system, say } = session;
  const { family, door, name, base, url, username, port, silent, mapping, secretFile } = given;
  const document = {
    id,
    ...{ name: text(name) ?? '', family: family as Source['family'], door: door as Source['door'] },
    ...defined({ base: text(base), url: text(url), username: text(username) }),
    ...defined({ port: port as number | undefined, silentAfterMinutes: silent as number | undefined }),
    ...defined({ mapping: mapping === undefined ? undefined : readJson(String(mapping), say) }),
    ...defined({ secret: secretFile === undefined ? undefined : readText(String(secretFile), say).trim() }),
  };
  const found = system();
  const changes = [{ kind: 'sources', id, version: 0, document }];
  const made = await call(found, '/api/v1/office/registry/changes', RegistryAnswer, { changes });
  const remarks = made.problems.map((one) => `${say.severity[one.severity]} ${one.field}: ${one.reason}`);
  if (document.door === 'mqtt' || document.door === 'tcp')
    return { json: { source: id }, text: say.source.added(id), remarks };
  const login = await issueLogin(session, id);
  return { ...login, text: `${say.source.added(id)}\n${login.text}`, remarks };
}

async function issueLogin({ system, say }: Session, id: string): Promise<Answer> {
  const login = await call(system(), `${path(id)}/credential`, SourceLogin, {});
  const rows =
    login.address === undefined
      ? [
          [say.username, login.username],
          [say.password, login.password],
        ]
      : [[say.source.address, login.address]];
  return { json: login, text: [table(rows), say.source.shownOnce].join('\n') };
}

async function showMessages({ system, say, when }: Session, id: string): Promise<Answer> {
  const language = say.language as 'zh' | 'en';
  const kept = await call(system(), `${path(id)}/messages`, SourceMessages);
  const lines = kept.messages.flatMap(({ at, how, body, cut, led }) => [
    `${when(at)}  ${how}  [${led.map((one) => ledSays(one, language)).join(', ')}]${cut ? ` ${say.source.cut}` : ''}`,
    `  ${Buffer.from(body, 'base64').toString('utf8')}`,
  ]);
  return { json: kept, text: lines.length === 0 ? say.source.nothing : lines.join('\n') };
}

type Asked = { mapping: string | undefined; secret: string | undefined };

async function trySource({ system, say, when }: Session, id: string, { mapping, secret }: Asked): Promise<Answer> {
  const language = say.language as 'zh' | 'en';
  const trial = await call(system(), `${path(id)}/try`, SourceTrial, {
    ...defined({ mapping: mapping === undefined ? undefined : readJson(mapping, say) }),
    ...defined({ secret: secret === undefined ? undefined : readText(secret, say).trim() }),
  });
  const rows = trial.messages.map(({ at, how, outcome }) => [
    isAmiss(outcome) ? '!' : ' ',
    when(at),
    how.slice(0, 60),
    outcomeSays(outcome, language),
  ]);
  const unknown = trial.words.filter(({ means }) => means === undefined);
  return {
    json: trial,
    text: rows.length === 0 ? say.source.nothing : table(rows),
    remarks: unknown.map(({ at, word, times }) => say.source.unknown(at, word, times)),
    failed: trial.messages.some(({ outcome }) => isAmiss(outcome)),
  };
}

async function eraseMessages({ system, say }: Session, id: string): Promise<Answer> {
  const erased = await call(system(), `${path(id)}/messages`, Erased, undefined, 'DELETE');
  return { json: erased, text: say.source.erased(id) };
}
const Erased = Type.Object({ id: Type.String() });

/** @throws Failure */
function readText(file: string, say: Session['say']): string {
  if (!existsSync(file)) throw new Failure('bad_file', say.source.noFile(file));
  return readFileSync(file, 'utf8');
}

/** @throws Failure */
function readJson(file: string, say: Session['say']): unknown {
  const read = parsed(readText(file, say));
  if (read === undefined) throw new Failure('bad_file', say.source.noJson(file));
  return read;
}
