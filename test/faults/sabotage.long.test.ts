// The checker is itself tested: a system that is broken on purpose must be found out.
import { describe, expect, it } from 'vitest';
import { type RunParts, run } from './run.ts';
import { type Patch, sabotage } from './sabotage.ts';
import { table } from './table.ts';
import { count, type FindingKind } from './verdict.ts';

const short: RunParts = { layout: 'managed', seed: 1, faults: 0, longestMs: 0, perSecond: 20, calmWithinSeconds: 6 };

/** A sleeper never learns that its lease is over: from then on two dispatchers work the same shard. */
const leaseForgotten: Patch = { file: 'store/lease.js', from: 'return Number(reply) === 0;', to: 'return false;' };

type Sabotage = { what: string; patches: Patch[]; faults: RunParts['order'] & {}; finds: FindingKind[] };

const sabotages: Sabotage[] = [
  {
    what: 'acknowledges a press before it is written',
    patches: [
      {
        file: 'broker/broker.js',
        from: 'return parts.presses.take({ shard, input: { ...input, heardAt } });',
        to: 'return void parts.presses.take({ shard, input: { ...input, heardAt } }).stored.catch(() => 0);',
      },
    ],
    faults: [{ kind: 'redis dead for a while', heldMs: 4_500 }],
    finds: ['lost'],
  },
  {
    // Without the check alone nothing comes of it: the feed's order, the results and the logs' own numbers refuse as well,
    // and whoever is refused stops. So the feed's order goes too, and the refused one goes on.
    what: 'commits without the sequence, with two dispatchers at work',
    patches: [
      leaseForgotten,
      {
        file: 'dispatcher/shard.js',
        from: 'if (answers.length !== decisions.length || answers.some((answer) => !answer.ok))',
        to: 'if (answers.length !== decisions.length)',
      },
      { file: 'store/commit.lua', from: 'if stands[1] ~= before or stands[2] ~= nonce then', to: 'if false then' },
      {
        file: 'store/commit.lua',
        from: "if lastFed[1] and tonumber(string.match(lastFed[1][1], '^(%d+)-')) >= tonumber(after) then",
        to: 'if false then',
      },
    ],
    faults: [
      { kind: 'lease holder paused past its lease', heldMs: 5_000 },
      { kind: 'lease holder paused past its lease', heldMs: 5_000 },
    ],
    finds: ['doubled', 'outOfOrder', 'gap', 'lost'],
  },
  {
    what: 'drops a stand-down',
    patches: [
      {
        file: 'dispatcher/inboxes.js',
        from: 'const put = [...has]',
        to: "const put = [...has].filter(([, one]) => one.kind !== 'stand_down')",
      },
    ],
    faults: [{ kind: 'kill -9 broker', heldMs: 0 }],
    finds: ['leftDispatched'],
  },
  {
    what: 'takes a press that is sent again for another one',
    patches: [
      {
        file: 'dispatcher/domain/incident/press.js',
        from: 'const known = incident && sentTwice(incident, input, body, context.storedAt);',
        to: 'const known = undefined;',
      },
    ],
    faults: [{ kind: 'SIGSTOP redis', heldMs: 4_000 }],
    finds: ['doubled'],
  },
];

describe('the checker finds out a system that', () => {
  it.each(sabotages.map((one) => [one.what, one] as const))(
    '%s',
    async (_, { patches, faults, finds }) => {
      const { dist, remove } = sabotage(patches);
      try {
        const outcome = await run({ ...short, dist, order: faults });
        const found = finds.reduce((sum, kind) => sum + count(outcome.findings, kind), 0);
        expect(found, table([outcome])).toBeGreaterThan(0);
      } finally {
        remove();
      }
    },
    240_000,
  );

  it('and says nothing when only the lease fails: the sequence keeps two dispatchers apart', async () => {
    const order = [...new Map(sabotages.flatMap(({ faults }) => faults).map((one) => [one.kind, one])).values()];
    const { dist, remove } = sabotage([leaseForgotten]);
    try {
      const outcome = await run({ ...short, dist, order, calmWithinSeconds: 60 });
      expect(outcome.findings, `${table([outcome])}\n${outcome.logs}`).toEqual([]);
    } finally {
      remove();
    }
  }, 240_000);
});
