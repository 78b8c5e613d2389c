// The resident's own contacts: who is told what they have agreed to, and who is asked for whatever the policy says.
import { describe, expect, it } from 'vitest';
import { Moment } from '../../../contracts/terms.ts';
import { District, policy } from '../../../test/district.ts';
import type { World } from '../world.ts';

/** Everybody is told of these moments by the policy; contact 0 has agreed to "opened" and "closed", contact 1 to nothing. */
const telling = (...tellContacts: Moment[]): District => {
  const d = new District();
  d.policy = { ...policy, calls: policy.calls.map((rule) => ({ ...rule, tellContacts })) };
  return d;
};
const due = (d: District, n?: number) =>
  d.events(n).flatMap((e) => (e.type === 'contact_due' ? [`${e.resident} ${e.contact} ${e.moment} by ${e.by}`] : []));
const whole = (d: District) =>
  d
    .press('btn-1')
    .reply('wang', 'accept')
    .reply('wang', 'on_scene')
    .reply('wang', 'done')
    .officer({ command: 'close', disposition: 'helped' });

describe('contacts', () => {
  it.each(Moment.enum.map((moment) => ({ moment, agreed: moment === 'opened' || moment === 'closed' })))(
    'are told of "$moment" where the policy says so, if they have agreed: $agreed',
    ({ moment, agreed }) => {
      expect(due(whole(telling(moment)))).toEqual(agreed ? [`res-home-1 0 ${moment} by policy`] : []);
    },
  );

  it('are told of nothing where the policy names nothing', () => {
    expect(due(whole(telling()))).toEqual([]);
  });

  it('are told once of the same, and of the next thing anew', () => {
    const d = telling('opened', 'closed').press('btn-1').press('btn-1', 'fall');
    expect(due(d)).toEqual(['res-home-1 0 opened by policy']);
    expect(d.latest()?.contactsDue).toEqual([{ resident: 'res-home-1', contact: 0, moment: 'opened' }]);
    d.officer({ command: 'close', disposition: 'helped' });
    expect(d.latest()?.contactsDue).toEqual([{ resident: 'res-home-1', contact: 0, moment: 'closed' }]);
  });

  it('of both homes are told when two calls are one; of one home once', () => {
    const d = telling('opened').press('btn-1').press('btn-2');
    const [first, second] = [d.incident(1)?.id ?? '', d.incident(2)?.id ?? ''];
    d.officer({ command: 'contact_told', resident: 'res-home-1', contact: 0 }, { on: first });
    d.officer({ command: 'merge', into: first as never }, { on: second });
    expect(
      d
        .incident(1)
        ?.contactsDue?.map(({ resident }) => resident)
        .sort(),
    ).toEqual(['res-home-1', 'res-home-2']);
  });

  it('of the other home are told though those of the first have not been yet', () => {
    const d = telling('opened').press('btn-1').press('btn-2');
    const [first, second] = [d.incident(1)?.id ?? '', d.incident(2)?.id ?? ''];
    d.officer({ command: 'merge', into: first as never }, { on: second });
    expect(due(d, 1)).toEqual(['res-home-1 0 opened by policy', 'res-home-2 0 opened by policy']);
  });

  it('of one person are told each, though another of them is listed already', () => {
    class Family extends District {
      override get world(): World {
        const contact = (n: number) => ({ resident: 'res', contact: n, agreed: ['opened' as const] });
        return { ...super.world, contacts: () => [contact(0), contact(1)] };
      }
    }
    const d = new Family().press('btn-1').press('btn-1', 'fall');
    const both = ['res 0 opened by policy', 'res 1 opened by policy'];
    expect(due(d)).toEqual(both);
    d.officer({ command: 'contact_told', resident: 'res', contact: 0 }).pass(60).press('btn-1', 'smoke');
    expect(due(d)).toEqual([...both, 'res 0 opened by policy']);
  });

  it('who have agreed to anything are needed at a locked door, whatever the policy says; the others are not', () => {
    const d = telling().press('btn-1').reply('wang', 'on_scene').reply('wang', 'help', { needs: 'entry' });
    expect(due(d)).toEqual(['res-home-1 0 entry by policy']);
  });

  it('of nobody are told where no home is known', () => {
    expect(due(telling('opened').press('stranger'))).toEqual([]);
  });
});
