import { describe, expect, it } from 'vitest';
import { at } from '../../contracts/ids.ts';
import type { Policy } from '../../contracts/policy.ts';
import { District, policy } from '../../test/district.ts';
import { startOf } from './plan.ts';

const now = at(Date.parse('2026-11-24T00:30:00Z'));

describe('what a call starts', () => {
  it('is what the policy says for the kind and the hour', () => {
    const d = new District();
    d.policy = {
      ...policy,
      calls: [
        { kind: 'sos', between: { from: '00:00', to: '01:00' }, priority: 2, plans: { health: 'health' } },
        ...policy.calls,
      ],
    };
    expect(startOf('sos', d.world, now)).toEqual({
      priority: 2,
      plans: { health: 'health' },
      tracks: ['health'],
      tells: [],
    });
    expect(startOf('sos', d.world, at(now + 3_600_000))).toEqual({
      priority: 1,
      plans: { grid: 'grid', health: 'health' },
      tracks: ['grid', 'health'],
      tells: ['opened', 'on_scene'],
    });
  });

  it('is everything, at once, for a call that the policy has no word on', () => {
    const d = new District();
    d.policy = { ...policy, calls: [] } satisfies Policy;
    expect(startOf('sos', d.world, now)).toEqual({ priority: 1, plans: {}, tracks: ['grid', 'health'], tells: [] });
  });
});

describe('a call of another kind that joins', () => {
  const two = (second: Policy['calls'][number]) => {
    const d = new District();
    d.policy = {
      ...policy,
      plans: [...policy.plans, { ...(policy.plans[0] as Policy['plans'][number]), id: 'urgent' }],
      calls: [second, ...policy.calls.filter(({ kind }) => kind !== second.kind)],
    };
    return d.press('btn-1', 'service').press('btn-1', second.kind as 'smoke');
  };
  const plans = (d: District) => d.latest()?.tracks.map(({ track, plan }) => `${track} ${plan}`);

  it('more urgent, has its own plan followed from the first tier on', () => {
    const d = two({ kind: 'smoke', priority: 1, plans: { grid: 'urgent', health: 'health' } });
    expect(plans(d)).toEqual(['grid urgent', 'health health']);
    expect(d.events().filter(({ type }) => type === 'track_planned')).toHaveLength(2);
  });

  it('less urgent, adds the track that is missing and leaves the other as it is', () => {
    expect(plans(two({ kind: 'smoke', priority: 3, plans: { grid: 'urgent', health: 'health' } }))).toEqual([
      'grid grid',
      'health health',
    ]);
  });

  it('with the same plan changes nothing', () => {
    const d = two({ kind: 'smoke', priority: 1, plans: { grid: 'grid' } });
    expect(d.events().some(({ type }) => type === 'track_planned')).toBe(false);
  });
});

describe('the contacts of the resident', () => {
  it('are listed at each step that they and the policy agree on, the newest step counts', () => {
    const d = new District();
    d.policy = {
      ...policy,
      calls: policy.calls.map((rule) => ({ ...rule, tellContacts: ['opened', 'coming', 'on_scene', 'closed'] })),
    };
    d.press('btn-1');
    expect(d.latest()?.contactsDue).toEqual([{ resident: 'res-home-1', contact: 0, moment: 'opened' }]);
    d.reply('wang', 'accept').reply('wang', 'on_scene').officer({ command: 'close', disposition: 'helped' });
    expect(d.latest()?.contactsDue).toEqual([{ resident: 'res-home-1', contact: 0, moment: 'closed' }]);
    expect(d.events().filter(({ type }) => type === 'contact_due')).toHaveLength(2);
  });

  it('are not known where no home is', () => {
    expect(new District().press('stranger').latest()?.contactsDue).toBeUndefined();
  });
});
