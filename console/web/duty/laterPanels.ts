// What the console fetches last, after the pane (later.ts): panels, the lock, the legend of the map.
import './panels/panels.css';

export { Proof } from '../live/Proof.tsx';
export { watchTouch } from '../live/touch.ts';
export { LockBar } from './bar/LockBar.tsx';
export { lockNow, watchLock } from './lock.ts';
export { Legend } from './map/Legend.tsx';
export { AftercarePanel } from './panels/AftercarePanel.tsx';
export { HandoverPanel } from './panels/HandoverPanel.tsx';
export { Help } from './panels/Help.tsx';
export { HistoryPanel } from './panels/HistoryPanel.tsx';
export { HomeCard } from './panels/HomeCard.tsx';
export { NightDeskPanel } from './panels/NightDeskPanel.tsx';
export { ReadinessPanel } from './panels/ReadinessPanel.tsx';
export { ReasonsPanel } from './panels/ReasonsPanel.tsx';
export { SessionsPanel } from './panels/SessionsPanel.tsx';
export { SystemPanel } from './panels/SystemPanel.tsx';
