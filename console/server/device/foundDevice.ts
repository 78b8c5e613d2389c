// What the code on a device opens (docs/decisions/046). It looks no device up: whoever found one, or reads it off in passing, gets one page, the same for each
// number; whoever installs devices is sent to where this one is installed, which asks by its own rights.
import { Type } from 'typebox';
import { RegistryId } from '../../../contracts/ids.ts';
import { may } from '../../../contracts/session/rights.ts';
import { districtsIn, foundPage } from '../office/foundCard.ts';
import type { IncidentParts } from '../parts.ts';
import { languageOf, Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';

const found = { zh: '这是一台求助设备', en: 'This is a device that calls for help' };
const toInstall = { zh: '工作人员：装机、查看设备', en: 'For staff: install it, see how it is' };

export function addFoundDevice(app: App, { registry, rates }: IncidentParts): void {
  const asks = route('device.show', 'where to bring a device that was found', {
    params: Type.Object({ device: RegistryId }),
  });
  app.get('/d/:device', { ...asks, schema: { ...asks.schema, hide: true } }, async (request, reply) => {
    const turn = rates.actions.take(`label/${request.ip}`);
    if (!turn) throw new Refused('too_fast');
    await turn.come;
    reply.header('cache-control', 'no-store').header('referrer-policy', 'no-referrer');
    const to = `/office/pair?device=${request.params.device}`;
    if (request.me && may(request.me.role, 'device.pair')) return reply.redirect(to, 303);
    const way = { to, ...toInstall };
    return reply
      .type('text/html; charset=utf-8')
      .send(foundPage(districtsIn(registry), languageOf(request.headers['accept-language']), { ...found, way }));
  });
}
