// X.509: certificates that our authority signs. ECDSA P-256, because a button signs with it in milliseconds and TLS of 2012 knows it.
import 'reflect-metadata'; // @peculiar/x509 throws without it
import { createPublicKey, randomBytes, webcrypto } from 'node:crypto';
import { isIP } from 'node:net';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as unknown as Crypto);

const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' };
const dayMs = 24 * 3_600_000;
/** Devices are put up once and hang there: ten years, and the authority outlives what it signs. */
export const authorityDays = 20 * 365;
export const deviceDays = 10 * 365;
/** Browsers and phones refuse more than 398 days (CA/Browser Forum, ballot SC31). */
export const serverDays = 397;
/** A device's clock may be behind by so much when it has just got a certificate. */
const backdatedMs = 3_600_000;

/** A certificate and its private key, both PEM. */
export type Pair = { certificate: string; key: string };
/** What signs: as `Pair`. */
export type Signer = Pair;

/** A new authority. */
export async function newAuthority(now = Date.now()): Promise<Pair> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...lasting(now, authorityDays),
    serialNumber: newSerial(),
    name: new x509.Name([{ O: ['yijiantong'] }, { CN: [`yijiantong CA ${randomBytes(4).toString('hex')}`] }]),
    keys,
    signingAlgorithm: algorithm,
    extensions: [...ofAuthority, await x509.SubjectKeyIdentifierExtension.create(keys.publicKey)],
  });
  return { certificate: certificate.toString('pem'), key: await keyText(keys) };
}

/** The new authority's own key and name, signed by the old one: whoever trusts only the old one finds the way. */
export async function crossSign(old: Signer, fresh: Pair, now = Date.now()): Promise<string> {
  const subject = new x509.X509Certificate(fresh.certificate);
  return sign(old, {
    subject: subject.subjectName,
    publicKey: await subject.publicKey.export(),
    ...lasting(now, authorityDays),
    extensions: ofAuthority,
  });
}

/** A door's own certificate. @param names host names and addresses under which it is reached, at least one */
export async function issueForServer(signer: Signer, names: readonly string[], now = Date.now()): Promise<Pair> {
  const keys = await newKeys();
  const certificate = await sign(signer, {
    subject: new x509.Name([{ CN: [(names[0] ?? 'localhost').slice(0, 64)] }]),
    publicKey: keys.publicKey,
    ...lasting(now, serverDays),
    extensions: [
      ...ofLeaf([x509.ExtendedKeyUsage.serverAuth]),
      new x509.SubjectAlternativeNameExtension(
        names.map((name) => ({ type: isIP(name) === 0 ? ('dns' as const) : ('ip' as const), value: name })),
      ),
    ],
  });
  return { certificate, key: await keyText(keys) };
}

/** Days that a certificate for a login lasts. */
type Lasting = { days: number; now?: number };

/** A certificate for an MQTT login, with a key that is made here. */
export async function issueForLogin(signer: Signer, login: string, lasts: Lasting): Promise<Pair> {
  const keys = await newKeys();
  return { certificate: await certifyLogin(signer, login, keys.publicKey, lasts), key: await keyText(keys) };
}

/**
 * A certificate for an MQTT login whose key never leaves the device.
 * @param request PKCS #10, PEM; only its key is taken from it
 * @throws when it is none, or was not signed with its own key
 */
export async function issueForRequest(signer: Signer, login: string, request: string, lasts: Lasting): Promise<string> {
  const asked = new x509.Pkcs10CertificateRequest(request);
  if (!(await asked.verify())) throw new Error('the request is not signed with its own key');
  return certifyLogin(signer, login, await asked.publicKey.export(), lasts);
}

function certifyLogin(
  signer: Signer,
  login: string,
  publicKey: CryptoKey,
  { days, now = Date.now() }: Lasting,
): Promise<string> {
  return sign(signer, {
    subject: new x509.Name([{ CN: [login] }]),
    publicKey,
    ...lasting(now, days),
    extensions: ofLeaf([x509.ExtendedKeyUsage.clientAuth]),
  });
}

/** True when this private key belongs to this certificate. */
export function isPair({ certificate, key }: Pair): boolean {
  const ofKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return ofKey.equals(createPublicKey(certificate).export({ type: 'spki', format: 'der' }));
}

const ofAuthority = [
  new x509.BasicConstraintsExtension(true, 1, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
];
const ofLeaf = (usages: string[]): x509.Extension[] => [
  new x509.BasicConstraintsExtension(false, undefined, true),
  new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
  new x509.ExtendedKeyUsageExtension(usages),
];

type Wanted = {
  subject: x509.Name;
  publicKey: CryptoKey;
  notBefore: Date;
  notAfter: Date;
  extensions: readonly x509.Extension[];
};

async function sign(signer: Signer, { subject, publicKey, notBefore, notAfter, extensions }: Wanted): Promise<string> {
  const issuer = new x509.X509Certificate(signer.certificate);
  const certificate = await x509.X509CertificateGenerator.create({
    subject: subject.toJSON(),
    issuer: issuer.subject,
    serialNumber: newSerial(),
    notBefore,
    notAfter: new Date(Math.min(notAfter.getTime(), issuer.notAfter.getTime())), // none outlives its authority
    publicKey,
    signingKey: await signingKey(signer.key),
    signingAlgorithm: algorithm,
    extensions: [
      ...extensions,
      await x509.SubjectKeyIdentifierExtension.create(publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(await issuer.publicKey.export()),
    ],
  });
  return certificate.toString('pem');
}

const lasting = (now: number, days: number): { notBefore: Date; notAfter: Date } => ({
  notBefore: new Date(now - backdatedMs),
  notAfter: new Date(now + days * dayMs),
});

/** 127 random bits, positive. */
const newSerial = (): string => {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x01;
  return bytes.toString('hex');
};

const newKeys = (): Promise<CryptoKeyPair> =>
  webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']) as Promise<CryptoKeyPair>;

async function keyText({ privateKey }: CryptoKeyPair): Promise<string> {
  const bytes = await webcrypto.subtle.exportKey('pkcs8', privateKey as webcrypto.CryptoKey);
  return x509.PemConverter.encode(bytes, 'PRIVATE KEY');
}

const signingKey = (text: string): Promise<CryptoKey> =>
  webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(text), algorithm, false, [
    'sign',
  ]) as Promise<CryptoKey>;
