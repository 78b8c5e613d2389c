import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Button } from './button.ts';
import { chanceOf, exponential } from './chance.ts';
import type { StoryClock } from './clock.ts';
import { drawKind, startPresses } from './presses.ts';
import { readScenario } from './scenario.ts';

const { presses } = readScenario(resolve(import.meta.dirname, 'scenarios/everyday.json'));

/** Time that moves when the test says so. */
class Hours implements StoryClock {
  #now = 0;
  #waiting: { at: number; act: () => void }[] = [];
  now = () => this.#now;
  after = (milliseconds: number, act: () => void) => {
    const entry = { at: this.#now + milliseconds, act };
    this.#waiting.push(entry);
    return () => {
      this.#waiting = this.#waiting.filter((one) => one !== entry);
    };
  };
  pass(hours: number): void {
    const end = this.#now + hours * 3_600_000;
    for (;;) {
      const [next] = this.#waiting.sort((a, b) => a.at - b.at);
      if (!next || next.at > end) break;
      this.#waiting.shift();
      this.#now = next.at;
      next.act();
    }
    this.#now = end;
  }
  get waiting(): number {
    return this.#waiting.length;
  }
}

type Sent = { topic: string; kind: string };
function fleet(change: Partial<typeof presses> = {}) {
  const sent: Sent[] = [];
  const clock = new Hours();
  const buttons = Array.from(
    { length: 40 },
    (_, i) =>
      new Button(`btn-${i}`, chanceOf(1, `btn-${i}`), (topic, body) =>
        sent.push({ topic, kind: (body as { kind: string }).kind }),
      ),
  );
  const stop = startPresses({
    presses: { ...presses, ...change },
    chance: chanceOf(1, 'presses'),
    clock,
    buttons: () => buttons,
  });
  return { sent, clock, buttons, stop };
}
const told = (state: string, revision = 1) =>
  Buffer.from(JSON.stringify({ incident: '01ARZ3NDEK-0-s05', revision, state, say: '' }));

describe('the presses of the fleet', () => {
  it('come about as often as was asked for', () => {
    const { sent, clock } = fleet({ openAtMost: 10_000, kinds: { test: 1 } });
    clock.pass(100);
    expect(sent.length).toBeGreaterThan(1_350); // 1,500 on average
    expect(sent.length).toBeLessThan(1_650);
  });

  it('are the same ones for the same seed', () => {
    const [a, b] = [fleet(), fleet()];
    a.clock.pass(5);
    b.clock.pass(5);
    expect(a.sent.length).toBeGreaterThan(0);
    expect(a.sent).toEqual(b.sent);
  });

  it('stop while nobody closes what is open', () => {
    const { sent, clock } = fleet({ kinds: { sos: 1 }, cancels: 0 });
    clock.pass(24);
    expect(sent).toHaveLength(presses.openAtMost);
  });

  it('go on when somebody does', () => {
    const { sent, clock, buttons } = fleet({ kinds: { sos: 1 }, cancels: 0 });
    clock.pass(24);
    for (const button of buttons) button.receive(told('closed', 9));
    clock.pass(24);
    expect(sent).toHaveLength(2 * presses.openAtMost);
  });

  it('are sometimes cancelled by the one who pressed', () => {
    const { sent, clock } = fleet({ kinds: { sos: 1 }, cancels: 1, openAtMost: 1 });
    clock.pass(24);
    expect(sent.map(({ kind }) => kind)).toEqual(['sos', 'cancel']);
    expect(sent[1]?.topic).toBe(sent[0]?.topic);
  });

  it('can be left out', () => {
    expect(fleet({ everySeconds: 0 }).clock.waiting).toBe(0);
  });

  it('leave no timer behind', () => {
    const { clock, stop } = fleet({ cancels: 1 });
    clock.pass(1);
    stop();
    expect(clock.waiting).toBe(0);
  });

  it('have the kinds of the scenario', () => {
    const chance = chanceOf(1, 'kinds');
    const drawn = Array.from({ length: 2_000 }, () => drawKind(chance, { sos: 3, fall: 1 }));
    expect(drawn.filter((kind) => kind === 'fall').length / drawn.length).toBeCloseTo(0.25, 1);
  });
});

describe('a button', () => {
  const button = () => new Button('btn-1', chanceOf(1, 'btn-1'), () => {});

  it('waits from the press until it is told that all is over', () => {
    const one = button();
    one.press('sos');
    expect(one.waiting).toBe(true);
    one.receive(told('coming'));
    expect(one.waiting).toBe(true);
    one.receive(told('closed', 2));
    expect(one.waiting).toBe(false);
  });

  it('does not speak old news', () => {
    const one = button();
    one.receive(told('closed', 5));
    one.receive(told('coming', 3));
    expect(one.waiting).toBe(false);
  });

  it('does not wait after a test', () => {
    const one = button();
    one.press('test');
    expect(one.waiting).toBe(false);
  });

  it.each(['', '!!!', 'null', '{"state":7}'])('is not confused by "%s"', (text) => {
    const one = button();
    one.receive(Buffer.from(text));
    expect(one.waiting).toBe(false);
  });
});

it('waiting times keep to their mean', () => {
  const chance = chanceOf(3, 'mean');
  const draws = Array.from({ length: 20_000 }, () => exponential(chance, 240));
  expect(draws.reduce((sum, one) => sum + one, 0) / draws.length).toBeCloseTo(240, -1);
});

it('a scenario with a mistake is refused with the place', () => {
  expect(() => readScenario(resolve(import.meta.dirname, '../package.json'))).toThrow(/package.json: /);
});
