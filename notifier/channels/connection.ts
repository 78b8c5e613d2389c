// One request to somebody else's service and its answer: bounded, without redirects, and without the address in any word, for the
// address of a group robot is its secret.
import { parsed } from '../../contracts/json.ts';
import type { Failed } from '../channel.ts';

/** Of an answer no more is read. */
const answerAtMostBytes = 64 * 1024;
/** The gateway was there and went away in the middle of one message; other faults of the connection concern every message. */
const brokenOff: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);
/** It was asked, and no answer was waited for any longer, or none could be read. */
const unanswered =
  /^(AbortError|TimeoutError|UND_ERR_ABORTED|UND_ERR_HEADERS_TIMEOUT|UND_ERR_BODY_TIMEOUT|HPE_\w+|unknown)$/;

/** @property url with whatever secret the provider wants there: it is never said again */
export type Asked = {
  url: string;
  method?: 'GET' | 'POST';
  headers?: Readonly<Record<string, string>>;
  body?: string;
  signal: AbortSignal;
};

/** @property said the JSON object of the body; empty where there was none that can be read @property retryAfterMs as the header has it, else 0 */
export type Answered = { status: number; retryAfterMs: number; said: Readonly<Record<string, unknown>> };

/** Asks once. A fault of the connection is an outcome and not an exception. */
export async function exchange({
  url,
  method = 'POST',
  headers = {},
  body,
  signal,
}: Asked): Promise<Answered | Failed> {
  try {
    const answer = await fetch(url, {
      method,
      signal,
      redirect: 'manual', // a redirect would carry people's numbers to an address that nobody configured
      headers: { 'user-agent': 'yijiantong-notifier', ...headers },
      ...(body === undefined ? {} : { body }),
    });
    const text = await readBounded(answer);
    return { status: answer.status, retryAfterMs: retryAfterOf(answer.headers), said: objectOf(parsed(text)) };
  } catch (error) {
    return failedOf(error);
  }
}

export const isFailed = (one: Answered | Failed | string): one is Failed => typeof one === 'object' && 'kind' in one;

/** The body as text; undefined where it is longer than anybody needs to answer. */
export async function readBounded(answer: Response): Promise<string | undefined> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > answerAtMostBytes) return undefined; // leaving the loop closes the connection
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** What a fault of the connection comes to: `ECONNREFUSED`, `ENOTFOUND`, …, without the address. */
export function failedOf(error: unknown): Failed {
  const why = codeOf(error);
  const failed: Failed = { kind: 'failed', why, blame: brokenOff.has(why) ? 'recipient' : 'gateway' };
  return brokenOff.has(why) || unanswered.test(why) ? { ...failed, perhaps: true } : failed;
}

function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.name : 'unknown';
}

/** ms; 0 where the header says nothing that counts. */
export function retryAfterOf(headers: Headers): number {
  const seconds = Number(headers.get('retry-after') ?? headers.get('x-ogw-ratelimit-reset'));
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}

/** A JSON object; an empty one in the place of anything else. */
export const objectOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
