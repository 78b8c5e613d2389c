// Calls to the server; a refusal is a value with the server's own sentence.
import type {
  CommandResult,
  EventView,
  IncidentDetail,
  MapSource,
  Readiness,
  Refusal,
} from '../../../contracts/api.ts';
import type { Command } from '../../../contracts/commands.ts';
import { language } from '../words/words.ts';

export type Answer<T> = { ok: true; status: number; value: T } | { ok: false; status: number; message: string };

/** Status 0: nothing came back, the request may or may not have arrived. Commands carry an id, so asking again is safe. */
async function call<T>(path: string, body?: unknown, method = body === undefined ? 'GET' : 'POST'): Promise<Answer<T>> {
  try {
    const answer = await fetch(path, {
      method,
      headers: {
        'accept-language': language.value,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    const value: unknown = text === '' ? undefined : JSON.parse(text);
    if (answer.ok) return { ok: true, status: answer.status, value: value as T };
    return { ok: false, status: answer.status, message: (value as Refusal).message };
  } catch {
    return { ok: false, status: 0, message: '' }; // the caller says that the connection is down
  }
}

export const readMap = () => call<MapSource>('/api/v1/map');
export const readReadiness = () => call<Readiness>('/api/v1/readiness');
export const readDetail = (id: string) => call<IncidentDetail>(`/api/v1/incidents/${id}`);
export const readEvents = (id: string) => call<{ events: EventView[] }>(`/api/v1/incidents/${id}/events`);
export const signIn = (token: string) => call<undefined>('/api/v1/session', { token });
export const signOut = () => call<undefined>('/api/v1/session', undefined, 'DELETE');

type CommandWithoutId = Command extends infer C ? (C extends Command ? Omit<C, 'id'> : never) : never;

/** Gives an officer's command; tried again once with the same id when nothing came back. */
export async function command(incident: string, body: CommandWithoutId): Promise<Answer<CommandResult>> {
  const withId = { id: crypto.randomUUID?.() ?? `${Date.now()}-${Math.random().toString(36).slice(2)}`, ...body };
  const path = `/api/v1/incidents/${incident}/commands`;
  const first = await call<CommandResult>(path, withId);
  return first.ok || first.status !== 0 ? first : call<CommandResult>(path, withId);
}
