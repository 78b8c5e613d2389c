// What every page with the live picture draws from: the picture, how the link is, what time it is at the server.
import { computed, signal } from '@preact/signals';
import type { SystemView } from '../../../contracts/api.ts';
import type { LiveFrame } from '../../../contracts/live.ts';
import { Link, type LinkState } from './link.ts';
import { apply, emptyPicture } from './live.ts';
import { screen } from './screen.ts';

export const picture = signal(emptyPicture);
/** How the system itself is; undefined until it has said so. */
export const system = signal<SystemView | undefined>(undefined);
export const signedOut = signal(false);
export const linkState = signal<LinkState>('connecting');
export const silentSeconds = signal(0);
/** The server's clock, once a second. */
export const now = signal(Date.now());
/** Nothing may be ordered on an old picture. */
export const actionsDisabled = computed(() => linkState.value === 'lost' || linkState.value === 'connecting');

let link: Link | undefined;

/** Connects and keeps the picture up to date. @param onFrame is called after each frame was applied */
export function connect(onFrame: (frame: LiveFrame) => void): void {
  link = new Link({
    url: () => `${origin()}/live?screen=${screen}&after=${picture.value.sequence}`,
    onRefused: () => {
      signedOut.value = true;
    },
    onFrame: (frame) => {
      arrived.push({ frame, at: Date.now() });
      if (arrived.length === 1) soon(() => applyAll(onFrame));
    },
  });
  setInterval(tick, 1_000);
  addEventListener('online', () => link?.reconnect());
}

/** In a flood hundreds of frames come in a second: what came together is drawn together. */
let arrived: { frame: LiveFrame; at: number }[] = [];
/** A hidden page gets no animation frames, and must ring all the same. */
const soon = (act: () => void): void => {
  if (document.hidden) setTimeout(act, 0);
  else requestAnimationFrame(act);
};

function applyAll(onFrame: (frame: LiveFrame) => void): void {
  const frames = arrived;
  arrived = [];
  let next = picture.value;
  let again = false;
  for (const { frame, at } of frames) {
    const applied = apply(next, frame, at);
    next = applied.picture;
    again ||= applied.gap;
  }
  picture.value = next;
  for (const { frame } of frames) {
    if (frame.type === 'system') system.value = frame.system;
    onFrame(frame);
  }
  if (again) link?.reconnect();
}

const origin = (): string => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}`;

function tick(): void {
  now.value = Date.now() + picture.value.aheadMs;
  const at = performance.now();
  linkState.value = link?.state(at) ?? 'connecting';
  silentSeconds.value = Math.round((link?.silentMs(at) ?? 0) / 1000);
  if (linkState.value === 'lost' && silentSeconds.value % 10 === 0) link?.reconnect(); // an open socket may be dead
}
