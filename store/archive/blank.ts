// Takes texts and positions out of archived incidents, in place: the line keeps its length, filled up with spaces, so that nothing
// that is appended meanwhile can be lost and no index goes wrong. Events, state and figures stand.
import { type FileHandle, open } from 'node:fs/promises';
import type { IncidentEvent } from '../../contracts/incident/events.ts';
import { isOrder } from '../../contracts/incident/orders.ts';
import type { Incident } from '../../contracts/incident/state.ts';
import { parsed } from '../../contracts/json.ts';
import { readEvents } from '../events.ts';
import { monthFile, monthsIn } from './month.ts';
import { type Head, headAtMostBytes, readHead } from './record.ts';

const newline = 0x0a;
const pieceBytes = 1024 * 1024;

/** What of a line may be asked: its head; and its state with its events, which are read only where the line names one of these. */
export type Which = {
  month?: (month: string) => boolean;
  head: (head: Head) => boolean;
  state?: {
    naming: readonly string[];
    fits: (state: Partial<Incident>, events: readonly IncidentEvent[]) => boolean;
  };
};

/** @returns how many incidents had texts that are gone now; a line that is damaged stays as it is */
export async function blankSides(folder: string, which: Which): Promise<number> {
  let blanked = 0;
  for (const month of await monthsIn(folder)) {
    if (which.month && !which.month(month)) continue;
    const file = await open(monthFile(folder, month), 'r+');
    try {
      for await (const { line, offset } of linesOf(file)) {
        const now = blankLine(line, which);
        if (now === undefined) continue;
        await file.write(now, 0, now.length, offset);
        blanked++;
      }
      await file.datasync();
    } finally {
      await file.close();
    }
  }
  return blanked;
}

async function* linesOf(file: FileHandle): AsyncGenerator<{ line: Buffer; offset: number }> {
  const { size } = await file.stat();
  let rest = Buffer.alloc(0);
  let restAt = 0;
  for (let at = 0; at < size; at += pieceBytes) {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(pieceBytes), position: at });
    const text = Buffer.concat([rest, buffer.subarray(0, bytesRead)]);
    let from = 0;
    for (let end = text.indexOf(newline); end >= 0; end = text.indexOf(newline, from)) {
      yield { line: text.subarray(from, end), offset: restAt + from };
      from = end + 1;
    }
    rest = text.subarray(from);
    restAt += from;
  }
}

/** @returns the line as it must be; undefined when it stays as it is */
function blankLine(line: Buffer, { head: fits, state }: Which): Buffer | undefined {
  const head = readHead(line.toString('utf8', 0, Math.min(line.length, headAtMostBytes)));
  if (!head || !fits(head)) return undefined;
  if (state && !state.naming.some((one) => line.includes(JSON.stringify(one)))) return undefined;
  type Line = { side?: object; state?: Partial<Incident>; events?: unknown };
  const value = parsed(line.toString('utf8')) as Line | undefined;
  if (!value) return undefined; // readers skip it too
  if (state && !state.fits(value.state ?? {}, eventsOf(value.events))) return undefined;
  const beside = Object.entries(value.side ?? {});
  const orders = beside.filter(([field]) => isOrder(field)); // who ordered what stands: ids and codes
  if (orders.length === beside.length) return undefined;
  const now = Buffer.from(JSON.stringify({ ...value, side: Object.fromEntries(orders) }));
  if (now.length > line.length) throw new Error(`${head.id}: its line would grow`);
  return Buffer.concat([now.subarray(0, -1), Buffer.alloc(line.length - now.length, ' '), now.subarray(-1)]);
}

const eventsOf = (value: unknown): IncidentEvent[] => readEvents(Array.isArray(value) ? value : []).events;
