// What a gateway hears back: the person has the message, or has answered it. Proved by the same signature as what we send,
// and stored before 2xx. A gateway may speak only for those whom it was given to tell: whoever steals its secret cannot
// take an incident in the name of others.

import type { FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { type IncidentId, type ShardId, shardOfIncident } from '../../../contracts/ids.ts';
import { readDelivery } from '../../../contracts/incident/delivery.ts';
import type { IncidentEvent } from '../../../contracts/incident/events.ts';
import { readOutsideDelivery } from '../../../contracts/incident/groups.ts';
import type { Input } from '../../../contracts/incident/inputs.ts';
import { MyAnswer } from '../../../contracts/incident/myLegs.ts';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import { GatewayReply, signatureFreshSeconds, signatureHeader } from '../../../contracts/system/gateway.ts';
import type { Channel } from '../../../contracts/terms.ts';
import { replay } from '../../../dispatcher/domain/incident/evolve.ts';
import { isSigned } from '../../../signing/signature.ts';
import { gatewayReplyId } from '../../../store/gatewayReplyId.ts';
import { readLog, readSoundStates } from '../../../store/log.ts';
import { readGatewayReply } from '../../../store/readMessage.ts';
import type { Registry } from '../../../store/registry.ts';
import { answerOf, ask } from '../ask.ts';
import { bytesOf, readBody, takeBytes } from '../bodies.ts';
import type { ServerClock } from '../clock.ts';
import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';

export type GatewayParts = {
  redis: Redis;
  live: IncidentParts['live'];
  registry: Registry;
  clock: ServerClock;
  replicas: number;
  /** what the gateway of the channel `webhook` signs with; undefined: there is none */
  gatewaySecret: string | undefined;
};

const gatewayChannel: Channel = 'webhook';

/** What an answer is about, and who may give it. */
type Asking = Pick<GatewayParts, 'redis' | 'live' | 'registry'>;

export function addGatewayReplies(app: App, parts: GatewayParts): void {
  // A scope of its own: the signature is over the bytes as they came.
  app.register(async (scope) => {
    takeBytes(scope);
    const asks = route(
      'gateway.reply',
      'a gateway: somebody has the message, or answers it; signed like what it is sent',
      { body: GatewayReply, response: { 200: MyAnswer, 401: Refusal, 409: Refusal } },
    );
    scope.post('/api/v1/receipts', asks, async (request) => {
      const reply = provenReply(parts, request);
      const input = await inputOfReply(parts, reply, gatewayChannel);
      return answerOf(input.input.reply.id, await ask(parts, { ...input, log: request.log }));
    });
  });
}

/** @throws Refused unless whoever sent this holds the secret, and it can be read */
function provenReply({ gatewaySecret, clock }: GatewayParts, request: FastifyRequest): GatewayReply {
  if (gatewaySecret === undefined) throw new Refused('not_found', 'YJT_WEBHOOK_SECRET');
  const now = Math.floor(clock.now() / 1000);
  const header = request.headers[signatureHeader];
  const given = { header: typeof header === 'string' ? header : '', body: bytesOf(request) };
  if (!isSigned(given, gatewaySecret, now, signatureFreshSeconds)) throw new Refused('bad_signature');
  return readBody(request, readGatewayReply);
}

/**
 * What somebody said through a channel, as an input of the leg that it is about.
 * @throws Refused when that leg was not told through this channel
 */
export async function inputOfReply(parts: Asking, reply: GatewayReply, channel: Channel) {
  const inAGroup = readOutsideDelivery(reply.delivery) !== undefined;
  const { shard, ...told } = inAGroup ? inGroup(parts, reply, channel) : await single(parts, reply, channel);
  const { reply: word, reason, at, id } = reply;
  const input = {
    v: 1,
    kind: 'reply',
    district: told.district,
    responder: reply.responder,
    reply: {
      id: gatewayReplyId({ delivery: told.delivery, reply: word, ...defined({ id }) }),
      delivery: told.delivery,
      incident: told.incident,
      leg: told.leg,
      reply: word,
      ...defined({ reason, at }),
    },
  } satisfies Input;
  return { shard, input };
}

/** What a delivery is about: for a group any of its calls that this person was told of. */
type Told = { shard: ShardId; district: string; delivery: string; incident: IncidentId; leg: string };

/** @throws Refused when nothing of this group was told to this person through the gateway */
function inGroup({ live, registry }: Asking, reply: GatewayReply, channel: Channel): Told {
  const told = readOutsideDelivery(reply.delivery);
  if (told?.responder !== reply.responder) throw new Refused('not_through_you', 'responder');
  for (const { id: district, shard } of registry.all())
    for (const incident of live.shown(district))
      for (const leg of incident.legs)
        if (leg.responder === told.responder && leg.group === told.group && leg.channels?.includes(channel))
          return { shard, district, delivery: told.delivery, incident: incident.id, leg: leg.id };
  throw new Refused('not_through_you', 'delivery');
}

/** @throws Refused when this gateway was not given that leg to tell */
async function single({ redis }: Asking, reply: GatewayReply, channel: Channel): Promise<Told> {
  const { incident: id, leg } = readDelivery(reply.delivery);
  const shard = shardOfIncident(id);
  const [incident] = shard === undefined ? [] : await readSoundStates(redis, shard, [id], { replay });
  if (shard === undefined || incident === undefined) throw new Refused('not_found', 'delivery');
  if (!wasTold(await readLog(redis, shard, incident.id), leg, channel))
    throw new Refused('not_through_you', 'delivery');
  return { shard, district: incident.district, delivery: reply.delivery, incident: incident.id, leg };
}

/** Was this leg ever told through the channel: by its offer, or because its stand-down was chased? */
function wasTold(events: readonly IncidentEvent[], leg: string, channel: Channel): boolean {
  return events.some(
    (event) =>
      (event.type === 'leg_offered' && event.leg.id === leg && event.leg.channels?.includes(channel)) ||
      (event.type === 'stand_down_chased' && event.leg === leg && event.channel === channel),
  );
}
