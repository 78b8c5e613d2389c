// A sign of life of a person through the door of foreign devices, on a real Redis: what changes counts, what a device says again does not.
import pino from 'pino';
import { expect, it } from 'vitest';
import { zigbee2mqtt } from '../../adapters/zigbee2mqtt.ts';
import { movedIn } from '../../contracts/device/checkIns.ts';
import type { CheckIn } from '../../contracts/office/checkIn.ts';
import { openForeignDoor } from '../../store/foreign/door.ts';
import { readLatest } from '../../store/latest.ts';
import { changeDocument, putDocument } from '../../store/writeDistrict.ts';
import { TestConsole } from '../console.ts';
import { ofThisFile } from '../lives.ts';
import { until } from '../system.ts';

const console_ = await ofThisFile(TestConsole.start());
const { redis, registry, district } = console_;
const address = '0x00158d0001a2b3c4';
const [device] = district.bundle.devices;
const id = device?.id ?? '';
await putDocument(
  redis,
  { district: district.id, kind: 'sources', expected: 0 },
  { id: 'z2m', name: '社区网关', family: 'zigbee2mqtt', door: 'broker' },
);
await changeDocument(redis, { district: district.id, kind: 'devices', id }, (one) => ({ ...one, address }));
await until(() => expect(registry.district(district.id)?.deviceAt(address)?.id).toBe(id));
const door = openForeignDoor({
  redis,
  replicas: 0,
  limits: { admitPress: () => undefined, sparing: () => false },
  pressRule: { atOnce: 10, everyMs: 1_000 },
  log: pino({ level: 'silent' }),
});
const [resident] = district.residentsOf(district.homeOf(id) ?? '');
const agree = async (checkIn?: CheckIn): Promise<void> => {
  const place = { district: district.id, kind: 'residents', id: resident?.id ?? '' } as const;
  await changeDocument(
    redis,
    place,
    ({ checkIn: _, ...one }: Record<string, unknown>) => ({ ...one, ...(checkIn ? { checkIn } : {}) }) as never,
  );
  await until(() => expect(registry.district(district.id)?.isSignOfLife(id)).toBe(checkIn !== undefined));
};
let heardAt = Date.now();

/** What a gateway publishes of the detector, a second later. */
async function says(body: object): Promise<void> {
  heardAt += 1_000;
  const now = registry.district(district.id);
  const source = now?.sources.get('z2m');
  if (!now || !source) throw new Error('the source is not there');
  const payload = Buffer.from(JSON.stringify(body));
  const message = { topic: `zigbee2mqtt/${address}`, payload, retained: false };
  const readings = zigbee2mqtt.read(message, 'zigbee2mqtt', now.known) ?? [];
  await door.take({ district: now, source, readings, raw: { how: 'test', body: payload.toString('base64') }, heardAt });
}
const lastMoved = async () => {
  const [value] = await readLatest(redis, district.shard, 'moved', [id]);
  return movedIn(value);
};

it('somebody walks by: that counts; the same state said again with each heartbeat does not', async () => {
  await agree({ by: ['09:30'] });
  await says({ occupancy: true, battery: 90 }); // it may have stood so for days
  expect(await lastMoved()).toBeUndefined();
  await says({ occupancy: false, battery: 90 });
  await says({ occupancy: false, battery: 89 });
  expect(await lastMoved()).toBeUndefined();
  await says({ occupancy: true, battery: 89 });
  const walked = heardAt;
  await until(async () => expect(await lastMoved()).toEqual({ at: walked, by: 'motion', via: 'z2m' }));
  await says({ occupancy: true, battery: 88 });
  await says({ battery: 88, linkquality: 120 });
  expect((await lastMoved())?.at).toBe(walked);
});

it('a door counts when it opens and when it closes, at the instant that its gateway names', async () => {
  await says({ contact: true });
  await says({ contact: false });
  const opened = heardAt;
  await until(async () => expect(await lastMoved()).toMatchObject({ at: opened, by: 'door' }));
  await says({ contact: true, last_seen: new Date(heardAt - 3 * 3_600_000).toISOString() });
  await says({ contact: false, last_seen: new Date(heardAt).toISOString() });
  const shut = heardAt - 1_000;
  await until(async () => expect((await lastMoved())?.at).toBe(shut));
  expect(shut).toBeGreaterThan(opened);
});

it('of a home in which nobody has agreed to it any more none is kept', async () => {
  const before = await lastMoved();
  expect(before).toBeDefined();
  await agree(undefined);
  await says({ occupancy: false, battery: 88 });
  await says({ occupancy: true, battery: 88 });
  await says({ battery: 87 });
  await until(async () => {
    const [health] = await readLatest(redis, district.shard, 'health', [id]);
    expect(health).toMatchObject({ heardAt });
  });
  expect(await lastMoved()).toEqual(before);
});
