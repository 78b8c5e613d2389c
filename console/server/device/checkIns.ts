// 平安签到: how today's signs of life stand, who is called while it is hot or cold, and what came of it (docs/decisions/047).
import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import {
  CheckInPhone,
  CheckInPhoneOrder,
  CheckInsAnswer,
  CheckInsAsked,
  ListOrder,
  TickOrder,
} from '../../../contracts/device/checkInViews.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { emptyList, runningWarnings } from '../../../dispatcher/domain/device/checkInList.ts';
import { changeList, keepTick } from '../../../store/checkIns.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import type { RegistryParts } from '../parts.ts';
import { answers, Refused } from '../refusal.ts';
import { type App, narrowed, route } from '../resource.ts';
import { actorOf, audit } from '../session/caller.ts';
import { whoAsksHere } from '../session/doors.ts';
import { showing } from '../session/shown.ts';
import { checkInsOf, isWatched } from './checkInRows.ts';

const done = { ...answers(Type.Object({})), 404: Refusal };

export function addCheckIns(app: App, parts: RegistryParts): void {
  const { redis, clock } = parts;
  app.get(
    '/api/v1/office/check-ins',
    narrowed(
      route('checkIn.read', 'how today’s signs of life stand, and who is on the lists of heat and cold', {
        querystring: CheckInsAsked,
        response: answers(CheckInsAnswer),
      }),
    ),
    async (request) => {
      const { district } = whoAsksHere(parts, request);
      const answer = await checkInsOf(redis, district, { now: clock.now(), asked: request.query });
      showing(request, { residents: answer.rows.map(({ id }) => id), purpose: 'administration' });
      return answer;
    },
  );
  app.post(
    '/api/v1/office/check-ins/ticks',
    narrowed(route('checkIn.tick', 'what came of a call to a resident', { body: TickOrder, response: done })),
    async (request) => {
      const { held, district } = whoAsksHere(parts, request);
      const { resident, outcome } = request.body;
      residentIn(district, resident);
      const tick = { at: clock.now(), outcome, by: held.grant.name };
      await keepTick(redis, whereOf(district), resident, tick);
      await audit(parts, held, { action: 'check_in_ticked', about: resident, reason: outcome });
      return {};
    },
  );
  addPhone(app, parts);
  addLists(app, parts);
}

function addPhone(app: App, parts: RegistryParts): void {
  app.post(
    '/api/v1/office/check-ins/phone',
    narrowed(
      route('checkIn.phone', 'the telephone number of somebody who is to be called for it; written down', {
        body: CheckInPhoneOrder,
        response: { ...answers(CheckInPhone), 404: Refusal },
      }),
    ),
    async (request) => {
      const { district } = whoAsksHere(parts, request);
      const resident = residentIn(district, request.body.resident);
      const watched = await isWatched(parts.redis, district, { now: parts.clock.now(), resident });
      if (!watched || resident.phone === undefined) throw new Refused('not_found', 'resident');
      showing(request as FastifyRequest, { residents: [resident.id], purpose: 'administration' });
      return { phone: resident.phone };
    },
  );
}

function addLists(app: App, parts: RegistryParts): void {
  const { redis, clock } = parts;
  app.post(
    '/api/v1/office/check-ins/lists',
    narrowed(
      route('checkIn.list', 'switches a list on or off by hand, puts somebody on it or takes somebody off', {
        body: ListOrder,
        response: { ...done, 400: Refusal },
      }),
    ),
    async (request) => {
      const { held, district } = whoAsksHere(parts, request);
      const { list, on, add, remove } = request.body;
      const said = [on, add, remove].filter((one) => one !== undefined);
      if (said.length !== 1) throw new Refused('bad_request', 'on, add, remove');
      if (on !== undefined && district.reach) throw new Refused('not_for_part');
      const who = add ?? remove;
      if (who !== undefined) residentIn(district, who);
      await changeList(redis, whereOf(district), list, (before = emptyList) => {
        const own = { ...before, at: clock.now(), by: actorOf(held) };
        if (on !== undefined) {
          // What it is said against stays beside it: the same warning again does not switch it back.
          const { until: _, from: __, warning: ___, ...rest } = own;
          return { ...rest, on, byHand: true, warnings: runningWarnings(before, clock.now()) };
        }
        const without = (ids: readonly string[]): string[] => ids.filter((id) => id !== who);
        return add !== undefined
          ? { ...own, added: [...without(own.added), add], removed: without(own.removed) }
          : { ...own, added: without(own.added), removed: [...without(own.removed), remove ?? ''] };
      });
      const reason = on === undefined ? (add === undefined ? 'remove' : 'add') : on ? 'on' : 'off';
      await audit(parts, held, { action: 'check_in_list', about: who ?? list, name: list, reason });
      return {};
    },
  );
}

export const whereOf = ({ shard, id }: DistrictRegistry) => ({ shard, district: id });

/** @throws Refused for whoever lives elsewhere */
function residentIn(district: DistrictRegistry, id: string) {
  const resident = district.residents.get(id);
  if (!resident) throw new Refused(district.reach ? 'outside_area' : 'not_found', 'resident');
  return resident;
}
