// What every page with the live picture draws from: the picture, how the link is, what time it is at the server.
import { computed, signal } from '@preact/signals';
import type { IncidentView } from '../../../contracts/incident/views.ts';
import type { LiveFrame } from '../../../contracts/system/live.ts';
import type { SystemView } from '../../../contracts/system/views.ts';
import { useZone } from '../look/time.ts';
import { Link, type LinkState } from './link.ts';
import { apply, emptyPicture, withFetched } from './live.ts';
import { screen } from './screen.ts';

export const picture = signal({ ...emptyPicture, aheadMs: performance.timeOrigin });
/** How the system itself is; undefined until it has said so. */
export const system = signal<SystemView | undefined>(undefined);
export const signedOut = signal(false);
export const linkState = signal<LinkState>('connecting');
export const silentSeconds = signal(0);
/** This page's own time, ms, once a second. How long something lasts is measured by it: nobody can set it. */
export const ticked = signal(Math.round(performance.now()));
/**
 * The server's clock, once a second. It goes on by this page's own time, without a link too: setting the machine's clock does not move
 * it, and where a machine has slept the next frame does.
 */
export const now = signal(performance.timeOrigin + performance.now());
/** Nothing may be ordered on an old picture. */
export const actionsDisabled = computed(() => linkState.value === 'lost' || linkState.value === 'connecting');

/** The sign-in stands in place of the page. */
export function sessionEnded(): void {
  signedOut.value = true;
}
/** What changed while the page was offline has been seen. */
export function lookedAt(): void {
  picture.value = { ...picture.value, missed: 0 };
}
/** Rows that were asked for in a crowd. */
export function addFetched(views: readonly IncidentView[]): void {
  if (views.length > 0) picture.value = withFetched(picture.value, views);
}

let link: Link | undefined;

/** Connects and keeps the picture up to date. @param onFrame is called after each frame was applied */
export function connect(onFrame: (frame: LiveFrame) => void): void {
  link = new Link({
    url: () => `${origin()}/live?screen=${screen}&after=${picture.value.sequence}`,
    onRefused: sessionEnded,
    onFrame: (frame) => {
      arrived.push({ frame, at: performance.now() });
      if (arrived.length === 1) soon(() => applyAll(onFrame));
    },
  });
  setInterval(tick, 1_000);
  addEventListener('online', () => link?.reconnect());
  document.addEventListener('visibilitychange', () => {
    if (document.hidden) return;
    tick();
    if (linkState.value === 'lost') link?.reconnect();
  });
}

/** In a flood hundreds of frames come in a second: what came together is drawn together. */
let arrived: { frame: LiveFrame; at: number }[] = [];
/** A hidden page gets no animation frames and one timer a minute, and must ring all the same: a message of its own comes at once. */
const soon = (act: () => void): void => {
  if (!document.hidden) {
    requestAnimationFrame(act);
    return;
  }
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    act();
  };
  port2.postMessage(undefined);
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
  if (linkState.value !== 'live') tick(); // the next one may be a minute away
  for (const { frame } of frames) {
    if (frame.type === 'system') system.value = frame.system;
    if ('timeZone' in frame) useZone(frame.timeZone);
    onFrame(frame);
  }
  if (again) link?.reconnect();
}

const origin = (): string => `${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}`;

function tick(): void {
  const at = performance.now();
  ticked.value = Math.round(at);
  linkState.value = link?.state(at) ?? 'connecting';
  silentSeconds.value = Math.round((link?.silentMs(at) ?? 0) / 1000);
  now.value = at + picture.value.aheadMs;
  link?.reconnectIfDead(at);
}
