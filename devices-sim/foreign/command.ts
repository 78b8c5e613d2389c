// `npm run sim -- --family … --source … --press ADDRESS`: one device of another maker, as it speaks in the field.
import { setTimeout as pause } from 'node:timers/promises';
import type { Settings } from '../../contracts/settings.ts';
import { chanceOf } from '../chance.ts';
import { simulatedFamilies, simulatedFamily } from './families.ts';
import { findSource } from './findSource.ts';
import { openSender } from './sender.ts';
import { living, pressed, type Staged, type Trouble, troubled } from './troubles.ts';

/** What was asked for on the command line. `everySeconds` between one and the next. */
export type ForeignOptions = {
  family: string;
  source: string;
  press?: string | undefined;
  alive?: string | undefined;
  trouble?: Trouble | undefined;
  model?: string | undefined;
  times: number;
  everySeconds: number;
  battery: number;
  seed: number;
  credentials?: string | undefined;
};

/** Says it all, and returns when the last of it was acknowledged. @param tell a line for whoever sits there @throws Error that says what to do */
export async function speakFor(
  options: ForeignOptions,
  settings: Settings,
  tell: (line: string) => void,
): Promise<void> {
  const { family: name, source: id, press, alive, trouble } = options;
  const address = press ?? alive;
  if (address === undefined) throw new Error('whom? --press ADDRESS presses it, --alive ADDRESS is a sign of life');
  if (!simulatedFamilies.includes(name)) throw new Error(`${name} is no family: ${simulatedFamilies.join(' ')}`);
  const { source, where, secret, aesKey } = await findSource(settings, id, options.credentials);
  if (source.family !== name) throw new Error(`the source ${id} is of the family ${source.family}, not ${name}`);
  const family = simulatedFamily(name, source.door);
  if (!family) throw new Error(`${name} is no family`);
  // Counters go on from one run to the next, as those of a device do.
  const now = Date.now();
  const of = {
    address,
    base: source.base,
    secret,
    aesKey,
    model: options.model,
    chance: chanceOf(options.seed, `${address} ${now}`),
  };
  const staged: Staged = {
    family,
    of,
    from: { at: now, n: Math.floor(now / 1000) % 1_000_000, battery: options.battery },
    everyMs: options.everySeconds * 1000,
    times: options.times,
    live: source.door === 'broker',
  };
  const steps =
    trouble !== undefined ? troubled(trouble, staged) : press !== undefined ? pressed(staged) : living(staged);
  const sender = await openSender(where);
  try {
    for (const { afterMs, messages } of steps) {
      await pause(afterMs);
      await sender.send(messages);
      tell(`${name} ${address}: ${messages.length} acknowledged`);
    }
  } finally {
    await sender.stop();
  }
}
