// A browser in which somebody of this login has been before, by a long-lived signed cookie. It gives no right; it only says that
// a try comes from where the person works, so that a stranger who hammers at the login does not keep them out.
import { Signer } from '@fastify/cookie';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { cookieAtMostMs, cookieOf, type SessionParts, setCookie } from './caller.ts';
import { ownSecret } from './secret.ts';

const cookie = 'yjt_known';
/** A browser of the hall is used by so many people. */
const loginsAtMost = 12;

/** The browser is known for this login from now on. */
export async function rememberBrowser({ redis }: SessionParts, reply: FastifyReply, login: string): Promise<void> {
  const signer = await signerOf(redis);
  const others = loginsOf(signer, reply.request).filter((one) => one !== login);
  const logins = [login, ...others].slice(0, loginsAtMost);
  setCookie(reply, cookie, signer.sign(logins.join('/')), cookieAtMostMs);
}

export async function knowsBrowser({ redis }: SessionParts, request: FastifyRequest, login: string): Promise<boolean> {
  if (cookieOf(request, cookie) === undefined) return false;
  return loginsOf(await signerOf(redis), request).includes(login);
}

function loginsOf(signer: Signer, request: FastifyRequest): string[] {
  const given = cookieOf(request, cookie);
  const read = given === undefined ? undefined : signer.unsign(given);
  return read?.valid && read.value ? read.value.split('/') : [];
}

const signers = new WeakMap<Redis, Signer>();

async function signerOf(redis: Redis): Promise<Signer> {
  const known = signers.get(redis);
  if (known) return known;
  const signer = new Signer(await ownSecret(redis));
  signers.set(redis, signer);
  return signer;
}
