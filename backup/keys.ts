// The keys of backups, in a folder of their own. Encrypting needs the recipient only, so the identity that opens may be taken away
// to where it is safer; then backups are still made, and nobody who takes the machine opens one. Signing says that it is ours.
import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { textOf, writeWhole } from '../store/onDisk.ts';

/** Who makes a backup has these. */
export type SealKeys = { recipient: string; sign: KeyObject };
/** Who reads one has as many of them as there are; `verify` absent: whose it is cannot be said. */
export type OpenKeys = { identity?: string; verify?: KeyObject };

const names = {
  identity: 'backup.identity',
  recipient: 'backup.recipient',
  sign: 'backup-sign.key',
  verify: 'backup-sign.pub',
} as const;

/** Where keys lie unless a setting says otherwise. */
export const keysFolder = (dataDir: string): string => join(dataDir, 'keys');

/** Makes what is not there yet, readable by its owner only. */
export async function makeBackupKeys(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  if (!existsSync(join(folder, names.recipient))) {
    // One that was put back from elsewhere opens the backups of before: it stays, and so does whose signature is known.
    const known = (await readOpenKeys(folder)).identity;
    const identity = known ?? (await generateX25519Identity());
    const recipient = await identityToRecipient(identity);
    const head = `# 一键通: opens backups (age). Keep a copy elsewhere, apart from the backups.\n# public key: ${recipient}\n`;
    if (known === undefined) await writeWhole(join(folder, names.identity), `${head}${identity}\n`);
    await writeWhole(join(folder, names.recipient), `${recipient}\n`);
  }
  if (!existsSync(join(folder, names.sign))) {
    const { privateKey, publicKey } = generateKeyPairSync('ed25519');
    const before = await textOf(join(folder, names.verify));
    if (before !== undefined) await writeWhole(join(folder, `${names.verify}.before`), before);
    await writeWhole(join(folder, names.verify), publicKey.export({ type: 'spki', format: 'pem' }).toString());
    await writeWhole(join(folder, names.sign), privateKey.export({ type: 'pkcs8', format: 'pem' }).toString());
  }
}

/** @throws when they are not there or not ours */
export async function readSealKeys(folder: string): Promise<SealKeys> {
  const [recipient, sign] = await Promise.all([
    readFile(join(folder, names.recipient), 'utf8'),
    readFile(join(folder, names.sign), 'utf8'),
  ]);
  return { recipient: recipient.trim(), sign: createPrivateKey(sign) };
}

/** What of them is in this folder. @throws when a file is there and is no key */
export async function readOpenKeys(folder: string): Promise<OpenKeys> {
  const [identity, verify] = await Promise.all([
    textOf(join(folder, names.identity)),
    textOf(join(folder, names.verify)),
  ]);
  const line = identity?.split('\n').find((one) => one.startsWith('AGE-SECRET-KEY-'));
  return {
    ...(line === undefined ? {} : { identity: line.trim() }),
    ...(verify === undefined ? {} : { verify: createPublicKey(verify) }),
  };
}
