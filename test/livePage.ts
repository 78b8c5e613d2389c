// A page on /live, and all that it is sent.
import WebSocket from 'ws';
import type { LiveFrame } from '../contracts/system/live.ts';

export type LivePage = { socket: WebSocket; frames: LiveFrame[] };

/** @param url of the console @param who a token, or the headers of a browser that has a cookie */
export function openLive(url: string, who: string | Record<string, string>, query = ''): LivePage {
  const headers = typeof who === 'string' ? { authorization: `Bearer ${who}` } : who;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/live${query}`, { headers });
  const frames: LiveFrame[] = [];
  socket.on('message', (text) => frames.push(JSON.parse(String(text)) as LiveFrame));
  return { socket, frames };
}
