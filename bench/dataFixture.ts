// The data of this version for later versions to open: a small district with an incident in every state, as a backup in
// test/fixtures/. `npm run data:fixture`, once for each version of the data's layout; test/integration/oldData.test.ts opens it.
import { createWriteStream } from 'node:fs';
import { copyFile, rm } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { opened } from '../backup/envelope.ts';
import { keepBackup } from '../backup/keep.ts';
import { readOpenKeys } from '../backup/keys.ts';
import type { Dispatch } from '../contracts/incident/messages.ts';
import type { CommunityBundle } from '../contracts/office/community.ts';
import type { ReplyKind } from '../contracts/terms.ts';
import type { Login } from '../store/acl.ts';
import { dataVersion } from '../store/version.ts';
import { sampleBundle } from '../test/sample.ts';
import { System } from '../test/system.ts';
import { RawClient } from './socket.ts';

const homesKept = 24;
const to = resolve(import.meta.dirname, `../../test/fixtures/data-v${dataVersion}.tar`);

const system = await System.start(['--no-sim'], { YJT_KEEP_CLOSED: '20s' });
const clients: RawClient[] = [];
let commands = 0;
try {
  await system.api('/api/v1/import', smallDistrict());
  const archived = await press('res-001');
  await order(archived, { command: 'note', text: '老人在阳台，已无恙' });
  await order(archived, { command: 'close', disposition: 'false_alarm', text: 'bench' });
  await settle(archived);
  await isArchived(archived);

  const phone = await phoneOf('wang-g1');
  const onTheWay = await press('res-005');
  await order(onTheWay, { command: 'acknowledge' });
  await order(onTheWay, { command: 'assign', responder: 'wang-g1' }).catch(alreadyThere);
  await phone.answers(onTheWay, 'accept');
  await phone.answers(onTheWay, 'en_route');
  await press('res-009'); // nobody has looked at it
  const absorbed = await press('res-011');
  const absorbing = await press('res-013');
  await order(absorbed, { command: 'merge', into: absorbing });
  await order(absorbing, { command: 'priority', priority: 1, text: '两户同时呼叫' }).catch(alreadyThere);
  const reopened = await press('res-015');
  await order(reopened, { command: 'close', disposition: 'no_one_home' });
  await order(reopened, { command: 'reopen', text: '家属说人在家' });
  const ambulance = await press('res-017');
  await order(ambulance, { command: 'call_120', reference: '120-0042' });
  const button = await system.api<Login & { device: string }>('/api/v1/devices', { resident: 'res-019' });
  const broken = await RawClient.open(system.mqttPort, button);
  clients.push(broken);
  await broken.publish(`yjt/v1/d/${button.device}/press`, '!!!');
  await system.api('/api/v1/accounts', { login: 'zhou', name: '周值班', role: 'officer' });
  const untold = await press('res-021');
  await order(untold, { command: 'close', disposition: 'helped' }); // whoever was asked has not confirmed that it is over

  const answer = await fetch(`http://127.0.0.1:${system.port}/api/v1/backup`, {
    method: 'POST',
    headers: { authorization: `Bearer ${system.token}` },
  });
  if (!answer.ok || !answer.body) throw new Error(`no backup: ${answer.status} ${await answer.text()}`);
  const keys = join(system.folder, 'keys');
  const { identity, ...open } = await readOpenKeys(keys);
  const made = await keepBackup(Readable.fromWeb(answer.body as NodeReadableStream), `${to}.age`, {
    ...open,
    ...(identity === undefined ? {} : { identity }),
  });
  // A later version reads it without any key but that of its fields.
  await pipeline(await opened(`${to}.age`, identity), createWriteStream(to));
  await copyFile(join(keys, 'fields.keys'), `${to}.keys`);
  await rm(`${to}.age`);
  console.log(`${to}: ${JSON.stringify(made?.counts)}`);
} finally {
  for (const client of clients) client.close();
  await system.stop();
}

/** The sample with a few homes. */
function smallDistrict(): CommunityBundle {
  const bundle = sampleBundle();
  const homes = bundle.homes.slice(0, homesKept);
  const kept = new Set(homes.map(({ id }) => id));
  const residents = bundle.residents.filter(({ home }) => kept.has(home));
  const people = new Set(residents.map(({ id }) => id));
  const devices = bundle.devices.filter(
    ({ home, resident }) => kept.has(home ?? '') || (resident !== undefined && people.has(resident)),
  );
  return { ...bundle, homes, residents, devices };
}

async function press(resident: string): Promise<string> {
  const { incident } = await system.api<{ incident?: string }>('/api/v1/presses', { resident });
  if (incident === undefined) throw new Error(`the press of ${resident} opened no incident`);
  return incident;
}

function order(incident: string, command: object): Promise<unknown> {
  return system.api(`/api/v1/incidents/${incident}/commands`, { id: `f${commands++}`, ...command });
}

function alreadyThere(error: unknown): void {
  if (!/already_assigned|same_priority/.test(String(error))) throw error;
}

/** Everybody who was asked knows that it is over. */
async function settle(incident: string): Promise<void> {
  const { legs } = await system.api<{ legs: { id: string; told: boolean; state: string }[] }>(
    `/api/v1/incidents/${incident}`,
  );
  for (const { id, told, state } of legs)
    if (state === 'stood_down' && !told) await order(incident, { command: 'told', leg: id });
}

async function isArchived(incident: string): Promise<void> {
  for (;;) {
    const refused = await order(incident, { command: 'acknowledge' }).catch(String);
    if (String(refused).includes('archived')) return;
    await new Promise((done) => setTimeout(done, 500));
  }
}

/** A responder's phone. */
async function phoneOf(id: string): Promise<{ answers(incident: string, reply: ReplyKind): Promise<void> }> {
  const heard = new Map<string, Dispatch>();
  let waiting: () => void = () => undefined;
  const client = await RawClient.open(
    system.mqttPort,
    await system.api<Login>(`/api/v1/responders/${id}/credential`, {}),
    (_topic, payload) => {
      const message = JSON.parse(payload.toString()) as Dispatch;
      heard.set(message.incident, message);
      waiting();
    },
  );
  client.subscribe(`yjt/v1/r/${id}/dispatch`);
  clients.push(client);
  let replies = 0;
  return {
    answers: async (incident, reply) => {
      while (!heard.has(incident))
        await new Promise<void>((done) => {
          waiting = done;
        });
      const { delivery, leg } = heard.get(incident) as Dispatch;
      const answer = { id: `${id}-${replies++}`, delivery, incident, leg, reply };
      await client.publish(`yjt/v1/r/${id}/reply`, JSON.stringify(answer));
    },
  };
}
