// Where the system listens and under which address it is reached, as the settings say it: one place for every process.
import type { Settings } from '../settings.ts';

/** True for an address that only this machine can reach. */
export const isLoopback = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host) || /^::ffff:127\./i.test(host);

/** Where the doors without TLS listen: as the supervisor has decided it, and on this machine alone where nobody has. */
export function clearHost({ YJT_BIND, YJT_CLEAR_BIND, YJT_CLEAR_OK }: Settings): string {
  return YJT_CLEAR_BIND ?? (isLoopback(YJT_BIND) || YJT_CLEAR_OK === 'yes' ? YJT_BIND : '127.0.0.1');
}

/** Where processes of this machine reach those doors. */
export function innerHost(settings: Settings): string {
  const host = clearHost(settings);
  if (host === '0.0.0.0') return '127.0.0.1';
  return host === '::' ? '::1' : host;
}

/** A host as an address of the web needs it. */
export const inUrl = (host: string): string => (host.includes(':') ? `[${host}]` : host);

const usualHttpsPort = 8443;

/** Where HTTPS is opened; undefined: nowhere. */
export const httpsPortOf = ({ HTTPS_PORT, YJT_TLS_CERT }: Settings): number | undefined =>
  HTTPS_PORT ?? (YJT_TLS_CERT === undefined ? undefined : usualHttpsPort);

/** Under which browsers reach the console, without a slash at its end. */
export function publicUrlOf(settings: Settings): string {
  const secure = httpsPortOf(settings);
  const own = secure === undefined ? `http://localhost:${settings.PORT}` : `https://localhost:${secure}`;
  return settings.YJT_PUBLIC_URL?.replace(/\/+$/, '') ?? own;
}
