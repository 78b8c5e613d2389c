// Did a page of another site send this? A cookie goes along with whatever a browser asks, so what changes something, and every
// WebSocket, must come from a page of ours or from no page at all (a program: it has no cookie to lose).
import type { FastifyRequest } from 'fastify';

const readsOnly: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** @param publicUrl the address that people know us by: a proxy may have changed the Host header */
export function isFromElsewhere(request: FastifyRequest, publicUrl: string): boolean {
  const { method, headers, host, protocol } = request;
  if (readsOnly.has(method) && headers.upgrade === undefined) return false;
  // Browsers set it and no page can; on plain HTTP they leave it out.
  const site = headers['sec-fetch-site'];
  if (site !== undefined) return site !== 'same-origin' && site !== 'none';
  const { origin } = headers;
  if (origin === undefined) return false;
  return !isOurs(origin, [`${protocol}://${host}`, publicUrl]);
}

/**
 * The same host, and not a page in clear where we are known by https: whoever sits on the line can make one of those. The other way round
 * counts, for a proxy in front may speak TLS without our knowing.
 */
function isOurs(origin: string, known: readonly string[]): boolean {
  if (!URL.canParse(origin)) return false;
  const from = new URL(origin);
  const same = known.filter((one) => URL.canParse(one) && new URL(one).host === from.host);
  return (
    same.length > 0 && (from.protocol === 'https:' || same.every((one) => new URL(one).protocol === from.protocol))
  );
}

/** Names, with their ports, that this request may have come by. */
export const ourHosts = ({ host }: FastifyRequest, publicUrl: string): string[] => [host, new URL(publicUrl).host];
