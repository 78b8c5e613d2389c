// The pages that are needed rarely, as one piece to fetch: what is kept by hand, and who looked at whom.
export { Access } from './access/Access.tsx';
export { Cards } from './cards/Cards.tsx';
export { CheckIns } from './checkins/CheckIns.tsx';
export { Keys } from './keys/Keys.tsx';
export { Policy } from './policy/Policy.tsx';
export { Readiness } from './readiness/Readiness.tsx';
export { Registry } from './registry/Registry.tsx';
export { Rosters } from './rosters/Rosters.tsx';
export { Sources } from './sources/Sources.tsx';
