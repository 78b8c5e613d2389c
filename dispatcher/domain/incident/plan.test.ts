import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { Policy } from '../../../contracts/office/policy.ts';
import { District, policy } from '../../../test/district.ts';
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
    expect(startOf({ call: 'sos' }, 'home-1', d.world, now)).toEqual({
      priority: 2,
      plans: { health: 'health' },
      needs: [{ need: 'health', plan: 'health' }, { need: 'officer' }, { need: 'word' }],
      tells: [],
    });
    expect(startOf({ call: 'sos' }, undefined, d.world, at(now + 3_600_000))).toEqual({
      priority: 1,
      plans: { grid: 'grid', health: 'health' },
      needs: [{ need: 'door', plan: 'grid' }, { need: 'health', plan: 'health' }, { need: 'officer' }],
      tells: ['opened', 'on_scene'],
    });
  });

  it('is everything, at once, for a call that the policy has no word on', () => {
    const d = new District();
    d.policy = { ...policy, calls: [] } satisfies Policy;
    expect(startOf({ call: 'sos' }, undefined, d.world, now)).toEqual({
      priority: 1,
      plans: {},
      needs: [{ need: 'door' }, { need: 'health' }, { need: 'officer' }],
      tells: [],
    });
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
  const plans = (d: District) =>
    d.latest()?.needs?.flatMap(({ need, plan }) => (plan === undefined ? [] : [`${need} ${plan}`]));

  it('more serious, names the incident and has its own plan followed from the first tier on', () => {
    const d = two({ kind: 'fall', priority: 1, plans: { grid: 'urgent', health: 'health' } });
    expect(plans(d)).toEqual(['door urgent', 'health health']);
    expect(d.latest()).toMatchObject({ call: 'fall', priority: 1 });
    expect(d.untold()).toContain('wang offer');
  });

  it('smoke, stands beside it with people of its own', () => {
    const d = two({ kind: 'smoke', priority: 1, plans: { grid: 'urgent', health: 'health' } });
    expect(plans(d)).toEqual(['door grid', 'fire urgent', 'health health']);
    expect(d.latest()).toMatchObject({ call: 'smoke', beside: 'service' });
    expect(d.legs()).toEqual(['wang offered', 'li offered', 'desk offered']);
  });

  it('less serious, rings again and changes nothing', () => {
    const d = new District().press('btn-1', 'fall').press('btn-1', 'service');
    expect(d.latest()).toMatchObject({ call: 'fall', priority: 1 });
    expect(d.events().filter(({ type }) => type === 'needs_renewed')).toEqual([]);
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
