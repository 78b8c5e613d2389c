// The webhook channel: one signed POST for each message to a gateway of the community's own choice, which knows how to ring,
// text or post it further. Status says what became of it: 2xx taken, 408, 425, 429 and 5xx worth another try, 401 and the like once it is mended, else refused.
import { Compile } from 'typebox/compile';
import { readAs } from '../contracts/json.ts';
import { GatewayAnswer, type GatewayMessage, idempotencyHeader, signatureHeader } from '../contracts/system/gateway.ts';
import { sign } from '../signing/signature.ts';
import type { Outcome, OutsideChannel } from './channel.ts';

/** Of an answer no more is read. */
const answerAtMostBytes = 64 * 1024;
const worthAnotherTry: ReadonlySet<number> = new Set([408, 425, 429]);
/** Every message would get this answer: address or secret are wrong, until somebody mends them. */
const wrongForAll: ReadonlySet<number> = new Set([401, 403, 404, 405, 410]);
/** The gateway was there and went away in the middle of one message; other faults of the connection concern every message. */
const brokenOff: ReadonlySet<unknown> = new Set(['ECONNRESET', 'EPIPE', 'UND_ERR_SOCKET']);

const AnswerCheck = Compile(GatewayAnswer);

/** @param now unix ms, for the signature */
export function webhook(
  { url, secret }: { url: string; secret: string },
  now: () => number = () => Date.now(),
): OutsideChannel {
  return {
    name: 'webhook',
    gateway: 'webhook',
    deliver: async (message, signal) => {
      const body = JSON.stringify(message);
      try {
        const answer = await fetch(url, {
          method: 'POST',
          body,
          signal,
          redirect: 'manual', // a redirect would carry people's numbers to an address that nobody configured
          headers: {
            'content-type': 'application/json',
            'user-agent': 'yijiantong-notifier',
            [signatureHeader]: sign(body, secret, Math.floor(now() / 1000)),
            [idempotencyHeader]: headerSafe(message),
          },
        });
        return await outcomeOf(answer);
      } catch (error) {
        const code = codeOf(error);
        return { kind: 'failed', why: code, blame: brokenOff.has(code) ? 'recipient' : 'gateway' };
      }
    },
  };
}

const headerSafe = ({ delivery }: GatewayMessage): string => encodeURI(delivery);

async function outcomeOf(answer: Response): Promise<Outcome> {
  const { status } = answer;
  if (answer.ok) return { kind: (await hasReceipt(answer)) ? 'received' : 'accepted' };
  await answer.body?.cancel();
  if (worthAnotherTry.has(status) || status >= 500) {
    const seconds = Number(answer.headers.get('retry-after'));
    const retryAfterMs = Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
    return { kind: 'failed', why: `HTTP ${status}`, blame: 'recipient', retryAfterMs };
  }
  const redirect = status >= 300 && status < 400;
  const why = redirect ? `HTTP ${status}: redirects are not followed` : `HTTP ${status}`;
  if (redirect || wrongForAll.has(status)) return { kind: 'failed', why, blame: 'gateway', untilMended: true };
  return { kind: 'refused', why };
}

/** It has been taken whatever the body says: an answer that cannot be read is only no receipt. */
async function hasReceipt(answer: Response): Promise<boolean> {
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of answer.body ?? []) {
    bytes += chunk.length;
    if (bytes > answerAtMostBytes) return false; // leaving the loop closes the connection
    chunks.push(chunk);
  }
  return readAs(AnswerCheck, Buffer.concat(chunks).toString('utf8'))?.receipt === true; // "OK" in plain text is an answer too
}

/** `ECONNREFUSED`, `ENOTFOUND`, …: what the connection failed of, without the address. */
function codeOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  if (cause instanceof Error && 'code' in cause && typeof cause.code === 'string') return cause.code;
  return cause instanceof Error ? cause.name : 'unknown';
}
