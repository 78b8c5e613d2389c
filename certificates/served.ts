// The certificate that a door serves. Its files are looked at every two seconds: what a renewal has put there is served to whoever comes
// next, and connections that are open go on. What cannot be used is said, and the last good one stays.
import { createHash, X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { createSecureContext, type SecureContextOptions } from 'node:tls';

const lookEveryMs = 2_000;

/** Where a door's certificate lies. `key` may be the same file. `trusted`: authorities of client certificates. */
export type ServedFiles = { certificate: string; key: string; trusted?: string };

/** As node:tls takes it. */
export type Served = Pick<SecureContextOptions, 'cert' | 'key' | 'ca'>;

/** Reads what a door is to serve. @throws with a sentence that names the file */
export function readServed({ certificate, key, trusted }: ServedFiles): Served {
  const served = {
    cert: certificatesIn(read(certificate)).join('\n'),
    key: read(key),
    ...(trusted === undefined ? {} : { ca: certificatesIn(read(trusted)) }),
  };
  if (served.cert === '') throw new Error(`${certificate} holds no certificate`);
  try {
    createSecureContext(served);
  } catch (error) {
    throw new Error(`${certificate} and ${key} cannot be used: ${error instanceof Error ? error.message : error}`);
  }
  return served;
}

/**
 * Looks for changes until it is stopped.
 * @param changed told what is to be served from now on
 * @param failed told once of each change that cannot be used
 */
export function watchServed(
  files: ServedFiles,
  changed: (served: Served) => void,
  failed: (error: unknown) => void,
): () => void {
  let known = stateOf(files);
  const timer = setInterval(() => {
    const state = stateOf(files);
    if (state === known) return;
    known = state;
    try {
      changed(readServed(files));
    } catch (error) {
      failed(error);
    }
  }, lookEveryMs);
  return () => clearInterval(timer);
}

/** The certificates in a PEM text, each by itself. */
export function certificatesIn(text: string): string[] {
  return text.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
}

/** When the first certificate of a file ends, ms. @throws when there is none */
export function endOf(path: string): number {
  const [first] = certificatesIn(read(path));
  if (first === undefined) throw new Error(`${path} holds no certificate`);
  return new Date(new X509Certificate(first).validTo).getTime();
}

function stateOf(files: ServedFiles): string {
  const digest = createHash('sha256');
  for (const path of Object.values(files))
    try {
      digest.update(readFileSync(path)).update('\n');
    } catch {
      digest.update('missing\n'); // reading it says so
    }
  return digest.digest('hex');
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error);
    throw new Error(`${path} cannot be read (${code})`);
  }
}
