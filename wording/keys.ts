// Where the keys of a home are, as whoever must get in reads it.
import type { HeldKey, Home } from '../contracts/office/community.ts';

/** As long as any remark about a door. */
const lettersAtMost = 200;

const saysKey = ({ place, hook, out }: HeldKey): string => `${place} ${hook}${out ? `（已由${out.who}取走）` : ''}`;

/** How one gets in, with where the keys hang that are kept elsewhere, or who has them. */
export function accessOf({ access, keys = [] }: Pick<Home, 'access' | 'keys'>): Home['access'] {
  if (keys.length === 0) return access;
  // First where it hangs: what is cut off is not that.
  const key = [...keys.map(saysKey), ...(access.key === undefined ? [] : [access.key])].join('；');
  return { ...access, key: key.slice(0, lettersAtMost) };
}
