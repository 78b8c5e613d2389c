// Finds the running system and calls it: YJT_URL and YJT_TOKEN, or what npm start left in DATA_DIR.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { type Static, type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { parsed, readAs } from '../contracts/json.ts';
import { whyNoZone } from '../contracts/office/recurrence.ts';
import { RegistryProblem } from '../contracts/office/registry.ts';
import { Refusal } from '../contracts/session/refusal.ts';
import type { Settings } from '../contracts/settings.ts';
import { defined } from '../contracts/shapes.ts';
import { RunningSystem } from '../contracts/system/running.ts';
import { usualZone, zoneHeader } from '../contracts/wallClock.ts';
import { Failure } from './failure.ts';
import type { Words } from './wording.ts';

const RunningSystemCheck = Compile(RunningSystem);
const RefusalCheck = Compile(Refusal);
/** Of the registry, whose refusals say what of which document is wrong. */
const ChangesRefusedCheck = Compile(Type.Object({ problems: Type.Array(RegistryProblem) }));
/** A request that waits for a decision takes 2 s, a large import some more; beyond this a system hangs. */
const answerWithinMs = 30_000;

/** A system that answers to HTTP. `pid` is known when it runs on this machine. */
export type System = {
  url: string;
  token: string;
  mqtt: { host: string; port: number; tlsPort?: number };
  pid?: number;
  say: Words;
  /** Of its district, as its answers tell. */
  timeZone: string;
};

/** @throws Failure when nothing says where the system is */
export function findSystem(settings: Settings, say: Words): System {
  const { YJT_URL: url, YJT_TOKEN: token } = settings;
  if (url !== undefined) {
    if (!URL.canParse(url)) throw new Failure('usage', say.noUrl(url));
    if (token === undefined) throw new Failure('usage', say.noToken);
    const mqtt = { host: new URL(url).hostname, port: settings.MQTT_PORT };
    return { url: url.replace(/\/+$/, ''), token, mqtt, say, timeZone: usualZone };
  }
  const path = join(settings.DATA_DIR, 'run', 'system.json');
  const found = readRunning(path, say);
  return {
    url: found.url,
    token: token ?? found.token,
    mqtt: {
      host: 'localhost',
      port: found.mqttPort,
      ...defined({ tlsPort: found.mqttsPort }),
    },
    pid: found.pid,
    say,
    timeZone: usualZone,
  };
}

function readRunning(path: string, say: Words): RunningSystem {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EACCES' || code === 'EPERM') throw new Failure('not_allowed', say.notYours(path));
    throw new Failure('not_running', say.notRunning(path));
  }
  const running = readAs(RunningSystemCheck, text);
  if (!running) throw new Failure('not_running', say.broken(path)); // cut off
  return running;
}

/**
 * Calls the API: GET, POST with a body, or the method given.
 * @throws Failure with the system's own sentence, or with one that says why there is none
 */
export async function call<T extends TSchema>(
  system: System,
  path: string,
  answers: T,
  body?: object,
  method = body === undefined ? 'GET' : 'POST',
): Promise<Static<T>> {
  const { url, token, say } = system;
  let answer: Response;
  let text: string;
  try {
    answer = await fetch(`${url}${path}`, {
      headers: {
        authorization: `Bearer ${token}`,
        'accept-language': say.language,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(answerWithinMs),
    });
    text = await answer.text();
  } catch {
    throw new Failure('not_running', say.noAnswer(url));
  }
  const value = parsed(text);
  system.timeZone = zoneOf(answer) ?? system.timeZone;
  if (answer.status === 401) throw new Failure('not_signed_in', say.wrongToken);
  if (RefusalCheck.Check(value) && !answer.ok) {
    const problems = ChangesRefusedCheck.Check(value) ? value.problems : [];
    const lines = problems.map(({ id, field, reason }) => `${id} ${field}: ${reason}`);
    const more = { field: value.field, problems: problems.length > 0 ? problems : undefined };
    throw new Failure(value.error, value.message, defined(more), lines);
  }
  if (!answer.ok || value === undefined) throw new Failure('not_ours', say.notOurs(url, answer.status));
  if (!Compile(answers).Check(value)) throw new Failure('other_version', say.otherVersion);
  return value as Static<T>;
}

/** What a call answers with, as it arrives. @throws Failure like `call` */
export async function callForFile({ url, token, say }: System, path: string): Promise<Readable> {
  let answer: Response;
  try {
    answer = await fetch(`${url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'accept-language': say.language },
    });
  } catch {
    throw new Failure('not_running', say.noAnswer(url));
  }
  if (answer.status === 401) throw new Failure('not_signed_in', say.wrongToken);
  if (answer.ok && answer.body) return Readable.fromWeb(answer.body as NodeReadableStream);
  const value = parsed(await answer.text());
  if (RefusalCheck.Check(value)) throw new Failure(value.error, value.message);
  throw new Failure('not_ours', say.notOurs(url, answer.status));
}

/** One that this machine knows. */
function zoneOf({ headers }: Response): string | undefined {
  const told = headers.get(zoneHeader);
  return told === null || whyNoZone(told) !== undefined ? undefined : told;
}
