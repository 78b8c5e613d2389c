// What the address on a card opens (docs/decisions/044). It looks no card up: a finder gets one page, the same byte for byte for each card that was
// ever made or invented, and whoever has a session is sent to their own page, which asks by its own rights.
import { createHash } from 'node:crypto';
import { Type } from 'typebox';
import { isCardToken } from '../../../contracts/office/cardToken.ts';
import type { District } from '../../../contracts/office/community.ts';
import { may } from '../../../contracts/session/rights.ts';
import type { IncidentParts } from '../parts.ts';
import { type Language, languageOf, Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { cookieOf, screens } from '../session/caller.ts';

const style = `body{font:20px/1.6 sans-serif;display:grid;place-items:center;min-height:90vh;margin:0;color:#14181d;background:#fff}
main{padding:1em;text-align:center}h1{font-size:1.3em}a{color:#0b57d0;font-size:1.2em}`;
/** By this digest and no other a style that stands in the page itself is let through. */
export const foundStyle = `'sha256-${createHash('sha256').update(style).digest('base64')}'`;

export function addFoundCard(app: App, { registry, rates }: IncidentParts): void {
  const asks = route('card.show', 'where to bring a card that was found', {
    params: Type.Object({ token: Type.String({ maxLength: 200 }) }),
  });
  app.get('/c/:token', { ...asks, schema: { ...asks.schema, hide: true } }, async (request, reply) => {
    const turn = rates.actions.take(`card/${request.ip}`);
    if (!turn) throw new Refused('too_fast');
    await turn.come;
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    const { token } = request.params;
    if (isCardToken(token)) {
      // After the # it reaches no log and no other site.
      const mine = `#card=${token}`;
      if (request.me && request.held?.grant.area === undefined && may(request.me.role, 'search.read'))
        return reply.redirect(`/${mine}`, 303);
      if (cookieOf(request, screens.responder.cookie) !== undefined)
        return reply.redirect(`${screens.responder.path}${mine}`, 303);
    }
    const language = languageOf(request.headers['accept-language']);
    return reply.type('text/html; charset=utf-8').send(foundPage(districtsIn(registry), language, card));
  });
}

const card: Found = { zh: '捡到这张卡？', en: 'You have found this card?' };

/** What was found, as a question. `way`: for whoever works here, where they go on. */
type Found = Readonly<Record<Language, string>> & { way?: { to: string } & Readonly<Record<Language, string>> };

export const districtsIn = (registry: Pick<IncidentParts['registry'], 'all'>): District[] =>
  registry.all().map(({ bundle }) => bundle.district);

/** Several communities on one server are all named: which one it is stands on what was found. */
export function foundPage(districts: readonly District[], language: Language, found: Found): string {
  const zh = language === 'zh';
  const lines = districts.map(({ name, nameEn, phone }) => {
    const called = escaped(zh ? name : (nameEn ?? name));
    const where = zh
      ? `请交到<b>${called}</b>居委会或社区工作站`
      : `Please bring it to the community office of <b>${called}</b>`;
    return `<p>${where}${phone === undefined ? '' : `<br><a href="tel:${phone.replaceAll(/[^0-9+]/g, '')}">${escaped(phone)}</a>`}</p>`;
  });
  const title = found[language];
  const thanks = zh ? '谢谢您！' : 'Thank you!';
  const way = found.way ? `<p><a href="${escaped(found.way.to)}">${found.way[language]}</a></p>` : '';
  return `<!doctype html><html lang="${language}"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<meta name="robots" content="noindex"><title>一键通</title><style>${style}</style><main><h1>${title}</h1>${lines.join('')}<p>${thanks}</p>${way}</main></html>`;
}

const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
