// What a page is told of somebody whose rights reach over a part of the community (docs/decisions/041): who they are, and that the registry
// was changed. The feed is of all calls, and each is helped by people of the whole community: none of it is theirs.
import type { LiveFrame } from '../../../contracts/system/live.ts';

/** The frame as they may have it; undefined: they may not. Its sequence stays, or the page would take what is kept from it for lost. */
export function partFrame(frame: LiveFrame): LiveFrame | undefined {
  switch (frame.type) {
    case 'snapshot': {
      const { surge: _, ...rest } = frame;
      return { ...rest, incidents: [], responders: [] };
    }
    case 'change':
    case 'surge':
      return { type: 'beat', sequence: frame.sequence, now: frame.now };
    case 'beat':
    case 'registry':
      return frame;
    default:
      return undefined;
  }
}
