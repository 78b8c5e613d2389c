// A one-time link. Opening it shows a page with one button: mail programs, chat previews and virus scanners open links too, and
// would use it up. Only the button does.

import { createHash } from 'node:crypto';
import { parse } from 'node:querystring';
import type { FastifyReply } from 'fastify';
import { type Static, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { isUnbegun } from '../../../contracts/office/beginning.ts';
import { readAccount } from '../../../store/accounts.ts';
import { type Grant, readToken } from '../../../store/tokens.ts';
import type { App } from '../resource.ts';
import { screens } from './caller.ts';
import { begin } from './session.ts';
import type { SignInParts } from './signIn.ts';

/** `for`: where whoever comes too late is told so; nobody knows any more whose link it was. */
const Token = Type.Object({
  for: Type.Optional(Type.Literal('family')),
  token: Type.String({ minLength: 1, maxLength: 200, pattern: '^[A-Za-z0-9_-]+$' }),
});
const TokenCheck = Compile(Token);
const formAtMostBytes = 1_024;
const style = `body{font:18px/1.6 sans-serif;display:grid;place-items:center;min-height:90vh;margin:0}form{text-align:center;padding:1em}
button{font:inherit;padding:.6em 2em;min-height:48px}`;
/** By this digest and no other a style that stands in the page itself is let through. */
export const linkStyle = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

export function addLinks(app: App, parts: SignInParts): void {
  const { redis, clock } = parts;
  const expired = (reply: FastifyReply, asked?: Static<typeof Token>): FastifyReply =>
    reply.redirect(`${asked?.for === 'family' ? screens.family.path : '/'}?expired=1`, 303);

  app.get('/enter', { config: { right: 'link.show' }, schema: { hide: true } }, async (request, reply) => {
    if (!TokenCheck.Check(request.query)) return expired(reply);
    const held = await readToken(redis, request.query.token, clock.now());
    if (!held?.grant.once) return expired(reply, request.query);
    reply.header('cache-control', 'no-store');
    reply.header('referrer-policy', 'same-origin'); // else the button's request would name no origin
    return reply.type('text/html').send(page(request.query, request.headers['accept-language']));
  });

  app.register(async (scope) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser(
      'application/x-www-form-urlencoded',
      { parseAs: 'string', bodyLimit: formAtMostBytes },
      (_request, body, done) => done(null, { ...parse(String(body)) }),
    );
    scope.post('/enter', { config: { right: 'link.use' }, schema: { hide: true } }, async (request, reply) => {
      if (!TokenCheck.Check(request.body)) return expired(reply);
      const held = await readToken(redis, request.body.token, clock.now());
      if (!held?.grant.once) return expired(reply, request.body);
      const { grant } = held;
      await begin(parts, reply, { grant, by: 'link', held });
      const path = isFirst(parts, grant) ? '/office/start' : screens[grant.role].path;
      const choose = grant.account !== undefined && !(await readAccount(redis, grant.account))?.hash;
      return reply.redirect(choose ? `${path}?password=1` : path, 303);
    });
  });
}

/** Whoever sets up a community that has nothing yet: there is nothing to watch over. */
function isFirst({ registry }: SignInParts, { role, district }: Grant): boolean {
  const bundle = registry.district(district)?.bundle;
  return role === 'administrator' && bundle !== undefined && isUnbegun(bundle);
}

/** @param token of our own alphabet: nothing in it has to be escaped */
function page({ token, for: whom }: Static<typeof Token>, language: string | undefined): string {
  const english = /^\s*en/i.test(language ?? '');
  const [says, enter] = english
    ? ['This link lets you in once, on this device.', 'Enter']
    : ['此链接只能在这台设备上进入一次。', '进入一键通'];
  return `<!doctype html><html lang="${english ? 'en' : 'zh'}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>一键通</title>
<style>${style}</style>
<form method="post" action="/enter"><p>${says}</p><input type="hidden" name="token" value="${token}">${whom ? `<input type="hidden" name="for" value="${whom}">` : ''}<button>${enter}</button></form></html>`;
}
