// Calls to the server; a refusal is a value with the server's own sentence.

import type { Command } from '../../../contracts/incident/commands.ts';
import type { CommandResult, EventView, IncidentDetail } from '../../../contracts/incident/views.ts';
import type { MapSource } from '../../../contracts/office/place.ts';
import type { Readiness } from '../../../contracts/office/readiness.ts';
import type { Refusal } from '../../../contracts/session/refusal.ts';
import type { Me } from '../../../contracts/session/session.ts';
import type { SecondFactor, SignInBody } from '../../../contracts/session/signIn.ts';
import { language } from '../words/language.ts';
import { sessionEnded } from './page.ts';
import { screen } from './screen.ts';

export type Answer<T> =
  | { ok: true; status: number; value: T }
  | { ok: false; status: number; message: string; code?: string; second?: SecondFactor; refused?: unknown };

/** `refused`: all that a refusal says. Status 0: nothing came back, the request may or may not have arrived. Commands carry an id, so asking again is safe. */
export async function call<T>(
  path: string,
  body?: unknown,
  method = body === undefined ? 'GET' : 'POST',
  more: Readonly<Record<string, string>> = {},
  withinMs = 10_000,
): Promise<Answer<T>> {
  try {
    const answer = await fetch(path, {
      method,
      headers: {
        'accept-language': language.value,
        'x-yjt-screen': screen,
        ...more,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(withinMs),
    });
    const text = await answer.text();
    const value: unknown = text === '' ? undefined : JSON.parse(text);
    if (answer.ok) return { ok: true, status: answer.status, value: value as T };
    const { message, error: code, second } = value as Refusal;
    return { ok: false, status: answer.status, message, code, refused: value, ...(second && { second }) };
  } catch {
    return { ok: false, status: 0, message: '' }; // the caller says that the connection is down
  }
}

export const readMap = () => call<MapSource>('/api/v1/map');
export const readReadiness = () => call<Readiness>('/api/v1/readiness');
export const readDetail = (id: string) => call<IncidentDetail>(`/api/v1/incidents/${id}`);
export const readEvents = (id: string) => call<{ events: EventView[] }>(`/api/v1/incidents/${id}/events`);
export const signIn = (body: SignInBody) => call<Me>('/api/v1/session', body);
export const setPassword = (password: string) => call<undefined>('/api/v1/session/password', { password });
/** Ends the session; the sign-in stands in place of the page. */
export async function leave(): Promise<void> {
  await call('/api/v1/session', undefined, 'DELETE');
  sessionEnded();
}

export type Order = Command extends infer C ? (C extends Command ? Omit<C, 'id'> : never) : never;

/** An id that no other sender makes; `crypto.randomUUID` is missing where the page came without TLS. */
export const newId = (): string =>
  crypto.randomUUID?.() ??
  [...crypto.getRandomValues(new Uint8Array(16))].map((b) => b.toString(16).padStart(2, '0')).join('');

/** Gives an officer's command; tried again once with the same id when nothing came back. */
export async function command(incident: string, body: Order): Promise<Answer<CommandResult>> {
  const withId = { id: newId(), ...body };
  const path = `/api/v1/incidents/${incident}/commands`;
  const first = await call<CommandResult>(path, withId);
  return first.ok || first.status !== 0 ? first : call<CommandResult>(path, withId);
}
