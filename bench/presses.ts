// What measurements of the path of a press share: a district large enough, phones that answer, and how figures are printed.

import type { Dispatch } from '../contracts/incident/messages.ts';
import type { CommunityBundle } from '../contracts/office/community.ts';
import type { ResidentView } from '../contracts/office/residents.ts';
import type { ReplyKind } from '../contracts/terms.ts';
import { responderTopic } from '../contracts/topics.ts';
import type { Login } from '../store/acl.ts';
import { sampleBundle } from '../test/sample.ts';
import type { System } from '../test/system.ts';
import { RawClient } from './socket.ts';

/** A second press from a home rings nobody within five seconds: so many times the sample's homes are enough for all. */
const communityTimes = 6;

/** The sample with each home several times, on other floors. */
export function largeCommunity(): CommunityBundle {
  const bundle = sampleBundle();
  const copies = Array.from({ length: communityTimes }, (_, n) => n);
  const many = <T extends { id: string }>(documents: T[], change: (document: T, copy: string) => T): T[] =>
    copies.flatMap((n) => documents.map((one) => (n === 0 ? one : change({ ...one, id: `${one.id}-${n}` }, `-${n}`))));
  return {
    ...bundle,
    homes: many(bundle.homes, (home, copy) => ({ ...home, door: `${home.door}${copy}` })),
    residents: many(bundle.residents, (one, copy) => ({ ...one, home: one.home + copy })),
    devices: many(bundle.devices, (one, copy) => ({
      ...one,
      ...(one.home === undefined ? {} : { home: one.home + copy }),
      ...(one.resident === undefined ? {} : { resident: one.resident + copy }),
    })),
  };
}

/** The sample's places, filled up: a resident and a button in each of so many homes. Who is on duty is said by the switch alone. */
export function filled(bundle: CommunityBundle, homes: number): CommunityBundle {
  const of = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;
  const numbered = Array.from({ length: homes }, (_, i) => i);
  return {
    ...bundle,
    shifts: [],
    swaps: [],
    homes: numbered.map((i) => ({ ...of(bundle.homes, i), id: `home-${i}` })),
    residents: numbered.map((i) => ({
      ...of(bundle.residents, i),
      id: `res-${i}`,
      home: `home-${i}`,
      card: `FILLED-${i}`,
    })),
    devices: numbered.map((i) => ({ id: `btn-${i}`, kind: 'button' as const, home: `home-${i}` })),
  };
}

/** Where somebody lives, as a dispatch says it. */
export const wordsOf = ({ place }: ResidentView): string =>
  [place.courtyard?.name, place.building, place.unit, place.door].join(' ');

/** What a phone heard, with the moment at which it came. */
type Heard = { message: Dispatch; at: number; say(reply: ReplyKind): Promise<void> };

/** A responder's phone, connected. */
export async function openPhone(
  { port, login, ca }: { port: number; login: Login; ca?: Buffer | undefined },
  hears: (heard: Heard) => void,
): Promise<RawClient> {
  const id = login.username;
  let replies = 0;
  const onPublish = (_topic: string, payload: Buffer): void => {
    const at = performance.now();
    const message = JSON.parse(payload.toString()) as Dispatch;
    const { delivery, incident, leg } = message;
    const say = (reply: ReplyKind): Promise<void> => {
      const text = JSON.stringify({ id: `${id}-${replies++}`, delivery, incident, leg, reply });
      return client.publish(responderTopic(id, 'reply'), text);
    };
    hears({ message, at, say });
  };
  const client = await RawClient.open(port, login, onPublish, ca);
  client.subscribe(responderTopic(id, 'dispatch'));
  return client;
}

/** `clients`: those that are opened, for whoever closes them. */
type Opening = { system: System; clients: RawClient[] };

/** A phone for everybody who may be sent; each receipts what it hears. */
export async function connectResponders(
  { system, clients }: Opening,
  arrived: (place: string, at: number) => void,
): Promise<void> {
  const { responders } = await system.api<{ responders: { id: string }[] }>('/api/v1/responders');
  for (const { id } of responders) {
    const login = await system.api<Login>(`/api/v1/responders/${id}/credential`, {});
    const client = await openPhone({ port: system.mqttPort, login }, ({ message, at, say }) => {
      arrived(message.place ?? '', at);
      void say('receipt');
    });
    clients.push(client);
  }
}

/** The first button of a resident. */
export async function connectButton({ system, clients }: Opening, resident: ResidentView) {
  const [device = ''] = resident.devices;
  const client = await RawClient.open(system.mqttPort, await system.api<Login>('/api/v1/devices', { device }));
  clients.push(client);
  return { device, client, place: wordsOf(resident) };
}

/** As it stands in the README. */
export function quantiles(samples: number[]): string {
  const sorted = samples.sort((a, b) => a - b);
  const at = (share: number): string => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(2);
  return `${at(0.5)} / ${at(0.95)} / ${at(0.99)} ms p50 / p95 / p99 (n = ${samples.length})`;
}
