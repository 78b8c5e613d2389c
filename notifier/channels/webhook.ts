// The webhook channel: one signed POST for each message to a gateway of the community's own choice, which knows how to ring,
// text or post it further. Status says what became of it: 2xx taken, 408, 425, 429 and 5xx worth another try, 401 and the like once it is mended, else refused.
import { Compile } from 'typebox/compile';
import { readAs } from '../../contracts/json.ts';
import {
  GatewayAnswer,
  type GatewayMessage,
  idempotencyHeader,
  signatureHeader,
} from '../../contracts/system/gateway.ts';
import { sign } from '../../signing/signature.ts';
import type { Outcome, OutsideChannel } from '../channel.ts';
import { failedOf, readBounded, retryAfterOf } from './connection.ts';

const worthAnotherTry: ReadonlySet<number> = new Set([408, 425, 429]);
/** Every message would get this answer: address or secret are wrong, until somebody mends them. */
const wrongForAll: ReadonlySet<number> = new Set([401, 403, 404, 405, 410]);

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
        return failedOf(error);
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
    return { kind: 'failed', why: `HTTP ${status}`, blame: 'recipient', retryAfterMs: retryAfterOf(answer.headers) };
  }
  const redirect = status >= 300 && status < 400;
  const why = redirect ? `HTTP ${status}: redirects are not followed` : `HTTP ${status}`;
  if (redirect || wrongForAll.has(status)) return { kind: 'failed', why, blame: 'gateway', untilMended: true };
  return { kind: 'refused', why };
}

/** It has been taken whatever the body says: an answer that cannot be read is only no receipt. */
async function hasReceipt(answer: Response): Promise<boolean> {
  return readAs(AnswerCheck, await readBounded(answer))?.receipt === true; // "OK" in plain text is an answer too
}
