// More open incidents than a page can show, on the whole system: what the duty console is told stays small and complete.
import { afterAll, beforeAll, expect, it } from 'vitest';
import WebSocket from 'ws';
import { readCommunity } from '../../community/reader.ts';
import type { IncidentView } from '../../contracts/incident/views.ts';
import type { LiveFrame } from '../../contracts/system/live.ts';
import { System, until } from '../system.ts';

const homes = 420;
let system: System;
const sockets: WebSocket[] = [];

beforeAll(async () => {
  system = await System.start();
}, 90_000);
afterAll(async () => {
  for (const socket of sockets) socket.close();
  await system.stop();
}, 30_000);

/** An officer's page: all that it is sent. */
async function page(): Promise<LiveFrame[]> {
  const { token } = await system.api<{ token: string }>('/api/v1/tokens', { role: 'officer', name: 'test' });
  const frames: LiveFrame[] = [];
  const socket = new WebSocket(`ws://127.0.0.1:${system.port}/live`, { headers: { authorization: `Bearer ${token}` } });
  sockets.push(socket);
  socket.on('message', (text) => frames.push(JSON.parse(String(text)) as LiveFrame));
  await until(() => expect(frames.some(({ type }) => type === 'snapshot')).toBe(true));
  return frames;
}

const surgeIn = (frames: readonly LiveFrame[]) => {
  const last = frames.findLast((frame) => frame.type === 'surge');
  if (last?.type !== 'surge') throw new Error('no surge was told of');
  return last;
};

it('a page is told of a crowd by courtyard, an officer is answered at once, and a courtyard is listed when asked for', async () => {
  const { bundle } = readCommunity('community/hongmenjie');
  if (!bundle) throw new Error('the sample community cannot be read');
  const of = <T>(list: readonly T[], i: number): T => list[i % list.length] as T;
  const numbered = Array.from({ length: homes }, (_, i) => i);
  await system.api('/api/v1/import', {
    ...bundle,
    homes: numbered.map((i) => ({ ...of(bundle.homes, i), id: `home-${i}` })),
    residents: numbered.map((i) => ({
      ...of(bundle.residents, i),
      id: `res-${i}`,
      home: `home-${i}`,
      card: `CROWD-${i}`,
    })),
    devices: numbered.map((i) => ({ id: `btn-${i}`, kind: 'button' as const, home: `home-${i}` })),
  });
  const frames = await page();
  await Promise.all(numbered.map((i) => system.api('/api/v1/presses', { resident: `res-${i}` })));
  await until(() => expect(surgeIn(frames).surge.open).toBe(homes), 90);
  const { surge, incidents } = surgeIn(frames);
  expect(surge.on).toBe(true);
  expect(surge.courtyards.reduce((sum, { open }) => sum + open, 0)).toBe(homes);
  expect(incidents?.length).toBeLessThanOrEqual(2 * surge.courtyards.length);
  // No gap that would make the page ask for everything again, and whoever comes now is told no more.
  expect(frames.filter(({ type }) => type === 'change').length).toBeLessThanOrEqual(300);
  const [snapshot] = await page();
  expect(snapshot?.type === 'snapshot' && snapshot.incidents.length).toBe(incidents?.length);

  const [fullest] = surge.courtyards;
  const listed = await system.api<{ incidents: IncidentView[] }>(
    `/api/v1/incidents?courtyard=${fullest?.id}&limit=500`,
  );
  expect(listed.incidents).toHaveLength(fullest?.open ?? 0);
  const last = listed.incidents.at(-1)?.id ?? '';
  await system.api(`/api/v1/incidents/${last}/commands`, { id: 'one', command: 'acknowledge' });
  await until(() =>
    expect(
      frames.some((frame) => frame.type === 'change' && frame.incident?.id === last && frame.incident.acknowledged),
    ).toBe(true),
  );
}, 180_000);
