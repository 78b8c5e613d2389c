// Our own authority: files in DATA_DIR/certs, made at the first start. `ca.crt` is what devices trust and what their certificates are
// checked against: the present authority, and the one before until it is retired. `ca.key` signs. `server.pem` is key and
// certificate of our doors in one file, so that nobody reads one that does not fit the other.
import { X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { networkInterfaces, hostname as ownHostname } from 'node:os';
import { authorityFiles } from './files.ts';
import { crossSign, isPair, issueForServer, newAuthority, type Pair } from './issue.ts';
import { certificatesIn } from './served.ts';

/** A door's own certificate is made anew when it lasts less than this. */
const renewBeforeMs = 30 * 24 * 3_600_000;

/** As a certificate can name it; an international name stands in its `xn--` form. */
const hostPattern = /^[A-Za-z0-9_-]{1,63}(\.[A-Za-z0-9_-]{1,63}){0,12}$/;

/** The authority that signs now, and all that are trusted, PEM. */
export type Authority = { signer: Pair; trusted: string };

/**
 * Opens the authority of an installation; there is one afterwards.
 * @throws when its files do not belong together, or cannot be written
 */
export async function openAuthority(dataDir: string): Promise<Authority> {
  const files = authorityFiles(dataDir);
  if (existsSync(files.trusted) && !existsSync(files.key))
    throw new Error(
      `${files.key} is missing: restore it from a copy, or move ${files.folder} away (then all device certificates must be made anew)`,
    );
  if (!existsSync(files.trusted)) {
    mkdirSync(files.folder, { recursive: true, mode: 0o700 });
    const fresh = await newAuthority();
    // The key first: cut off in between, both are made anew, for nobody can have been given a certificate yet.
    write(files.key, fresh.key, 0o600);
    write(files.trusted, ended(fresh.certificate), 0o644);
    return { signer: fresh, trusted: fresh.certificate };
  }
  const trusted = readFileSync(files.trusted, 'utf8');
  const key = readFileSync(files.key, 'utf8');
  const certificate = certificatesIn(trusted).find((one) => isPair({ certificate: one, key }));
  if (certificate === undefined)
    throw new Error(`${files.key} belongs to no certificate in ${files.trusted}: restore both from a copy`);
  return { signer: { certificate, key }, trusted };
}

/**
 * The certificate of our doors: made when there is none, when it ends soon, or when it lacks a name.
 * @param names host names and addresses under which this machine is reached
 * @returns true when a new one was written
 */
export async function keepServerCertificate(dataDir: string, names: readonly string[]): Promise<boolean> {
  const { signer } = await openAuthority(dataDir);
  const { server } = authorityFiles(dataDir);
  const [present] = existsSync(server) ? certificatesIn(readFileSync(server, 'utf8')) : [];
  if (present !== undefined && isGoodFor(new X509Certificate(present), names, signer)) return false;
  await writeServerCertificate(dataDir, names);
  return true;
}

/** Makes the certificate of our doors anew; they serve it within seconds. */
export async function writeServerCertificate(dataDir: string, names: readonly string[]): Promise<void> {
  const { signer } = await openAuthority(dataDir);
  const { server, cross } = authorityFiles(dataDir);
  const { certificate, key } = await issueForServer(signer, names);
  const link = existsSync(cross) ? readFileSync(cross, 'utf8') : '';
  write(server, [key, certificate, link].map(ended).join(''), 0o600);
}

/**
 * Begins with a new authority. Both are trusted, and the new one is signed by the old one, so that every device goes on whichever it knows.
 * @throws when an older one still waits to be retired
 */
export async function rotateAuthority(dataDir: string, names: readonly string[]): Promise<void> {
  const { signer: old, trusted } = await openAuthority(dataDir);
  if (certificatesIn(trusted).length > 1) throw new Error('the authority before is still trusted: retire it first');
  const files = authorityFiles(dataDir);
  const fresh = await newAuthority();
  write(files.cross, ended(await crossSign(old, fresh)), 0o644);
  write(files.trusted, [fresh.certificate, trusted].map(ended).join(''), 0o644);
  write(files.key, fresh.key, 0o600); // from here on it is the one that signs
  await writeServerCertificate(dataDir, names);
}

/** Only the present authority is trusted from now on. */
export async function retireAuthority(dataDir: string, names: readonly string[]): Promise<void> {
  const { signer } = await openAuthority(dataDir);
  const files = authorityFiles(dataDir);
  write(files.trusted, ended(signer.certificate), 0o644);
  rmSync(files.cross, { force: true });
  await writeServerCertificate(dataDir, names);
}

/** What this machine is called, as far as it knows itself. @param wanted by settings, comma-separated; they come first */
export function ownNames(wanted: string | undefined, publicUrl: string): string[] {
  const addresses = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .filter(({ address }) => !address.startsWith('fe80:')) // of one cable only, and bound to its name
    .map(({ address }) => address);
  const given = (wanted ?? '')
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const publicHost = new URL(publicUrl).hostname.replace(/^\[|\]$/g, '');
  const own = [...given, publicHost, 'localhost', '127.0.0.1', '::1', ownHostname(), ...addresses];
  return [...new Set(own)].filter((name) => isIP(name) !== 0 || hostPattern.test(name));
}

function isGoodFor(present: X509Certificate, names: readonly string[], signer: Pair): boolean {
  const lasts = new Date(present.validTo).getTime() - Date.now() > renewBeforeMs;
  const ours = present.verify(new X509Certificate(signer.certificate).publicKey);
  return (
    lasts &&
    ours &&
    names.every((name) => (isIP(name) === 0 ? present.checkHost(name) : present.checkIP(name)) !== undefined)
  );
}

/** Whole or not at all, and never readable by others in between. */
function write(path: string, text: string, mode: number): void {
  const made = `${path}.new`;
  writeFileSync(made, text, { mode, flush: true });
  chmodSync(made, mode);
  renameSync(made, path);
}

const ended = (text: string): string => (text === '' || text.endsWith('\n') ? text : `${text}\n`);
