// Who owes a written reason.
import { describe, expect, it } from 'vitest';
import { District } from '../../../test/district.ts';
import { owesReason } from './lateness.ts';

const owes = (d: District): boolean => {
  const incident = d.latest();
  if (incident === undefined) throw new Error('no incident');
  return owesReason(incident, d.now);
};

describe('a written reason', () => {
  it('is owed once nobody has acknowledged for three minutes, and not before', () => {
    const d = new District().press('btn-1').pass(179);
    expect(owes(d)).toBe(false);
    expect(owes(d.pass(1))).toBe(true);
  });

  it('is owed after it was acknowledged late, and after the end; not once it is written', () => {
    const d = new District().press('btn-1').pass(200).officer({ command: 'acknowledge' });
    expect(owes(d)).toBe(true);
    d.officer({ command: 'close', disposition: 'helped' });
    expect(owes(d)).toBe(true);
    d.officer({ command: 'reason', text: '同时来了四起' });
    expect(d.results.at(-1)).toMatchObject({ outcome: 'applied' });
    expect(owes(d)).toBe(false);
    d.officer({ command: 'reason', text: '再写一次' });
    expect(d.results.at(-1)).toMatchObject({ outcome: 'refused', code: 'no_reason_due' });
  });

  it('may be written for a call that is not urgent as well: the report asks for it', () => {
    const d = new District().press('btn-1', 'service').pass(200).officer({ command: 'acknowledge' });
    d.officer({ command: 'reason', text: '正在接另一起' });
    expect(d.results.at(-1)).toMatchObject({ outcome: 'applied' });
  });

  it('is owed by nobody for what was acknowledged in time, nor for a drill', () => {
    expect(owes(new District().press('btn-1').pass(60).officer({ command: 'acknowledge' }).pass(600))).toBe(false);
    const drill = new District().press('btn-1').pass(300).officer({ command: 'acknowledge' });
    expect(owes(drill.officer({ command: 'close', disposition: 'drill', text: '季度演练' }))).toBe(false);
  });
});
