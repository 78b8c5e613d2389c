// What was closed long ago leaves Redis by itself and is still read everywhere: the list, the timeline, yjt, a replay.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import type { IncidentDetail, IncidentView } from '../../contracts/incident/views.ts';
import { monthOf } from '../../store/archive/month.ts';
import { connect } from '../../store/connection.ts';
import { ofThisFile } from '../lives.ts';
import { System, until } from '../system.ts';
import { yjtJson } from '../yjt.ts';

const system = await ofThisFile(System.start(['--no-sim'], { YJT_KEEP_CLOSED: '2s' }));

it('an incident closed for longer than YJT_KEEP_CLOSED is archived and reads as it did, but takes no command', async () => {
  const { incident: id } = await system.api<{ incident: string }>('/api/v1/presses', { resident: 'res-020' });
  const order = (command: object) =>
    system.api(`/api/v1/incidents/${id}/commands`, { id: `c-${JSON.stringify(command).length}`, ...command });
  await order({ command: 'note', text: '家属已联系' });
  const path = `/api/v1/incidents/${id}`;
  await system.clear(); // closes it and confirms the stand-downs
  const before = await system.api<IncidentDetail>(path);
  const { events } = await system.api<{ events: unknown[] }>(`${path}/events`);
  expect(before.incident.state).toBe('closed');

  const redis = connect(system.store);
  await until(async () => expect(await redis.keys(`*${id}*`)).toEqual([]));
  redis.disconnect();
  const file = join(system.folder, 'archive', `${monthOf(Date.now())}.jsonl`);
  expect(readFileSync(file, 'utf8')).toContain('家属已联系');

  expect(await system.api(path)).toEqual(before);
  expect((await system.api<{ events: unknown[] }>(`${path}/events`)).events).toEqual(events);
  expect((await system.incidents('closed')).map((one) => one.id)).toEqual([id]);
  expect(
    (await yjtJson<{ incidents: IncidentView[] }>(system, 'incidents', '--state', 'closed')).incidents,
  ).toHaveLength(1);
  const earlier = await yjtJson<{ incidents: IncidentView[] }>(
    system,
    'incidents',
    '--state',
    'closed',
    '--before',
    '2020-01-01',
  );
  expect(earlier.incidents).toEqual([]);
  expect(await yjtJson<{ events: unknown[] }>(system, 'incidents', id)).toMatchObject({ events });
  expect(await yjtJson(system, 'replay', id)).toMatchObject({ same: true });
  await expect(order({ command: 'reopen', text: 'x' })).rejects.toThrow(/409.*archived/);
}, 60_000);
