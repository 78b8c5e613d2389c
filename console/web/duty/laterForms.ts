// What the pane fetches after the first picture (later.ts): all but who, where, how far it has come, and the acts.
export { Candidates } from './orders/Candidates.tsx';
export { OpenForm } from './orders/OpenForm.tsx';
export { Door } from './pane/Door.tsx';
export { Needs } from './pane/Needs.tsx';
export { Together } from './pane/Together.tsx';
export { Tracks } from './pane/Tracks.tsx';
export { Unused } from './pane/Unused.tsx';
