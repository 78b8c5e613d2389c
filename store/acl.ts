// Who each process is at the managed Redis, and what it may do there: the keys that it works with, read or written, and no command
// that is about the server. Whoever takes over the simulator's or the notifier's process does not read who has which password.
// Passwords are made anew by each start; the server is given their digests only.
import { createHash, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { directoryKeys, shardKeys } from './keys.ts';
import { writeWhole } from './onDisk.ts';

/** `admin` is the supervisor, and whoever owns the machine. */
export type StoreUser = 'broker' | 'dispatcher' | 'console' | 'auditor' | 'notifier' | 'office' | 'receiver';
export type Login = { username: string; password: string };

type Scope = {
  reads?: readonly string[];
  writes: readonly string[];
  channels: readonly string[];
  also?: readonly string[];
};

const shard = shardKeys('s*' as never);
const dir = directoryKeys;
const any = '*' as never;
const everyShardKey = '{s*}:*';
/** `documentsBefore`: what stands in for a document that cannot be read. */
const registry = [dir.documents(any), dir.documentsBefore(any), dir.districts, dir.defaultDistrict, dir.changes];
const foreign = [
  shard.foreignOnce(any, any, any),
  shard.foreignLast(any),
  shard.foreignFlags(any),
  shard.foreignNames(any),
  shard.foreignCounts(any),
  shard.foreignRaw(any),
  shard.foreignUnclear(any),
  shard.foreignHeardOf(any),
];
const alarms = [dir.alarms, dir.alarmRecord];

/** `writes` may be read as well: a script's keys need both. */
const scopes: Readonly<Record<StoreUser, Scope>> = {
  broker: {
    reads: [
      shard.feed,
      shard.inbox(any),
      shard.deviceState(any),
      shard.states,
      dir.version,
      ...registry,
      dir.credentials,
    ],
    writes: [
      shard.intake,
      shard.latest(any, any),
      shard.hops(any),
      shard.audit(any), // who switched their duty
      shard.auditHead(any),
      shard.auditAsides(any),
      dir.documents(any),
      dir.changes,
      dir.floods,
      dir.floodCounts,
      dir.merged,
      ...foreign,
      ...alarms,
    ],
    channels: [shard.latestChannel, dir.endedChannel, dir.alarmChannel],
  },
  dispatcher: {
    reads: [...registry, dir.version, dir.credentials, dir.receiverBeat],
    writes: [everyShardKey, ...alarms], // which gateways are down, whose check-in nobody knows
    channels: [shard.latestChannel, shard.readinessChannel, dir.alarmChannel],
  },
  console: {
    reads: [everyShardKey],
    writes: [
      shard.intake,
      shard.latest(any, any),
      shard.hops(any),
      shard.audit(any),
      shard.auditHead(any),
      shard.auditAsides(any),
      shard.side(any), // what is erased of a person
      shard.faults(any), // which a human closes
      shard.checkInTicks(any),
      shard.checkInLists(any),
      shard.checkInsTold(any), // of whoever is erased
      ...foreign,
      '{dir}:*',
    ],
    channels: [shard.latestChannel, shard.readinessChannel, dir.endedChannel, dir.alarmChannel],
    also: ['+bgsave', '+bgrewriteaof', '+config|get'], // a backup's snapshot; what was erased; what doctor looks at
  },
  auditor: {
    reads: [everyShardKey, ...registry, dir.version, dir.watched(any), dir.accounts, dir.tokens], // whether they can be read
    writes: [...alarms, dir.canaries, dir.credentials, dir.floods, dir.floodCounts, dir.merged],
    channels: [dir.alarmChannel, dir.endedChannel],
  },
  notifier: {
    reads: [shard.feed, shard.inbox(any), ...registry, dir.version, dir.swapRequests(any), shard.checkIns(any)],
    writes: [
      shard.intake,
      shard.hops(any),
      shard.handedOver(any),
      ...alarms,
      dir.alarmsTold,
      dir.swapsTold(any),
      shard.checkInsTold(any),
      dir.outbox,
      dir.correlation(any),
      dir.correlationCount,
      dir.quota(any),
      dir.notifier,
    ],
    channels: [dir.alarmChannel],
  },
  receiver: {
    reads: [dir.version, ...registry, dir.credentials, dir.documents(any)],
    writes: [
      shard.intake,
      shard.latest(any, any),
      ...foreign,
      ...alarms,
      dir.floods,
      dir.floodCounts,
      dir.merged,
      dir.receiverBeat,
    ],
    channels: [shard.latestChannel, dir.alarmChannel],
  },
  office: {
    reads: [
      shard.feed,
      shard.states,
      shard.deadlines,
      shard.closed,
      shard.log(any),
      shard.side(any),
      shard.hops(any),
      shard.audit(any),
      shard.auditAsides(any),
      ...registry,
      dir.version,
      dir.stays(any),
      dir.erased(any),
    ],
    writes: alarms,
    channels: [dir.alarmChannel],
  },
};

/** Data in and out, scripts by text, and what says how full the server is. Nothing that lists keys, or is about the server. */
const commands = [
  '-@all +@read +@write +@connection +@transaction +@pubsub -@dangerous -@admin',
  '-scan -randomkey -sort -sort_ro -flushall -flushdb',
  '+eval +evalsha +script|load +script|exists +info +time +wait +publish +subscribe +unsubscribe',
].join(' ');

const admin = 'admin';
const password = (): string => randomBytes(32).toString('base64url');
const digest = (text: string): string => createHash('sha256').update(text).digest('hex');

/** The logins of a start. `admin` stays the same over starts, so that who looks into the store by hand need not be told anew. */
export type StoreLogins = Readonly<Record<StoreUser, Login>> & { admin: Login };

const AdminCheck = Compile(Type.Object({ username: Type.Literal(admin), password: Type.String({ minLength: 32 }) }));

/** @param file where the admin's login lies, readable by its owner only */
export async function makeLogins(file: string): Promise<StoreLogins> {
  const known = await readAdmin(file);
  const own = known ?? { username: admin, password: password() };
  if (known === undefined) await writeWhole(file, `${JSON.stringify(own)}\n`);
  const users = (Object.keys(scopes) as StoreUser[]).map((name) => [name, { username: name, password: password() }]);
  return { ...(Object.fromEntries(users) as Record<StoreUser, Login>), admin: own };
}

/** The admin's login; undefined when there is none. */
export async function readAdmin(file: string): Promise<Login | undefined> {
  try {
    const value: unknown = JSON.parse(await readFile(file, 'utf8'));
    return AdminCheck.Check(value) ? value : undefined;
  } catch {
    return undefined; // none yet, or not ours: a new one is made
  }
}

/** The text of an ACL file: nobody comes in without a login. */
export function aclText(logins: StoreLogins): string {
  const users = (Object.keys(scopes) as StoreUser[]).map((name) => {
    const { reads = [], writes, channels, also = [] } = scopes[name];
    const keys = [...reads.map((key) => `%R~${key}`), ...writes.map((key) => `~${key}`)];
    return [
      `user ${name} on sanitize-payload #${digest(logins[name].password)} resetchannels`,
      ...keys,
      ...channels.map((channel) => `&${channel}`),
      commands,
      ...also,
    ].join(' ');
  });
  const own = `user ${admin} on sanitize-payload #${digest(logins.admin.password)} ~* &* +@all`;
  // Off, so that nobody is it; with every right, because Redis replays its own file as this user and leaves out what it may not.
  return `${['user default off sanitize-payload ~* &* +@all', own, ...users].join('\n')}\n`;
}
