// A message that was kept, read again: by its family, or by a mapping that somebody is making. What comes of it is told and nothing else.
import type { Reading } from '../contracts/device/reading.ts';
import { mask } from '../contracts/device/secretMask.ts';
import type { Source } from '../contracts/office/source.ts';
import type { HttpAdapter, HttpMessage, Known } from './adapter.ts';
import { clouds } from './clouds.ts';
import { readMapped } from './mapped.ts';
import { mqttFamily } from './mqttFamilies.ts';
import { traccarHttp } from './traccar.ts';
import { wires } from './wires.ts';

/** As it was kept: `how` its topic, or method, path and query, or `tcp` and whom its connection spoke for; `secret`: what stood where the mask stands. `at`: ms. */
export type Kept = {
  at: number;
  secret: string | undefined;
  how: string;
  headers: Readonly<Record<string, string>>;
  body: Uint8Array;
  cut: boolean;
};
export type Again =
  | { is: 'readings'; readings: readonly Reading[]; answer?: string }
  | { is: 'handshake'; answer: string }
  | { is: 'refused'; why: string }
  | { is: 'untried'; why: 'cut' | 'no_mapping' | 'not_of_family' };

/** How a source is read. */
export type ReadBy = Pick<Source, 'family' | 'door' | 'base' | 'datum' | 'secret' | 'aesKey' | 'mapping'>;

/** Never throws for what was kept. */
export function readAgain(kept: Kept, source: ReadBy, known: Known): Again {
  if (kept.cut) return { is: 'untried', why: 'cut' };
  if (source.door === 'http') return readHttp(kept, source, known);
  if (source.door === 'tcp') return readFrame(kept, source, known);
  const adapter = mqttFamily(source.family);
  const { how: topic, body: payload } = kept;
  const readings = adapter?.read({ topic, payload, retained: false }, source.base ?? adapter.base, known);
  return readings ? { is: 'readings', readings } : { is: 'untried', why: 'not_of_family' };
}

const secretsOf = ({ secret, aesKey, datum = 'wgs84' }: ReadBy) => ({
  datum,
  ...(secret === undefined ? {} : { secret }),
  ...(aesKey === undefined ? {} : { aesKey }),
});

function readHttp(kept: Kept, source: ReadBy, known: Known): Again {
  const read = readerOf(source);
  if (!read) return { is: 'untried', why: 'no_mapping' };
  const verdict = read(requestAgain(kept), secretsOf(source), known, kept.at);
  if (verdict.is === 'refused') return verdict;
  const answer = verdict.answer.body;
  return verdict.is === 'handshake' ? { is: 'handshake', answer } : { ...verdict, answer };
}

/** Who reads what such a source posts; undefined: nobody yet. */
export const readerOf = ({ mapping, family }: Pick<Source, 'mapping' | 'family'>): HttpAdapter['read'] | undefined =>
  mapping ? readMapped(mapping) : posting[family]?.read;
const posting: Readonly<Record<string, HttpAdapter>> = { ...clouds, traccar: traccarHttp };

function readFrame({ how, body }: Kept, source: ReadBy, known: Known): Again {
  const login = how.slice('tcp'.length).trim();
  const adapter = wires[source.family];
  if (!adapter) return { is: 'untried', why: 'not_of_family' };
  return {
    is: 'readings',
    readings: adapter.read(body, login === '' ? {} : { login }, secretsOf(source), known).readings,
  };
}

/** The request that was kept so; what did not come over HTTP has a body alone. */
export function requestAgain({ how, headers, body, secret }: Kept): HttpMessage {
  const [, method, path = '', query = ''] = /^(GET|POST) \/([^?]*)\??(.*)$/s.exec(how) ?? [];
  const whole = (value: string): string => (secret === undefined ? value : value.replaceAll(mask, secret));
  const unmasked = ([name, value]: [string, string]): [string, string] => [name, whole(value)];
  return {
    method: method === 'GET' ? 'GET' : 'POST',
    path: whole(path),
    query: Object.fromEntries([...new URLSearchParams(query)].map(unmasked)),
    headers: Object.fromEntries(Object.entries(headers).map(unmasked)),
    body,
  };
}
