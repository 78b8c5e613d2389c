// What providers of SMS and calls report, in our words: which message, whether somebody has heard or received it, which key was pressed.
import { parsed } from '../../../contracts/json.ts';
import { defined } from '../../../contracts/shapes.ts';
import { theirIdOf } from '../../../store/correlations.ts';

/** `ids`: what the message may be known by, ours first. `reached`: it is on the telephone, or the call was answered. `key`: 1 where it is among those that were pressed, else the last of them. `at`: of what it reports, where that is said, unix ms. */
export type Report = { ids: readonly string[]; reached: boolean; key?: string; at?: number };
export const providers = ['aliyun', 'tencent'] as const;
export type Provider = (typeof providers)[number];

/** Undefined for a body that is no report at all; of several, those that cannot be read are left out. */
export function readReports(provider: Provider, body: string): Report[] | undefined {
  const value = parsed(body);
  if (typeof value !== 'object' || value === null) return undefined;
  const all = Array.isArray(value) ? (value as unknown[]) : [value];
  const read = provider === 'aliyun' ? ofAliyun : ofTencent;
  return all.flatMap((one) => read(fieldsOf(one)));
}

type Fields = Readonly<Record<string, unknown>>;

/** Heard to the end, and hung up before: both were answered. */
const answered: ReadonlySet<string> = new Set(['200000', '200001']);

function ofAliyun(fields: Fields): Report[] {
  const [own, call] = [wordOf(fields.out_id), wordOf(fields.call_id)];
  const ids = [own, call && theirIdOf('aliyun_voice', call)].filter((id) => id !== undefined && id !== '') as string[];
  if (ids.length === 0) return [];
  const isCall = fields.status_code !== undefined || fields.smart_status_code !== undefined;
  const key = keyOf(fields.dtmf);
  if (isCall) {
    const reached = answered.has(wordOf(fields.status_code) ?? '') || key !== undefined;
    return [{ ids, reached, ...(key === undefined ? {} : { key }) }];
  }
  return [{ ids, reached: fields.success === true || fields.success === 'true' }];
}

function ofTencent(fields: Fields): Report[] {
  const [sid, prompt, pressed] = [
    wordOf(fields.sid),
    fieldsOf(fields.voiceprompt_callback),
    fieldsOf(fields.voicekey_callback),
  ];
  if (sid !== undefined) {
    const at = defined({ at: instantOf(fields.user_receive_time) });
    return [{ ids: [theirIdOf('tencent_sms', sid)], reached: fields.report_status === 'SUCCESS', ...at }];
  }
  const reports: Report[] = [];
  const [called, keyed] = [wordOf(prompt.callid), wordOf(pressed.callid)];
  if (called !== undefined) {
    const at = defined({ at: instantOf(prompt.end_calltime) ?? instantOf(prompt.start_calltime) });
    reports.push({ ids: [theirIdOf('tencent_voice', called)], reached: wordOf(prompt.result) === '0', ...at });
  }
  const key = keyOf(pressed.keypress);
  if (keyed !== undefined)
    reports.push({ ids: [theirIdOf('tencent_voice', keyed)], reached: true, ...(key === undefined ? {} : { key }) });
  return reports;
}

const fieldsOf = (value: unknown): Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
const wordOf = (value: unknown): string | undefined =>
  typeof value === 'number' || (typeof value === 'string' && value !== '') ? String(value) : undefined;
/** Seconds since 1970, or the clock of Beijing as `2026-01-05 15:00:00`. */
function instantOf(value: unknown): number | undefined {
  const word = wordOf(value) ?? '';
  const clock = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})$/.exec(word);
  const ms = clock
    ? Date.parse(`${clock[1]}T${clock[2]}+08:00`)
    : /^\d{9,11}$/.test(word)
      ? Number(word) * 1_000
      : Number.NaN;
  return Number.isFinite(ms) ? ms : undefined;
}

/** The call has said that it was heard as soon as 1 was pressed: whatever is pressed before or after takes nothing back. */
function keyOf(value: unknown): string | undefined {
  const pressed = wordOf(value) ?? '';
  return pressed.includes('1') ? '1' : /([0-9*#])[^0-9*#]*$/.exec(pressed)?.[1];
}
