import { describe, expect, it } from 'vitest';
import { at } from '../../../contracts/ids.ts';
import type { Incident, PressFact } from '../../../contracts/incident/state.ts';
import { lastOfItsKind, pressesKeptAtMost, withPress } from './presses.ts';

const press = (n: number, more: Partial<PressFact> = {}): PressFact => ({
  id: `p${n}`,
  device: 'btn-1',
  kind: 'sos',
  receivedAt: at(n),
  body: 'x',
  times: 1,
  ...more,
});
const many = (n: number, more: Partial<PressFact> = {}) => Array.from({ length: n }, (_, i) => press(i, more));
const kept = (presses: PressFact[]) => ({ presses }) as unknown as Incident;

describe('the presses that are kept', () => {
  it('are twenty of one device and kind, the newest', () => {
    expect(pressesKeptAtMost).toBe(20);
    expect(withPress(many(19), press(19))).toEqual(many(20));
    expect(withPress(many(20), press(20)).map(({ id }) => id)).toEqual(
      Array.from({ length: 20 }, (_, i) => `p${i + 1}`),
    );
  });

  it.each([{ kind: 'fall' }, { device: 'car-1' }])('of another kind or device are others: %o', (more) => {
    const all = [...many(20), ...many(3, more)];
    expect(withPress(all, press(9, more))).toEqual([...all, press(9, more)]);
    expect(lastOfItsKind(kept(all), press(9, more))).toBeUndefined();
    expect(lastOfItsKind(kept(all), press(9))?.id).toBe('p19');
  });

  it('say that another one is nothing new once there are twenty', () => {
    expect(lastOfItsKind(kept(many(19)), press(30))).toBeUndefined();
    expect(lastOfItsKind(kept(many(20)), press(30))?.id).toBe('p19');
  });
});
