import { describe, expect, it, vi } from 'vitest';
import { anOffer } from '../test/provider.ts';
import type { Outcome, OutsideChannel } from './channel.ts';
import { Gateway, gatewayRules } from './gateway.ts';
import { nextWay } from './nextWay.ts';

const quick = { ...gatewayRules, firstPauseMs: 1, longestPauseMs: 2 };
const log = { warn: () => undefined, error: () => undefined };
const signal = new AbortController().signal;
const numbered = (number: number, more: Partial<ReturnType<typeof anOffer>> = {}) =>
  anOffer({ delivery: `I${number}/L1/1`, number, kind: 'update', ...more });

function answering(outcome: (tries: number) => Outcome, gateway = 'aliyun_voice') {
  const asked: string[] = [];
  const channel: OutsideChannel = {
    name: 'voice',
    gateway,
    deliver: async ({ delivery }) => outcome(asked.push(delivery)),
  };
  return { channel, asked };
}
const away: Outcome = { kind: 'failed', why: 'ECONNREFUSED', blame: 'gateway' };
const taken: Outcome = { kind: 'accepted' };

describe('a gateway that fails', () => {
  it.each([
    {
      what: 'blocks everybody for minutes',
      more: { blame: 'gateway', retryAfterMs: 60_000 } as const,
      state: 'failing',
    },
    {
      what: 'has too much to do for a second',
      more: { blame: 'gateway', retryAfterMs: 1_000 } as const,
      state: 'untried',
    },
    {
      what: 'has no more room for one person',
      more: { blame: 'recipient', retryAfterMs: 60_000 } as const,
      state: 'untried',
    },
  ])('at once is known to, where it $what: $state', async ({ more, state }) => {
    const { channel, asked } = answering(() => ({ kind: 'failed', why: 'code 45009', limit: 'theirs', ...more }));
    const gateway = new Gateway(channel, log, quick);
    const calledOff = new AbortController();
    const carried = gateway.carry(numbered(1), 'wang-g1', calledOff.signal, () => calledOff.abort());
    expect(await carried).toBeUndefined();
    expect(asked).toHaveLength(1);
    expect(gateway.verdict.state).toBe(state);
  });

  it('is not taken to work for what we refuse without asking it, and the next one may try', async () => {
    const unapproved: Outcome = { kind: 'refused', why: 'no template', asked: false };
    const outcomes: Outcome[] = [away, away, away, unapproved, { kind: 'refused', why: 'its own word' }];
    const { channel } = answering((tries) => outcomes[tries - 1] ?? taken);
    const gateway = new Gateway(channel, log, { ...quick, openMs: 20, openAtMostMs: 20 });
    expect(await gateway.carry(numbered(1), 'wang-g1', signal)).toEqual(unapproved);
    expect(gateway.verdict).toMatchObject({ state: 'failing', why: 'ECONNREFUSED' });
    await gateway.carry(numbered(2), 'wang-g1', signal);
    expect(gateway.verdict, 'it has answered').toMatchObject({ state: 'works' });
  });
});

it('does not wait longer than its message has to', async () => {
  const wake = new AbortController();
  const noRoom: Outcome = {
    kind: 'failed',
    why: 'quota',
    blame: 'recipient',
    retryAfterMs: 60_000,
    limit: 'ours',
    sooner: wake.signal,
  };
  const { channel } = answering((tries) => (tries === 1 ? noRoom : taken));
  const gateway = new Gateway(channel, log, quick);
  expect(await gateway.carry(numbered(1), 'wang-g1', signal, () => wake.abort())).toEqual({ kind: 'accepted' });
});

it('that waits for room of its own holds no place of others', async () => {
  const noRoom: Outcome = { kind: 'failed', why: 'quota', blame: 'recipient', retryAfterMs: 60_000, limit: 'ours' };
  const gateway = new Gateway(answering(() => noRoom).channel, log, { ...quick, atOnce: 1 });
  const calledOff = new AbortController();
  const carried = gateway.carry(numbered(1), 'wang-g1', calledOff.signal);
  expect(gateway.hasRoomFor('li-g2')).toBe(false);
  await vi.waitFor(() => expect(gateway.hasRoomFor('li-g2')).toBe(true));
  calledOff.abort();
  expect(await carried).toBeUndefined();
  expect(gateway.underWay).toBe(0);
});

describe('a gateway with another way', () => {
  it('that fails for everybody tells the next one by it at once, also while the breaker spares it, and says that it fails', async () => {
    const [voice, sms] = [answering(() => away), answering(() => taken, 'aliyun_sms')];
    const gateway = new Gateway(nextWay(voice.channel, [sms.channel]), log, { ...quick, openMs: 60_000 });
    for (let i = 1; i <= 10; i++)
      expect(await gateway.carry(numbered(i), 'wang-g1', signal)).toMatchObject({ kind: 'accepted' });
    expect(sms.asked).toHaveLength(10);
    expect(voice.asked, 'and is spared').toHaveLength(quick.opensAfter);
    expect(gateway.verdict).toMatchObject({ state: 'failing', why: 'ECONNREFUSED' });
  });

  it('tells an offer by it once, and rings when it works again', async () => {
    const voice = answering((tries) => (tries < 4 ? away : taken));
    const sms = answering(() => taken, 'aliyun_sms');
    const rules = { ...quick, openMs: 20, openAtMostMs: 20 };
    const gateway = new Gateway(nextWay(voice.channel, [sms.channel]), log, rules);
    expect(await gateway.carry(numbered(1, { kind: 'offer' }), 'wang-g1', signal)).toEqual({ kind: 'accepted' });
    expect(sms.asked).toHaveLength(1);
    expect(voice.asked).toHaveLength(4);
    expect(gateway.verdict).toMatchObject({ state: 'works' });
  });
});
