// What the phone fetches after its first picture (later.ts): the map, what lies behind glass, what was found, the reader of cards, the list of shifts.
export { MySignInButton } from '../sign-in/MySignInButton.tsx';
export { Findings } from './Findings.tsx';
export { Glass } from './Glass.tsx';
export { Mistyped, ScanCard } from './ScanCard.tsx';
export { Shifts } from './Shifts.tsx';
export { metresTo, WayMap } from './WayMap.tsx';
