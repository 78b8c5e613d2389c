// More open incidents than a page can show, on the whole system: what the duty console is told stays small and complete.
import { afterAll, expect, it } from 'vitest';
import type WebSocket from 'ws';
import { filled } from '../../bench/presses.ts';
import type { IncidentView } from '../../contracts/incident/views.ts';
import type { LiveFrame } from '../../contracts/system/live.ts';
import { openLive } from '../livePage.ts';
import { ofThisFile } from '../lives.ts';
import { sampleBundle } from '../sample.ts';
import { System, until } from '../system.ts';

const homes = 420;
const system = await ofThisFile(System.start());
const sockets: WebSocket[] = [];
afterAll(() => {
  for (const socket of sockets) socket.close();
});

/** An officer's page: all that it is sent. */
async function page(): Promise<LiveFrame[]> {
  const { token } = await system.api<{ token: string }>('/api/v1/tokens', { role: 'officer', name: 'test' });
  const { socket, frames } = openLive(`http://127.0.0.1:${system.port}`, token);
  sockets.push(socket);
  await until(() => expect(frames.some(({ type }) => type === 'snapshot')).toBe(true));
  return frames;
}

const surgeIn = (frames: readonly LiveFrame[]) => {
  const last = frames.findLast((frame) => frame.type === 'surge');
  if (last?.type !== 'surge') throw new Error('no surge was told of');
  return last;
};

it('a page is told of a crowd by courtyard, an officer is answered at once, and a courtyard is listed when asked for', async () => {
  const numbered = Array.from({ length: homes }, (_, i) => i);
  await system.api('/api/v1/import', filled(sampleBundle(), homes));
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
