// A client that was not told "stored" sends the very packet again after it has come back, marked DUP and under the same packet id (MQTT 3.1.1, 4.4).
// With an id of its own a press is known by that; one without is known by the packet: the id that was made for it then is its id.
// What is forgotten, by a restart or after a while, counts as another press: somebody is asked once more, and nobody too little.
import { createHash } from 'node:crypto';
import { ulid } from 'ulid';

type Packet = { dup?: boolean; messageId?: number | undefined };
type Made = { digest: string; id: string; at: number };

/** A client that is away comes back sooner, or its packet is old news. */
const keptMs = 15 * 60_000;
/** Packets of one device that wait for their acknowledgement at once. */
const packetsKept = 8;
/** As many as may be connected. */
const devicesKept = 15_000;

export class MadeIds {
  readonly #devices = new Map<string, Map<number, Made>>();
  readonly #monotonic: () => number;

  constructor(monotonic: () => number = () => performance.now()) {
    this.#monotonic = monotonic;
  }

  /** The id for a message that has none: that of the same packet, where this is it again, else a new one. */
  idFor(device: string, { dup, messageId }: Packet, payload: Buffer): string {
    if (messageId === undefined) return ulid(); // QoS 0 is never sent again
    const now = this.#monotonic();
    const digest = createHash('sha256').update(payload).digest('base64');
    const packets = this.#devices.get(device) ?? new Map<number, Made>();
    const known = packets.get(messageId);
    const again = dup === true && known?.digest === digest && now - known.at < keptMs;
    const made = again ? known : { digest, id: ulid(), at: now };
    packets.delete(messageId);
    packets.set(messageId, made);
    this.#devices.delete(device);
    this.#devices.set(device, packets);
    forgetOldest(packets, packetsKept);
    forgetOldest(this.#devices, devicesKept);
    return made.id;
  }
}

function forgetOldest(of: Map<unknown, unknown>, atMost: number): void {
  const [oldest] = of.keys();
  if (of.size > atMost) of.delete(oldest);
}
