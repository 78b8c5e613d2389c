// Trials of mappings, each in a thread: what somebody typed into one may take long over a hundred messages.
import type { SourceTrial } from '../../contracts/device/sourceTrial.ts';
import { addressForm } from '../../contracts/office/address.ts';
import type { DistrictRegistry } from '../../store/district.ts';
import { Busy } from '../busy.ts';
import { inThread } from '../inThread.ts';
import type { TrialOrder } from './trial.ts';

const bound = { withinMs: 8_000, memoryMb: 256 };
const atOnce = 3;

/** It took longer than anybody waits. */
export class TrialTooLong extends Error {}

export class Trials {
  readonly #script: URL;
  #running = 0;

  /** @param script the compiled trialThread.ts */
  constructor(script: URL) {
    this.#script = script;
  }

  /** @throws Busy, TrialTooLong */
  async run({ bundle }: DistrictRegistry, order: Omit<TrialOrder, 'devices'>): Promise<SourceTrial> {
    if (this.#running >= atOnce) throw new Busy();
    this.#running += 1;
    const devices = bundle.devices.flatMap(({ id, address, model }) =>
      address === undefined ? [] : [[addressForm(address), id, model] as const],
    );
    try {
      return await inThread<SourceTrial>(this.#script, { ...order, devices } satisfies TrialOrder, bound);
    } catch (error) {
      throw new TrialTooLong(String(error));
    } finally {
      this.#running -= 1;
    }
  }
}
