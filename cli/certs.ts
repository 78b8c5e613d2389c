// `yjt certs`: the authority of this installation and what it signs. It works on the files in DATA_DIR, as the user who runs the system;
// which login may come by a certificate is entered in the running system.
import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Type } from 'typebox';
import {
  openAuthority,
  ownNames,
  retireAuthority,
  rotateAuthority,
  writeServerCertificate,
} from '../certificates/authority.ts';
import { authorityFiles } from '../certificates/files.ts';
import { deviceDays, issueForLogin, issueForRequest } from '../certificates/issue.ts';
import { certificatesIn } from '../certificates/served.ts';
import { LoginCertificateView } from '../contracts/device/logins.ts';
import { publicUrlOf } from '../contracts/system/doors.ts';
import { deviceTopic } from '../contracts/topics.ts';
import type { Answer } from './commands.ts';
import { Failure } from './failure.ts';
import type { Session } from './session.ts';
import { call } from './system.ts';
import { table } from './table.ts';

/** What is trusted and what is served. */
export async function showCertificates(session: Session): Promise<Answer> {
  const { say, when } = session;
  const { files, trusted } = await here(session);
  const authorities = certificatesIn(trusted).map((text) => described(text));
  const [own] = existsSync(files.server) ? certificatesIn(readFileSync(files.server, 'utf8')) : [];
  const server = own === undefined ? undefined : described(own);
  const rows = [
    ...authorities.map((one) => [say.certs.authority, one.subject, when(one.expiresAt), one.fingerprint]),
    ...(server ? [[say.certs.server, server.names.join(' '), when(server.expiresAt), server.fingerprint]] : []),
  ];
  const remarks = authorities.length > 1 ? [say.certs.twoTrusted] : [];
  return {
    json: { trusted: files.trusted, authorities, server },
    text: [files.trusted, table(rows)].join('\n'),
    remarks,
  };
}

/** The logins that may come by a certificate. */
export async function listCertificates({ system, say, when }: Session): Promise<Answer> {
  const answer = await call(system(), '/api/v1/certificates', Certificates);
  const rows = answer.certificates.map(({ login, kind, issuer, expiresAt, fingerprint }) => [
    login,
    kind,
    when(expiresAt),
    issuer,
    fingerprint.slice(0, 16),
  ]);
  return { json: answer, text: rows.length === 0 ? say.certs.none : table(rows) };
}

/** What a certificate is asked for with. `request`: a PKCS #10 file, so that the key stays on the device. */
export type Wanted = { login: string; into: string | undefined; days: number | undefined; request: string | undefined };

/** A certificate for a device or a phone, in files to be put on it. */
export async function issueCertificate(session: Session, { login, into, days, request }: Wanted): Promise<Answer> {
  const { say, when } = session;
  const { files, signer, trusted } = await here(session);
  const system = session.system();
  if (!/^[^/\\\0\s]{1,64}$/.test(login) || login.startsWith('.')) throw new Failure('usage', say.certs.noLogin(login));
  const lasts = { days: days ?? deviceDays };
  const pair =
    request === undefined
      ? await issueForLogin(signer, login, lasts)
      : { certificate: await certifyRequest(session, { login, request, lasts }), key: undefined };
  const folder = resolve(into ?? join(files.folder, 'devices', login));
  const written = [
    { name: join(folder, `${login}.crt`), text: pair.certificate, mode: 0o644 },
    ...(pair.key === undefined ? [] : [{ name: join(folder, `${login}.key`), text: pair.key, mode: 0o600 }]),
    { name: join(folder, 'ca.crt'), text: trusted, mode: 0o644 },
  ];
  // Whole files before it counts, and in their places only when it does: what a device has must not be lost to a refusal.
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    for (const { name, text, mode } of written) writeFileSync(`${name}.new`, ended(text), { mode });
    const path = `/api/v1/logins/${encodeURIComponent(login)}/certificates`;
    const view = await call(system, path, LoginCertificateView, { certificate: pair.certificate });
    for (const { name } of written) renameSync(`${name}.new`, name);
    const [cert = '', key, ca = ''] = [written[0]?.name, pair.key && written[1]?.name, written.at(-1)?.name];
    const by = `--cafile ${ca} --cert ${cert} --key ${key ?? say.certs.ownKey}`;
    const { host, tlsPort } = system.mqtt;
    const line = `mosquitto_pub -h ${host} -p ${tlsPort ?? 8883} ${by} -t ${deviceTopic(login, 'press')} -q 1 -m '{"kind":"sos"}'`;
    const text = [
      say.certs.issued(login, when(view.expiresAt)),
      ...written.map(({ name }) => `  ${name}`),
      ...(view.kind === 'device' ? [say.toPress, `  ${line}`] : []),
    ].join('\n');
    return { json: { ...view, files: { certificate: cert, key: key ?? null, ca } }, text };
  } catch (error) {
    for (const { name } of written) rmSync(`${name}.new`, { force: true });
    throw error instanceof Failure ? error : new Failure('not_written', say.certs.notWritten(folder, String(error)));
  }
}

/** The certificate of our doors, made anew; the running system serves it within seconds. */
export async function renewCertificate(session: Session): Promise<Answer> {
  await here(session);
  return changed(session, writeServerCertificate, session.say.certs.renewed);
}

/** Begins with a new authority; the one before is trusted until it is retired. */
export async function rotate(session: Session): Promise<Answer> {
  const { trusted } = await here(session);
  if (certificatesIn(trusted).length > 1) throw new Failure('not_retired', session.say.certs.retireFirst);
  return changed(session, rotateAuthority, session.say.certs.rotated);
}

/** Only the present authority counts from now on. @param anyway also where devices have no other certificate */
export async function retire(session: Session, anyway: boolean): Promise<Answer> {
  const { say } = session;
  const { signer, trusted } = await here(session);
  if (certificatesIn(trusted).length < 2) throw new Failure('nothing_to_retire', say.certs.nothingToRetire);
  if (!anyway) {
    const present = new X509Certificate(signer.certificate).subject.replaceAll('\n', ', ');
    const { certificates } = await call(session.system(), '/api/v1/certificates', Certificates);
    const renewed = new Set(certificates.filter(({ issuer }) => issuer === present).map(({ login }) => login));
    const left = [...new Set(certificates.map(({ login }) => login))].filter((login) => !renewed.has(login));
    if (left.length > 0)
      throw new Failure('devices_left', say.certs.left(left.length, left.slice(0, 20).join(' ')), { logins: left });
  }
  return changed(session, retireAuthority, say.certs.retired);
}

const Certificates = Type.Object({ certificates: Type.Array(LoginCertificateView) });

type Change = (dataDir: string, names: readonly string[]) => Promise<void>;

async function changed(session: Session, change: Change, says: string): Promise<Answer> {
  const { settings, say } = session;
  try {
    await change(settings.DATA_DIR, ownNames(settings.YJT_TLS_NAMES, publicUrlOf(settings)));
  } catch (error) {
    throw new Failure('not_written', say.certs.notWritten(authorityFiles(settings.DATA_DIR).folder, String(error)));
  }
  const { json } = await showCertificates(session);
  return { json, text: says };
}

/** The authority on this machine. @throws Failure when there is none, or it is not ours to read */
async function here({ settings, say }: Session) {
  const files = authorityFiles(settings.DATA_DIR);
  if (!existsSync(files.trusted)) throw new Failure('no_authority', say.certs.noAuthority(files.folder));
  try {
    return { files, ...(await openAuthority(settings.DATA_DIR)) };
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : '';
    if (code === 'EACCES' || code === 'EPERM') throw new Failure('not_allowed', say.notYours(files.key));
    throw new Failure('bad_authority', error instanceof Error ? error.message : String(error));
  }
}

async function certifyRequest(
  session: Session,
  { login, request, lasts }: { login: string; request: string; lasts: { days: number } },
): Promise<string> {
  const { signer } = await here(session);
  try {
    return await issueForRequest(signer, login, readFileSync(request, 'utf8'), lasts);
  } catch (error) {
    throw new Failure(
      'bad_file',
      session.say.certs.badRequest(request, error instanceof Error ? error.message : String(error)),
    );
  }
}

function described(text: string): { subject: string; names: string[]; expiresAt: string; fingerprint: string } {
  const { subject, subjectAltName, validTo, fingerprint256 } = new X509Certificate(text);
  return {
    subject: subject.replaceAll('\n', ', '),
    names: (subjectAltName ?? '').split(', ').map((name) => name.replace(/^(DNS|IP Address):/, '')),
    expiresAt: new Date(validTo).toISOString(),
    fingerprint: fingerprint256.replaceAll(':', '').toLowerCase(),
  };
}

const ended = (text: string): string => (text.endsWith('\n') ? text : `${text}\n`);
