// Finds the running system and calls it: YJT_URL and YJT_TOKEN, or what npm start left in DATA_DIR.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Compile } from 'typebox/compile';
import { Refusal } from '../contracts/api.ts';
import { RunningSystem } from '../contracts/fleet.ts';
import type { Settings } from '../contracts/settings.ts';

const RunningSystemCheck = Compile(RunningSystem);
const RefusalCheck = Compile(Refusal);
/** A request that waits for a decision takes 2 s; more than this is a system that hangs. */
const answerWithinMs = 15_000;

/** A sentence for the person at the terminal, and a code for a program. */
export class Failure extends Error {
  readonly code: string;
  readonly field: string | undefined;

  constructor(code: string, message: string, field?: string) {
    super(message);
    this.code = code;
    this.field = field;
  }
}

/** A system that answers to HTTP. `mqttPort` is known when it runs on this machine. */
export type System = { url: string; token: string; mqttPort: number | undefined };

/** @throws Failure when nothing says where the system is */
export function findSystem(settings: Settings): System {
  const { YJT_URL: url, YJT_TOKEN: token } = settings;
  if (url !== undefined) {
    if (token === undefined)
      throw new Failure('no_token', '设了 YJT_URL 还需要 YJT_TOKEN：请向管理员要一个令牌。 (YJT_TOKEN is missing)');
    return { url: url.replace(/\/$/, ''), token, mqttPort: undefined };
  }
  const path = join(settings.DATA_DIR, 'run', 'system.json');
  if (!existsSync(path))
    throw new Failure(
      'not_running',
      `没有找到运行中的系统（${path}）：请先运行 npm start，或设 DATA_DIR / YJT_URL。 (not running)`,
    );
  const value: unknown = JSON.parse(readFileSync(path, 'utf8'));
  if (!RunningSystemCheck.Check(value))
    throw new Failure('not_running', `${path} 已损坏：请重新运行 npm start。 (broken file)`);
  return { url: value.url, token: value.token, mqttPort: value.mqttPort };
}

/**
 * Calls the API.
 * @throws Failure with the system's own sentence, or one that says that it does not answer
 */
export async function call(system: System, path: string, body?: unknown): Promise<unknown> {
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(`${system.url}${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: {
        authorization: `Bearer ${system.token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    text = await answer.text();
  } catch {
    throw new Failure('not_running', `系统没有应答（${system.url}）：请先运行 npm start。 (not running)`);
  }
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    throw new Failure('not_ours', `${system.url} 的应答不是一键通：请核对 YJT_URL 和 PORT。 (another program answers)`);
  }
  if (answer.ok) return value;
  if (RefusalCheck.Check(value)) throw new Failure(value.error, value.message, value.field);
  throw new Failure('refused', `系统拒绝了请求 (${answer.status})`);
}
