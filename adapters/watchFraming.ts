// Frames of the "watch" protocol: `[3G*id*LLLL*content]`. The content may hold brackets of its own (a network's name, a frame within), and the
// declared length is wrong on some devices: so the length counts where a `]` stands at its end, and else the brackets are counted.
import type { Framing } from './adapter.ts';

const open = 0x5b;
const close = 0x5d;
/** Photographs and voice come as frames too; nothing is longer. */
const longestFrame = 256 * 1024;
const longestHeader = 80;
/** So much of a header tells it from a bracket in a name. */
const mostOfHeader = 26;

/** One a connection. */
export function watchFraming(): Framing {
  let held: Uint8Array = new Uint8Array();
  let scan = { at: 0, depth: 0 };
  let junk = 0;
  return {
    push(chunk) {
      held = joined(held, chunk);
      const frames: Uint8Array[] = [];
      let from = 0;
      for (;;) {
        const start = scan.at === 0 ? held.indexOf(open, from) : from;
        if (start < 0) {
          junk += held.length - from; // what stands between frames says nothing
          from = held.length;
          break;
        }
        from = start;
        const end = byLength(held, from) ?? byBrackets(held, from, scan);
        if (end === undefined) break;
        frames.push(held.slice(from, end));
        from = end;
        scan = { at: 0, depth: 0 };
      }
      held = held.slice(from);
      if (frames.length > 0) junk = 0;
      return { frames, tooLong: held.length > longestFrame || junk > longestFrame };
    },
  };
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

/** Where the frame ends by its own word, if a bracket closes there. */
function byLength(bytes: Uint8Array, from: number): number | undefined {
  const header = String.fromCharCode(...bytes.subarray(from, from + longestHeader));
  const [whole, length = ''] = /^\[\w{2}\*[^*[\]]+\*(?:[0-9a-f]{4}\*)?([0-9a-f]{4})\*/i.exec(header) ?? [];
  if (whole === undefined) return undefined;
  const last = from + whole.length + Number.parseInt(length, 16);
  return bytes[last] === close ? last + 1 : undefined;
}

/** Where the first bracket closes again, looking on from where the last look ended. `scan.at` counts from the frame's start. */
function byBrackets(bytes: Uint8Array, from: number, scan: { at: number; depth: number }): number | undefined {
  for (let at = from + scan.at; at < bytes.length; at++) {
    if (bytes[at] === open) {
      // a bracket within the last frame was never closed: that frame ended before this header
      if (scan.depth > 0 && bytes[at - 1] === close) {
        const header = String.fromCharCode(...bytes.subarray(at, at + mostOfHeader));
        if (/^\[\w{2}\*\d{6,20}\*/.test(header)) return at;
        if (header.length < mostOfHeader) {
          scan.at = at - from; // whether it is one is seen when more has come
          return undefined;
        }
      }
      scan.depth++;
    } else if (bytes[at] === close && --scan.depth === 0) return at + 1;
  }
  scan.at = bytes.length - from;
  return undefined;
}
