// Strange values in Redis, under every key that something is read from: JSON that is none, fields of another type, gone, huge, deep. Whoever reads
// gets what can be read and nothing else; nothing throws, so no loop, start or page ends of it. What the auditor says of it: integration/unreadable.
import { describe, expect, it } from 'vitest';
import { eventView, incidentDetail, incidentView } from '../../console/server/incident/views.ts';
import { CanaryTrace } from '../../contracts/device/canary.ts';
import { incidentIdOf, type ShardId } from '../../contracts/ids.ts';
import { IncidentEvent } from '../../contracts/incident/events.ts';
import { DeviceStateRecord, GroupLine, InboxMessage } from '../../contracts/incident/inbox.ts';
import { Incident } from '../../contracts/incident/state.ts';
import { HomeReadiness } from '../../contracts/office/readiness.ts';
import { Alarm, AlarmChange } from '../../contracts/system/alarms.ts';
import { replay } from '../../dispatcher/domain/incident/evolve.ts';
import { Knowledge } from '../../dispatcher/domain/knowledge.ts';
import { Account, readAccount, readAccounts } from '../../store/accounts.ts';
import { readAlarmChanges, readAlarmRecord, readAlarms } from '../../store/alarms.ts';
import { canariesAfter } from '../../store/canaries.ts';
import { Credential, checkPassword, issueCredential, readCredentials } from '../../store/directory.ts';
import { DistrictRegistry } from '../../store/district.ts';
import { FeedEntry, readFeed } from '../../store/feed.ts';
import { HandedOver, readOutsideInbox } from '../../store/handedOver.ts';
import { readDeviceStates, readGroupLines, readGroupRevisions, readInbox } from '../../store/inbox.ts';
import { directoryKeys, shardKeys } from '../../store/keys.ts';
import { Latest, readLatest, watchLatest } from '../../store/latest.ts';
import { readLog, readSoundStates } from '../../store/log.ts';
import { NotifierStatus, readNotifierStatus } from '../../store/notifierStatus.ts';
import { Recorded, readOutbox } from '../../store/outbox.ts';
import { readDistrict } from '../../store/readDistrict.ts';
import { readReadiness, StoredReadiness, watchReadiness } from '../../store/readiness.ts';
import { addRefusedTries, RefusedTries, readRefusedTries } from '../../store/refusedTries.ts';
import {
  boundOldTokens,
  createToken,
  Grant,
  readToken,
  readTokens,
  removeExpiredTokens,
  stillStanding,
} from '../../store/tokens.ts';
import { findUnreadable } from '../../store/unreadable.ts';
import { changeDocument, writeDistrict } from '../../store/writeDistrict.ts';
import { type Chance, pick } from '../chance.ts';
import { ofThisFile } from '../lives.ts';
import { TestRedis } from '../redis.ts';
import { sampleBundle, sampleDistrict } from '../sample.ts';
import { casesOf, eachCase, fuzzTimeoutMs, seed, Tally } from './cases.ts';
import { rightValue, type Schema } from './schema.ts';
import { Strange } from './strange.ts';

const shard = 's00' as ShardId;
const keys = shardKeys(shard);
const now = Date.now();
const incident = incidentIdOf('01HZZZZZZZZZZZZZZZZZZZZZZZ', shard);
const strange = new Strange(seed);
const sample = sampleBundle();
const district = sampleDistrict();
const known = {
  incident: [incident],
  responder: ['wang'],
  device: ['btn-001'],
  home: ['home-001'],
  district: ['hongmenjie'],
};

let digest: string;
const heard: unknown[] = [];
const server = await ofThisFile(TestRedis.start());
const redis = server.open();
await writeDistrict(redis, sample);
await writeDistrict(redis, sample); // so that there is one from before
const token = await createToken(redis, {
  role: 'officer',
  name: 'x',
  district: 'hongmenjie',
  once: false,
  expiresAt: now + 1e9,
});
[digest = ''] = await redis.hkeys(directoryKeys.tokens);
const subscriber = server.open({ blocking: true });
await watchLatest(subscriber, [shard], (latest) => heard.push(latest));
await watchReadiness(subscriber, [shard], (changed) => heard.push(changed));

/** A schema of ours as the JSON that it is. */
const plain = (schema: object): Schema => JSON.parse(JSON.stringify(schema)) as Schema;

const nothing: ReadonlySet<unknown> = new Set([undefined, null]);
/** A stream that holds this one entry. @returns its id */
async function only(stream: string, field: string, text: string, id = '1-0'): Promise<void> {
  await redis.multi().del(stream).xadd(stream, id, field, text).exec();
}

type Place = {
  name: string;
  schema: Schema;
  put: (text: string) => Promise<unknown>;
  read: () => Promise<readonly unknown[]>;
};
const places: Place[] = [
  {
    name: 'account',
    schema: plain(Account),
    put: (text) => redis.hset(directoryKeys.accounts, 'zhou', text),
    read: async () => [await readAccount(redis, 'zhou'), ...(await readAccounts(redis, 'hongmenjie'))],
  },
  {
    name: 'token',
    schema: plain(Grant),
    put: (text) => redis.hset(directoryKeys.tokens, digest, text),
    read: async () => {
      await boundOldTokens(redis, now);
      const all = [
        await readToken(redis, token, now),
        ...(await stillStanding(redis, [digest], now)),
        ...(await readTokens(redis, 'hongmenjie')),
      ];
      await removeExpiredTokens(redis, now);
      return all;
    },
  },
  {
    name: 'credential',
    schema: plain(Credential),
    put: (text) => redis.hset(directoryKeys.credentials, 'btn-001', text),
    read: async () => [
      await checkPassword(redis, 'btn-001', 'x'),
      ...(await readCredentials(redis, ['btn-001', 'nobody'])),
    ],
  },
  {
    name: 'alarm',
    schema: plain(Alarm),
    put: (text) => redis.hset(directoryKeys.alarms, 'disk_low/', text),
    read: () => readAlarms(redis),
  },
  {
    name: 'change of an alarm',
    schema: plain(AlarmChange),
    put: (text) => only(directoryKeys.alarmRecord, 'change', text),
    read: async () => [
      ...(await readAlarmChanges(redis, 5)),
      ...(await readAlarmRecord(redis, '0-0', 1)).map(({ change }) => change),
    ],
  },
  {
    name: 'end of an alarm',
    schema: {
      type: 'object',
      properties: { alarm: { type: 'string' }, at: { type: 'integer' } },
      required: ['alarm', 'at'],
    },
    put: (text) => only(directoryKeys.alarmRecord, 'cleared', text),
    read: () => readAlarmChanges(redis, 5),
  },
  {
    name: 'canary',
    schema: plain(CanaryTrace),
    put: (text) => only(directoryKeys.canaries, 'trace', text),
    read: async () => (await canariesAfter(redis, '0-0')).traces,
  },
  {
    name: 'outbox',
    schema: plain(Recorded),
    put: (text) => only(directoryKeys.outbox, 'message', text),
    read: () => readOutbox(redis, 5),
  },
  {
    name: 'notifier',
    schema: plain(NotifierStatus),
    put: (text) => redis.set(directoryKeys.notifier, text),
    read: async () => [await readNotifierStatus(redis)],
  },
  {
    name: 'refused tries',
    schema: plain(RefusedTries),
    put: (text) => redis.hset(directoryKeys.refusedTries(new Date(now).toISOString().slice(0, 10)), '127.0.0.1', text),
    read: async () => {
      const all = await readRefusedTries(redis, now);
      await addRefusedTries(redis, [{ address: '127.0.0.1', count: 1, firstAt: now, lastAt: now, logins: ['x'] }]);
      return all;
    },
  },
  {
    name: 'readiness of a home',
    schema: plain(HomeReadiness),
    put: (text) => redis.hset(keys.readinessOf('hongmenjie'), '@', '1', 'home-001', text),
    read: async () => (await readReadiness(redis, shard, 'hongmenjie'))?.homes ?? [],
  },
  {
    name: 'change of readiness',
    schema: plain(StoredReadiness),
    put: (text) => redis.publish(keys.readinessChannel, text),
    read: async () => [],
  },
  {
    name: 'latest value',
    schema: plain(Latest),
    put: (text) => redis.multi().set(keys.latest('position', 'wang'), text).publish(keys.latestChannel, text).exec(),
    read: () => readLatest(redis, shard, 'position', ['wang', 'li']),
  },
  {
    name: 'inbox',
    schema: plain(InboxMessage),
    put: (text) => redis.hset(keys.inbox('r/wang'), 'group/y1', text),
    read: async () => [
      ...(await readInbox(redis, shard, 'r/wang')),
      ...(await readGroupRevisions(redis, shard, [{ responder: 'wang', group: 'y1' }])).values(),
    ],
  },
  {
    name: 'line of a group',
    schema: plain(GroupLine),
    put: (text) => redis.hset(keys.inbox('g/wang/y1'), 'x', text),
    read: () => readGroupLines(redis, shard, { responder: 'wang', group: 'y1' }),
  },
  {
    name: 'what was handed over',
    schema: plain(HandedOver),
    put: (text) => redis.multi().hset(keys.handedOver('x/sms'), 'a', text).hset(keys.inbox('x/sms'), 'a', text).exec(),
    read: async () => [...(await readOutsideInbox(redis, shard, 'x/sms')).handedOver.values()],
  },
  {
    name: 'state of a device',
    schema: plain(DeviceStateRecord),
    put: (text) => redis.set(keys.deviceState('btn-001'), text),
    read: () => readDeviceStates(redis, shard, ['btn-001']),
  },
  {
    name: 'feed',
    schema: plain(FeedEntry),
    put: (text) => only(keys.feed, 'entry', text),
    read: async () => (await readFeed(redis, new Map([[shard, 0]]), undefined)).flatMap(({ entry }) => entry.events),
  },
  {
    name: 'event',
    schema: plain(IncidentEvent),
    put: (text) => only(keys.log(incident), 'event', text),
    read: async () => (await readLog(redis, shard, incident)).map((event) => eventView(event, { x: '{' })),
  },
  {
    name: 'state of an incident',
    schema: plain(Incident),
    put: (text) => redis.hset(keys.states, incident, text),
    read: async () => {
      const states = await readSoundStates(redis, shard, [incident], { replay });
      return states.map((one) => [
        incidentView(one, district, now),
        incidentDetail(one, district, { role: 'officer', now, side: { spot: '{', p3: '{', p4: '{"lon":0}' } }),
      ]);
    },
  },
];

/** A document of the sample, made strange in the store; the district is still read, and a world made of it. */
async function document(random: Chance): Promise<string> {
  const key = directoryKeys.documents('hongmenjie');
  const kind = pick(random, [
    'district',
    'policy',
    'grids',
    'roads',
    'courtyards',
    'homes',
    'residents',
    'devices',
    'responders',
    'shifts',
  ] as const);
  const right = kind === 'district' || kind === 'policy' ? sample[kind] : pick<object>(random, sample[kind]);
  const id = kind === 'policy' ? 'policy' : String('id' in right ? right.id : '');
  const field = `${kind}/${id}`;
  const before = (await redis.hget(key, field)) ?? '';
  const text = strange.like(random, { version: 1, document: right }, 10);
  await redis.hset(key, field, text);
  try {
    const bundle = await readDistrict(redis, 'hongmenjie');
    if (!bundle) throw new Error('the district is gone');
    const registry = new DistrictRegistry(bundle, shard); // another zone stands for one that is none
    const made = [registry, new Knowledge(registry.bundle)];
    if (kind === 'responders')
      await changeDocument(redis, { district: 'hongmenjie', kind, id }, (one) => ({ ...one, onDuty: true }));
    const damaged = (await findUnreadable(redis, ['hongmenjie'])).find((one) => one.in === 'documents');
    return made.length > 0 && damaged ? 'document stood in for' : 'document read';
  } finally {
    await redis.hset(key, field, before);
  }
}

describe('what lies in Redis', () => {
  it(
    `${casesOf('stored values')} strange values are read or count as absent`,
    async () => {
      const tally = new Tally();
      let number_ = 0;
      await eachCase('stored values', { tally }, async (random, number) => {
        number_ = number;
        if (random(300) === 0) return document(random);
        const place = pick(random, places);
        const right = rightValue(random, place.schema, known);
        const wrong = pick(random, [0, 4, 12, 30]);
        const text = strange.bytesLike(random, right, wrong).toString('utf8');
        await place.put(text);
        try {
          const found = await place.read();
          return found.every((one) => nothing.has(one)) ? 'absent' : 'read';
        } catch (error) {
          throw new Error(`${place.name}: ${error instanceof Error ? error.stack : error}\n${text.slice(0, 4_000)}`);
        }
      });
      expect(number_).toBe(casesOf('stored values') - 1);
      expect(tally.get('read')).toBeGreaterThan(0);
      expect(tally.get('absent')).toBeGreaterThan(0);
    },
    fuzzTimeoutMs,
  );

  it('a login that cannot be read is made anew', async () => {
    await redis.hset(directoryKeys.credentials, 'btn-001', '{"district":');
    const password = await issueCredential(redis, {
      kind: 'device',
      id: 'btn-001',
      district: 'hongmenjie',
      simulated: false,
    });
    expect(await checkPassword(redis, 'btn-001', password)).toMatchObject({ id: 'btn-001' });
  });
});
