// Messages and their readers, for tests: each shows only what matters in it.

import type { Reading } from '../contracts/device/reading.ts';
import type { HttpAdapter, HttpMessage, HttpSource, HttpVerdict, Known } from './adapter.ts';

/** A request as the door hands it on. An object goes as JSON. */
export function posted(body: unknown, besides: Partial<Omit<HttpMessage, 'body'>> = {}): HttpMessage {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return { method: 'POST', path: '', query: {}, headers: {}, ...besides, body: new TextEncoder().encode(text) };
}

export const gotten = (besides: Partial<Omit<HttpMessage, 'body'>>): HttpMessage => ({
  ...posted('', besides),
  method: 'GET',
});

/** Every device is of this model. */
export const allAre = (model: string): Known => ({ model: () => model });

/** 2026-03-01 08:00:00 in Chengdu. */
export const now = Date.UTC(2026, 2, 1, 0, 0, 0);

export const verdictOf = (
  read: HttpAdapter['read'],
  message: HttpMessage,
  source: Partial<HttpSource> = {},
  known: Known = {},
  at = now,
): HttpVerdict => read(message, { datum: 'wgs84', ...source }, known, at);

/** The readings; a request that is refused or a greeting has none. */
export function readingsIn(...asked: Parameters<typeof verdictOf>): readonly Reading[] {
  const verdict = verdictOf(...asked);
  return verdict.is === 'readings' ? verdict.readings : [];
}

/** The readings of this kind, typed so. */
export const those = <K extends Reading['is']>(readings: readonly Reading[], is: K): Extract<Reading, { is: K }>[] =>
  readings.filter((one): one is Extract<Reading, { is: K }> => one.is === is);
