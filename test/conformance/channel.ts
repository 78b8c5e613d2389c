// What every outside channel must do, whatever stands behind it, tried through the real notifier on a real Redis. A new
// channel calls this with its maker and with a stand-in for its gateway that can be told how to behave.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { at } from '../../contracts/ids.ts';
import type { GatewayMessage } from '../../contracts/system/gateway.ts';
import type { OutsideChannel } from '../../notifier/channel.ts';
import { type GatewayRules, gatewayRules } from '../../notifier/gateway.ts';
import { type Notifier, startNotifier } from '../../notifier/notifier.ts';
import {
  alarmRecordEnd,
  clearAlarm,
  raiseAlarm,
  readAlarmChanges,
  readAlarms,
  readAlarmsTold,
} from '../../store/alarms.ts';
import { shardKeys } from '../../store/keys.ts';
import { Outside } from '../outside.ts';
import { until } from '../system.ts';

/**
 * How the stand-in behaves towards a message. `take`: has it, no receipt. `receipt`: the person has it. `hang`: no answer.
 * `fail`: worth another try. `refuse`: this one never. `misconfigured`: none of ours.
 */
export type Behaviour = 'take' | 'receipt' | 'hang' | 'fail' | 'refuse' | 'misconfigured';

/** @property behave called for each message as it arrives @property arrived what has reached it so far, each try */
export type StandIn = {
  channel: OutsideChannel;
  behave(as: (message: GatewayMessage) => Behaviour): void;
  arrived(): Promise<readonly GatewayMessage[]>;
  /** No connection is possible at all, or again. */
  goAway(): Promise<void>;
  comeBack(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * @property reaches false for a channel that reaches nobody and cannot fail, such as the recorder
 * @property receipts false for one whose answer never says that the person has it: it comes later, or never
 * @property long by `npm run test:long` alone: what guards it is the same code as that of its sister, which stands in `npm test`
 */
export type Conformance = {
  make: (outside: Outside) => Promise<StandIn>;
  reaches: boolean;
  receipts?: boolean;
  long?: true;
};

/** As in earnest, with shorter pauses. */
const quick: GatewayRules = {
  ...gatewayRules,
  firstPauseMs: 20,
  longestPauseMs: 100,
  openMs: 50,
  openAtMostMs: 150,
};

export function conforms(name: string, { make, reaches, receipts = true, long }: Conformance): void {
  describe.skipIf(long && process.env.YJT_LONG === undefined)(`the channel ${name}`, () => {
    let outside: Outside;
    let standIn: StandIn;
    let channel: string;
    const notifiers: Notifier[] = [];
    const logged: string[] = [];

    const begin = (rules: Partial<GatewayRules> = {}): Notifier => {
      const write = (fields: object, says: string) => logged.push(JSON.stringify({ ...fields, says }));
      const notifier = startNotifier({
        redis: outside.server.open(),
        openBlocking: () => outside.server.open({ blocking: true }),
        registry: outside.registry,
        replicas: 0,
        publicUrl: 'https://yjt.example',
        channels: [standIn.channel],
        alarmsThrough: standIn.channel.name,
        log: { info: write, warn: write, error: write } as never,
        rules: { ...quick, ...rules },
        alarmRules: { giveUpAfterMs: 300, againEveryMs: 300 },
      });
      notifiers.push(notifier);
      return notifier;
    };
    const arrived = async (delivery: string): Promise<GatewayMessage[]> =>
      (await standIn.arrived()).filter((message) => message.delivery === delivery);
    const comes = (delivery: string, times = 1): Promise<void> =>
      until(async () => expect((await arrived(delivery)).length).toBeGreaterThanOrEqual(times));

    const handedOver = (delivery: string): boolean =>
      logged.some((line) => line.includes('handed over') && line.includes(`"${delivery}"`));

    let others = 1_000;
    /** So many messages for somebody else, one after the other: longer than any pause before another try. */
    const othersCome = async (count: number): Promise<void> => {
      for (let i = 0; i < count; i++) {
        const other = outside.message(others++, 'li-g2', { kind: 'update' });
        await outside.put(channel, other);
        await comes(other.delivery);
      }
    };

    beforeEach(async () => {
      outside = await Outside.start();
      standIn = await make(outside);
      channel = standIn.channel.name;
      standIn.behave(() => 'take');
      logged.length = 0;
    });
    afterEach(async () => {
      for (const notifier of notifiers.splice(0)) notifier.stop();
      await standIn.stop();
      await outside.stop();
    });

    it('is given each revision once, and a newer one in the place of an older', async () => {
      begin();
      const [first, second] = [outside.message(1, 'wang-g1'), outside.message(1, 'wang-g1', { revision: 2 })];
      await outside.put(channel, first);
      await comes(first.delivery);
      await othersCome(1); // the inbox was looked into once more
      await outside.put(channel, second);
      await comes(second.delivery);
      expect(await arrived(first.delivery)).toHaveLength(1);
      expect(await arrived(second.delivery)).toHaveLength(1);
    });

    it('is given everybody’s messages though one of them cannot be read', async () => {
      const message = outside.message(1, 'wang-g1');
      const inbox = shardKeys(outside.shard).inbox(`n/${channel}`);
      await outside.redis.hset(inbox, 'broken/L1', '{"kind":', 'unknown/L1', '{"kind":"song"}');
      begin();
      await outside.put(channel, message);
      await comes(message.delivery);
      expect(logged.join()).toContain('broken/L1');
    });

    it('is told of a group by person: of two at the same revision both, and both are receipted apart', async () => {
      if (reaches && receipts) standIn.behave(() => 'receipt');
      begin();
      const both = ['wang-g1', 'li-g2'].map((responder) => outside.group(57, responder));
      await outside.put(channel, ...both);
      await comes('group/wang-g1/*g1/57');
      await comes('group/li-g2/*g1/57');
      if (!reaches || !receipts) return;
      await until(async () => {
        const replies = await outside.replies();
        expect(replies.map(({ responder }) => responder).sort()).toEqual(['li-g2', 'wang-g1']);
        for (const reply of replies) expect(reply).toMatchObject({ delivery: 'group/*g1/57', reply: 'receipt' });
      });
    });

    it('is not told of a group at each of its revisions, but of its end soon', async () => {
      begin();
      await outside.put(channel, outside.group(1, 'wang-g1'));
      await comes('group/wang-g1/*g1/1');
      for (let revision = 2; revision <= 10; revision++) {
        await outside.put(channel, outside.group(revision, 'wang-g1'));
        await othersCome(1); // the inbox was looked into
      }
      const ofGroup = async () => (await standIn.arrived()).filter((one) => one.delivery.startsWith('group/'));
      expect(
        (await ofGroup()).length,
        'one at once, and one more where this took more than three seconds',
      ).toBeLessThan(3);
      await outside.put(channel, outside.group(11, 'wang-g1', { kind: 'stand_down' }));
      await comes('group/wang-g1/*g1/11');
      expect((await ofGroup()).length).toBeLessThan(5);
    });

    it('is given what lay there before the notifier began', async () => {
      const message = outside.message(1, 'wang-g1');
      await outside.put(channel, message);
      begin();
      await comes(message.delivery);
    });

    it('is not given again what it has taken, after a restart', async () => {
      const message = outside.message(1, 'wang-g1');
      const before = begin();
      await outside.put(channel, message);
      await until(() => expect(logged.join()).toContain('handed over'));
      before.stop();
      await until(async () => {
        const marks = await outside.redis.keys('*handed-over*');
        expect(marks).toHaveLength(1);
      });
      begin();
      const next = outside.message(2, 'li-g2');
      await outside.put(channel, next);
      await comes(next.delivery);
      expect(await arrived(message.delivery)).toHaveLength(1);
    });

    it('is told whom to reach, and of the resident no name, illness, door or telephone', async () => {
      begin();
      const district = outside.registry.district('hongmenjie');
      const { homes = [], residents = [], responders = [] } = district?.bundle ?? {};
      const some = residents.filter(({ conditions }) => conditions.length > 0).slice(0, 20);
      expect(some.length).toBeGreaterThan(0);
      const messages = some.map(({ home }, i) =>
        outside.message(i + 1, 'wang-g1', { home, track: 'health', kind: i % 2 === 0 ? 'update' : 'stand_down' }),
      );
      await outside.put(channel, ...messages);
      for (const { delivery } of messages) await comes(delivery);
      const sent = JSON.stringify(await standIn.arrived());
      expect(sent).toContain(responders.find(({ id }) => id === 'wang-g1')?.phone);
      const private_ = some.flatMap(({ name, phone, conditions, contacts, mobility, home }) => {
        const { building, door, doorCode, access } = homes.find(({ id }) => id === home) ?? never();
        const words = [name, phone, mobility, doorCode, ...conditions, ...Object.values(access)];
        return [...words, ...contacts.flatMap((contact) => [contact.name, contact.phone]), `${building} ${door}`];
      });
      expect(private_.filter((word) => word !== undefined && sent.includes(word))).toEqual([]);
      expect(logged.join(), 'nor does the log').not.toMatch(new RegExp(some.map((one) => one.name).join('|')));
    });

    it('is told each alarm once, its end too, and none again after a restart', async () => {
      const { gateway } = standIn.channel;
      const disk = { code: 'disk_low' as const, subject: '', since: at(1_000), figures: { usedPercent: 81 } };
      const alarms = async () =>
        (await standIn.arrived()).flatMap((one) => (one.kind === 'alarm' ? [`${one.code} ${one.change}`] : []));
      const toldUpTo = (entry: string): Promise<void> =>
        until(async () => expect(await readAlarmsTold(outside.redis, gateway)).toBe(entry));
      const before = begin();
      await toldUpTo('0-0');
      await raiseAlarm(outside.redis, disk);
      await clearAlarm(outside.redis, disk, at(2_000));
      await toldUpTo(await alarmRecordEnd(outside.redis));
      before.stop();
      await raiseAlarm(outside.redis, { ...disk, code: 'memory_low' });
      begin();
      await until(async () =>
        expect(await alarms()).toEqual(['disk_low raised', 'disk_low cleared', 'memory_low raised']),
      );
    });

    it('that was never told anything hears of the alarms that stand, not of those that are over', async () => {
      const disk = { code: 'disk_low' as const, subject: '', since: at(1_000), figures: { usedPercent: 81 } };
      await raiseAlarm(outside.redis, disk);
      await clearAlarm(outside.redis, disk, at(2_000));
      await raiseAlarm(outside.redis, { ...disk, code: 'no_console' });
      begin();
      await until(async () => {
        const told = (await standIn.arrived()).filter((one) => one.kind === 'alarm');
        expect(told).toMatchObject([{ code: 'no_console', change: 'raised' }]);
      });
    });

    if (!reaches) {
      it('never says that somebody was reached', async () => {
        begin();
        await outside.put(channel, outside.message(1, 'wang-g1'));
        await until(() => expect(logged.join()).toContain('handed over'));
        expect(await outside.replies()).toEqual([]);
      });
      return;
    }

    it.runIf(receipts)(
      'turns a receipt into an input for exactly this revision, and a repeat into the same one',
      async () => {
        standIn.behave(() => 'receipt');
        begin();
        const message = outside.message(1, 'wang-g1', { revision: 3 });
        await outside.put(channel, message);
        const [reply] = await until(async () => {
          const replies = await outside.replies();
          expect(replies).toHaveLength(1);
          return replies;
        });
        const { delivery, incident, leg } = message;
        expect(reply).toMatchObject({ responder: 'wang-g1', delivery, incident, leg, reply: 'receipt' });
        expect(reply?.id).toMatch(/^[A-Za-z0-9._:-]{1,64}$/);
      },
    );

    it('is not given what was confirmed by another way', async () => {
      standIn.behave((message) => (message.kind === 'offer' ? 'fail' : 'take'));
      begin();
      const message = outside.message(1, 'wang-g1');
      await outside.put(channel, message);
      await comes(message.delivery);
      await outside.take(channel, message);
      await othersCome(1);
      const tries = (await arrived(message.delivery)).length;
      await othersCome(10);
      expect((await arrived(message.delivery)).length - tries, 'the try under way at most').toBeLessThanOrEqual(1);
    });

    it('is given a stand-down in the place of an offer that it could not take', async () => {
      await standIn.goAway();
      begin();
      const offer = outside.message(1, 'wang-g1');
      await outside.put(channel, offer);
      await until(() => expect(logged.join()).toContain('tried in vain'));
      const standDown = outside.message(1, 'wang-g1', { revision: 2, kind: 'stand_down' });
      await outside.put(channel, standDown);
      await until(() => expect(logged.join()).toContain(standDown.delivery)); // tried: the offer is called off by now
      await standIn.comeBack();
      await comes(standDown.delivery);
      await othersCome(40);
      expect(await arrived(offer.delivery)).toEqual([]);
    });

    it('is tried again after a failure, until it takes the message', async () => {
      let failures = 4;
      standIn.behave(() => (failures-- > 0 ? 'fail' : 'take'));
      begin();
      const message = outside.message(1, 'wang-g1');
      await outside.put(channel, message);
      await comes(message.delivery, 5);
      await until(() => expect(logged.join()).toContain('handed over'));
      expect(await arrived(message.delivery)).toHaveLength(5);
    });

    it('that hangs is given up in time and tried again', async () => {
      let hangs = 1;
      standIn.behave(() => (hangs-- > 0 ? 'hang' : 'take'));
      begin({ tryForMs: 500 });
      const message = outside.message(1, 'wang-g1');
      await outside.put(channel, message);
      await comes(message.delivery, 2);
      await until(() => expect(logged.join()).toContain('handed over'));
      expect(logged.join()).toContain('no answer within 500 ms');
    });

    it('is not asked again for what it refuses, and somebody is told until it no longer matters', async () => {
      standIn.behave((message) => ('number' in message && message.number === 1 ? 'refuse' : 'take'));
      begin();
      const message = outside.message(1, 'wang-g1');
      await outside.put(channel, message);
      const codes = async () => (await readAlarms(outside.redis)).map(({ code, subject }) => `${code} ${subject}`);
      await until(async () => expect(await codes()).toEqual([`delivery_refused ${channel}/wang-g1`]));
      const next = outside.message(2, 'wang-g1');
      await outside.put(channel, next);
      await comes(next.delivery);
      expect(await arrived(message.delivery)).toHaveLength(1);
      await outside.take(channel, message);
      await until(async () => expect(await codes()).toEqual([]));
    });

    it('that hangs for one person keeps nobody else waiting', async () => {
      // Breaker, pauses and tries as in earnest: whoever were held up by the hung one would wait for seconds.
      standIn.behave((message) =>
        'recipient' in message && 'responder' in message.recipient && message.recipient.responder === 'wang-g1'
          ? 'hang'
          : 'take',
      );
      begin({ ...gatewayRules, tryForMs: 2_000 });
      const hung = Array.from({ length: 20 }, (_, i) => outside.message(i + 1, 'wang-g1'));
      await outside.put(channel, ...hung);
      await until(async () => expect((await standIn.arrived()).length).toBe(gatewayRules.atOnceTo));
      const others = ['li-g2', 'zhang-g3'].map((responder, i) => outside.message(100 + i, responder));
      await outside.put(channel, ...others);
      for (const { delivery } of others) await comes(delivery);
      expect(logged.join(), 'before the hung one was given up for the first time').not.toContain('tried in vain');
    });

    it('that is away is spared by the breaker, alarmed, tried now and then, and given all of it when it is back', async () => {
      await standIn.goAway();
      begin({ openMs: 300, openAtMostMs: 300 });
      const messages = Array.from({ length: 30 }, (_, i) => outside.message(i + 1, `${i % 2 ? 'li-g2' : 'wang-g1'}`));
      await outside.put(channel, ...messages);
      const failing = async () =>
        (await readAlarms(outside.redis)).filter(
          ({ code, subject }) => code === 'gateway_failing' && subject === channel,
        );
      await until(async () => expect(await failing()).toHaveLength(1));
      const tried = (): number => logged.filter((line) => line.includes('tried in vain')).length;
      const before = tried();
      await until(() => expect(tried()).toBeGreaterThan(before)); // half open: one try, and open again
      expect(tried(), 'one at a time, not every message').toBeLessThan(messages.length);
      await standIn.comeBack();
      for (const { delivery } of messages) await comes(delivery);
      await until(async () => expect(await failing()).toEqual([]));
      expect(await failing()).toEqual([]);
      const told = (await standIn.arrived()).filter((one) => one.kind === 'alarm');
      expect(told, 'its own alarm cannot go through it').toEqual([]);
      expect((await readAlarmChanges(outside.redis, 10)).map(({ change }) => change)).toEqual(['cleared', 'raised']);
    });

    it('that does not take one alarm is told the next ones, and what stands still once it takes it', async () => {
      let poisoned = true;
      standIn.behave((message) =>
        poisoned && message.kind === 'alarm' && message.code === 'disk_low' ? 'fail' : 'take',
      );
      begin();
      const disk = { code: 'disk_low' as const, subject: '', since: at(1_000), figures: { usedPercent: 81 } };
      await raiseAlarm(outside.redis, disk);
      const standing = async () => (await readAlarms(outside.redis)).map(({ code, subject }) => `${code} ${subject}`);
      await until(async () => expect(await standing()).toContain(`gateway_failing ${channel}/alarms`));
      await raiseAlarm(outside.redis, { ...disk, code: 'memory_low' });
      await until(() => expect(logged.some((line) => /memory_low.*was told/.test(line))).toBe(true));
      poisoned = false;
      await until(() => expect(logged.some((line) => /disk_low.*was told/.test(line))).toBe(true));
      await until(async () => expect(await standing()).not.toContain(`gateway_failing ${channel}/alarms`));
    });

    it('is not told that something began which was over before it could be told', async () => {
      standIn.behave((message) => (message.kind === 'alarm' && message.change === 'raised' ? 'fail' : 'take'));
      begin();
      const disk = { code: 'disk_low' as const, subject: '', since: at(1_000), figures: { usedPercent: 81 } };
      await raiseAlarm(outside.redis, disk);
      await until(() => expect(logged.join()).toContain('was not taken'));
      await clearAlarm(outside.redis, disk, at(2_000));
      await until(() => expect(logged.some((line) => /cleared.*was told/.test(line))).toBe(true));
      const raised = async () =>
        (await standIn.arrived()).filter((one) => one.kind === 'alarm' && one.change === 'raised').length;
      const before = await raised();
      await raiseAlarm(outside.redis, { ...disk, code: 'memory_low' });
      await until(async () => expect(await raised()).toBeGreaterThan(before));
      const last = (await standIn.arrived()).slice(-1);
      expect(last).toMatchObject([{ code: 'memory_low' }]);
    });

    it('that takes nothing of ours is an alarm at once, and is given all of it when it is mended', async () => {
      standIn.behave(() => 'misconfigured');
      begin();
      const message = outside.message(1, 'wang-g1');
      await outside.put(channel, message);
      await until(async () => {
        const alarms = await readAlarms(outside.redis);
        expect(alarms).toMatchObject([{ code: 'gateway_failing', subject: channel }]);
      });
      const disk = { code: 'disk_low' as const, subject: '', since: at(1_000), figures: { usedPercent: 81 } };
      await raiseAlarm(outside.redis, disk);
      await until(async () => expect((await standIn.arrived()).some(({ kind }) => kind === 'alarm')).toBe(true));
      standIn.behave(() => 'take');
      await until(() => expect(handedOver(message.delivery)).toBe(true));
      await until(() => expect(logged.join()).toContain('an alarm was told'));
      await until(async () => expect(await readAlarms(outside.redis)).toMatchObject([{ code: 'disk_low' }]));
    });
  });
}

function never(): never {
  throw new Error('no such home');
}
