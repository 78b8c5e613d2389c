import { describe, expect, it, vi } from 'vitest';
import type { GatewayMessage } from '../contracts/system/gateway.ts';
import { anOffer } from '../test/provider.ts';
import type { Outcome, OutsideChannel } from './channel.ts';
import { nextWay } from './nextWay.ts';
import { withinQuota } from './withinQuota.ts';

const signal = new AbortController().signal;
const numbered = (number: number, more: Partial<ReturnType<typeof anOffer>> = {}) =>
  anOffer({ delivery: `I${number}/L1/1`, number, text: { zh: `${number}号警情`, en: '' }, ...more });

/** A channel with room for so many, and what was said through it. */
function bounded(
  room: number,
  { outcome = { kind: 'accepted' } as Outcome, atMostBytes = 1_000, together = true } = {},
) {
  const said: string[] = [];
  const state: { room: number; outcome: Outcome; answer?: Promise<Outcome> } = { room, outcome };
  const tell = async (messages: readonly GatewayMessage[]): Promise<Outcome> => {
    said.push(messages.map(({ text }) => text.zh).join('\n'));
    return state.answer ?? state.outcome;
  };
  const channel: OutsideChannel = {
    name: 'webhook',
    gateway: 'wecom_robot',
    deliver: (message) => tell([message]),
    ...(together ? { together: { atMostBytes, deliver: tell } } : {}),
  };
  let now = 0;
  const within = withinQuota(channel, {
    take: async () =>
      state.room-- > 0 ? { kind: 'taken', giveBack: async () => void state.room++ } : { kind: 'full', waitMs: 10_000 },
    placeOf: (message) =>
      'recipient' in message && 'responder' in message.recipient ? message.recipient.responder : '',
    monotonic: () => now,
  });
  return { within, said, state, later: (ms: number) => (now += ms) };
}

describe('a channel within its quota', () => {
  it('does not send the 21st message of a minute, but tells it together with the next that has room', async () => {
    const { within, said, state } = bounded(20);
    for (let i = 1; i <= 20; i++) expect(await within.deliver(numbered(i), signal)).toEqual({ kind: 'accepted' });
    for (const i of [21, 22, 23])
      expect(await within.deliver(numbered(i), signal)).toMatchObject({
        kind: 'failed',
        limit: 'ours',
        retryAfterMs: 10_000,
        why: 'quota: no room for 10 s',
      });
    expect(said).toHaveLength(20);
    state.room = 1;
    expect(await within.deliver(numbered(21), signal)).toEqual({ kind: 'accepted' });
    expect(said.at(-1)).toBe('21号警情\n22号警情\n23号警情');
    for (const i of [22, 23])
      expect(await within.deliver(numbered(i), signal)).toEqual({
        kind: 'accepted',
        why: 'quota: told together with 2 more',
      });
    expect(said, 'once').toHaveLength(21);
  });

  it('takes along only what is for the same people, what fits, and what still counts; the urgent first', async () => {
    const { within, said, state } = bounded(0, { atMostBytes: 30 });
    const waiting = [
      numbered(1),
      numbered(2, { priority: 3 }),
      numbered(3, { priority: 1 }),
      numbered(4, { recipient: { responder: 'li-g2', phone: '1' } }),
      numbered(5, { priority: 1 }),
    ];
    for (const one of waiting) await within.deliver(one, signal);
    within.forget?.(numbered(5, { priority: 1 }));
    state.room = 1;
    await within.deliver(numbered(1), signal);
    expect(said).toEqual(['1号警情\n3号警情']);
  });

  it('loses none of those that went along where it failed', async () => {
    const { within, said, state } = bounded(0, { outcome: { kind: 'failed', why: 'x', blame: 'gateway' } });
    await within.deliver(numbered(1), signal);
    await within.deliver(numbered(2), signal);
    state.room = 1;
    expect(await within.deliver(numbered(1), signal)).toMatchObject({ kind: 'failed', why: 'x' });
    state.outcome = { kind: 'accepted' };
    state.room = 1;
    expect(await within.deliver(numbered(2), signal)).toMatchObject({ kind: 'failed', why: 'x' });
    expect(await within.deliver(numbered(1), signal)).toEqual({ kind: 'accepted' });
    expect(said.at(-1)).toBe('1号警情\n2号警情');
    expect(await within.deliver(numbered(2), signal)).toMatchObject({ kind: 'accepted' });
    expect(said).toHaveLength(2);
  });

  it('of several that it was refused together tells each by itself, and gives up the one at fault alone', async () => {
    const { within, said, state } = bounded(0, { outcome: { kind: 'refused', why: 'a word that is not allowed' } });
    for (const i of [1, 2, 3]) await within.deliver(numbered(i), signal);
    state.room = 9;
    const together = { kind: 'failed', blame: 'recipient', why: 'together with 2 more: a word that is not allowed' };
    expect(await within.deliver(numbered(1), signal)).toMatchObject(together);
    for (const i of [2, 3])
      expect(await within.deliver(numbered(i), signal), 'it was one try').toMatchObject({ ...together, limit: 'ours' });
    state.room = 0;
    for (const i of [1, 2, 3]) await within.deliver(numbered(i), signal);
    state.room = 9;
    expect(await within.deliver(numbered(1), signal)).toMatchObject({ kind: 'refused' });
    state.outcome = { kind: 'accepted' };
    for (const i of [2, 3]) expect(await within.deliver(numbered(i), signal)).toEqual({ kind: 'accepted' });
    expect(said.slice(1)).toEqual(['1号警情', '2号警情', '3号警情']);
  });

  it('wakes whoever went along as soon as that is known, and lets nobody wait for it within a try', async () => {
    let answer: (outcome: Outcome) => void = () => undefined;
    const slow = bounded(0);
    slow.state.answer = new Promise((resolve) => {
      answer = resolve;
    });
    await slow.within.deliver(numbered(1), signal);
    const second = await slow.within.deliver(numbered(2), signal);
    slow.state.room = 1;
    const first = slow.within.deliver(numbered(1), signal);
    await vi.waitFor(() => expect(slow.said).toHaveLength(1));
    const asked = await slow.within.deliver(numbered(2), signal);
    expect(asked).toMatchObject({ kind: 'failed', limit: 'ours', why: 'quota: it is on its way with another' });
    const sooner = 'sooner' in asked ? asked.sooner : undefined;
    expect([second.kind, sooner?.aborted]).toEqual(['failed', false]);
    answer({ kind: 'accepted' });
    await first;
    expect(sooner?.aborted).toBe(true);
    expect(await slow.within.deliver(numbered(2), signal)).toMatchObject({ kind: 'accepted' });
    expect(slow.said).toHaveLength(1);
  });

  it('does not ask a provider again that has said for how long it takes nothing', async () => {
    const blocked: Outcome = { kind: 'failed', why: 'x', blame: 'gateway', retryAfterMs: 600_000, limit: 'theirs' };
    const { within, said, state, later } = bounded(100, { outcome: blocked });
    await within.deliver(numbered(1), signal);
    later(599_000);
    expect(await within.deliver(numbered(2, { recipient: { responder: 'li-g2', phone: '1' } }), signal)).toMatchObject({
      limit: 'ours',
      retryAfterMs: 1_000,
    });
    expect(said).toHaveLength(1);
    later(1_000);
    state.outcome = { kind: 'accepted' };
    expect(await within.deliver(numbered(2), signal)).toEqual({ kind: 'accepted' });
  });

  it.each<{ what: string; outcome: Outcome; left: number }>([
    { what: 'no connection', outcome: { kind: 'failed', why: 'ECONNREFUSED', blame: 'gateway' }, left: 1 },
    { what: 'HTTP 500', outcome: { kind: 'failed', why: 'HTTP 500', blame: 'recipient' }, left: 1 },
    {
      what: 'a wrong secret',
      outcome: { kind: 'failed', why: 'x', blame: 'gateway', untilMended: true },
      left: 1,
    },
    {
      what: 'a connection that broke off',
      outcome: { kind: 'failed', why: 'ECONNRESET', blame: 'recipient', perhaps: true },
      left: 0,
    },
    {
      what: 'a limit that the provider has counted',
      outcome: { kind: 'failed', why: 'x', blame: 'recipient', limit: 'theirs' },
      left: 0,
    },
    { what: 'success', outcome: { kind: 'accepted' }, left: 0 },
  ])('after $what has room for $left more of one', async ({ outcome, left }) => {
    const { within, state } = bounded(1, { outcome });
    await within.deliver(numbered(1), signal);
    expect(Math.max(0, state.room)).toBe(left);
  });

  it.each([
    { what: 'cannot be reached', outcome: { kind: 'failed', why: 'ENOTFOUND', blame: 'gateway' } as Outcome },
    {
      what: 'knows our secret no longer',
      outcome: { kind: 'failed', why: 'AuthFailure', blame: 'gateway', untilMended: true } as Outcome,
    },
  ])('that $what is told by the next way at once, and says what came of it', async ({ outcome }) => {
    const [voice, sms] = [bounded(9, { outcome }), bounded(9, { together: false })];
    const both = nextWay(voice.within, [sms.within]);
    expect(await both.deliver(numbered(1, { kind: 'update' }), signal)).toMatchObject({
      kind: 'accepted',
      instead: outcome,
    });
    expect(sms.said).toEqual(['1号警情']);
  });

  it('that does not take the same words once more goes the next way with them, and takes others', async () => {
    const same: Outcome = { kind: 'failed', why: 'x', blame: 'recipient', retryAfterMs: 3_600_000, limit: 'text' };
    const [sms, app] = [bounded(9, { outcome: same, together: false }), bounded(9)];
    const both = nextWay(sms.within, [app.within]);
    expect(await both.deliver(numbered(1, { kind: 'update' }), signal)).toMatchObject({ kind: 'accepted' });
    sms.state.outcome = { kind: 'accepted' };
    expect(await both.deliver(numbered(2, { kind: 'update' }), signal)).toEqual({ kind: 'accepted' });
    expect([sms.said, app.said]).toEqual([['1号警情', '2号警情'], ['1号警情']]);
    expect(sms.state.room, 'and nothing was sent by it').toBe(8);
  });

  it('that has no room is told by the next way at once, with the reason, and not a second time', async () => {
    const [voice, sms] = [bounded(1, { together: false }), bounded(5, { together: false })];
    const both = nextWay(voice.within, [sms.within]);
    expect(await both.deliver(numbered(1), signal)).toEqual({ kind: 'accepted' });
    expect(await both.deliver(numbered(2, { kind: 'update' }), signal)).toMatchObject({
      kind: 'accepted',
      why: 'quota: no room for 10 s: by wecom_robot instead',
    });
    expect([voice.said, sms.said]).toEqual([['1号警情'], ['2号警情']]);
  });

  it('that has no room for an offer tells it by the next way once, and rings as soon as it has room', async () => {
    const [voice, sms] = [bounded(0, { together: false }), bounded(5, { together: false })];
    const both = nextWay(voice.within, [sms.within]);
    const waits = {
      kind: 'failed',
      limit: 'ours',
      retryAfterMs: 10_000,
      meanwhile: 'wecom_robot',
      why: 'quota: no room for 10 s: by wecom_robot instead',
    };
    for (let i = 0; i < 3; i++) expect(await both.deliver(numbered(1), signal)).toMatchObject(waits);
    expect([voice.said, sms.said]).toEqual([[], ['1号警情']]);
    voice.state.room = 1;
    expect(await both.deliver(numbered(1), signal)).toEqual({ kind: 'accepted' });
    expect([voice.said, sms.said]).toEqual([['1号警情'], ['1号警情']]);
    both.forget?.(numbered(1));
    voice.state.room = 0;
    await both.deliver(numbered(1), signal);
    expect(sms.said, 'once it is settled it is another').toHaveLength(2);
  });

  it('that fails otherwise, or has no other way, is tried again', async () => {
    const failing = bounded(9, { outcome: { kind: 'failed', why: 'HTTP 500', blame: 'recipient' } });
    const other = bounded(9);
    expect(await nextWay(failing.within, [other.within]).deliver(numbered(1), signal)).toMatchObject({
      why: 'HTTP 500',
    });
    expect(other.said).toEqual([]);
    const full = bounded(0);
    expect(await nextWay(full.within, [bounded(0).within]).deliver(numbered(1), signal)).toMatchObject({
      kind: 'failed',
      limit: 'ours',
    });
  });
});
