// Tokens and one-time sign-in links for a role.

import { iso } from '../../../contracts/iso.ts';
import { areaSays } from '../../../contracts/session/area.ts';
import { NewToken, TokenAnswer } from '../../../contracts/session/session.ts';
import { defined } from '../../../contracts/shapes.ts';
import { createToken, endless, idOfToken, isThing } from '../../../store/tokens.ts';
import type { RegistryParts } from '../parts.ts';
import { answers, Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { mayBind } from './bound.ts';
import { audit } from './caller.ts';
import { whoAsksHere } from './doors.ts';

const dayMs = 24 * 3_600_000;
/** A sign-in link that nobody used is of no use after this. */
const linkMs = 24 * 3_600_000;

export function addTokens(app: App, parts: RegistryParts): void {
  const { redis, clock } = parts;
  const asks = route('token.make', 'a token or a one-time sign-in link for a role', {
    body: NewToken,
    response: answers(TokenAnswer),
  });
  app.post('/api/v1/tokens', asks, async (request) => {
    const { me, held, district } = whoAsksHere(parts, request);
    const { role, days = 1, link = false, device, area, ...asked } = request.body;
    // Whoever sits at the health desk answers for it, unless somebody else is named.
    const desk = district.bundle.responders.find((one) => one.role === 'health_desk')?.id;
    const responder = asked.responder ?? (role === 'health' ? desk : undefined);
    if (role === 'responder' && responder === undefined) throw new Refused('responder_needed', 'responder');
    if (role === 'button' && device === undefined) throw new Refused('device_needed', 'device');
    const known = responder === undefined ? undefined : district.responders.get(responder);
    if (responder !== undefined && !known) throw new Refused('not_found', 'responder');
    if (device !== undefined && !district.devices.has(device)) throw new Refused('not_found', 'device');
    mayBind(district, role, area);
    const name = asked.name ?? known?.name ?? device ?? role;
    const expiresAt = link ? clock.now() + linkMs : isThing(role) ? endless : clock.now() + days * dayMs;
    // Of a person it ends with whoever made it. The machine's own token has no maker.
    const maker = isThing(role) ? undefined : (held.grant.account ?? held.grant.maker);
    const token = await createToken(redis, {
      role,
      name,
      district: me.district,
      once: link,
      madeAt: clock.now(),
      expiresAt,
      ...defined({ maker, responder, device, area }),
    });
    await audit(parts, held, {
      action: 'token_made',
      about: idOfToken(token),
      name,
      why: area ? `${role} ${areaSays(area)}` : role,
    });
    request.log.info({ role, name, link }, 'console: a token was made');
    return {
      id: idOfToken(token),
      token,
      ...(expiresAt >= endless ? {} : { expiresAt: iso(expiresAt) }),
      ...(link ? { link: `${parts.publicUrl}/enter?token=${token}` } : {}),
    };
  });
}
