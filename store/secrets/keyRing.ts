// The keys that personal fields are sealed with: lines of a file, or of what a command prints; the last one seals, all open. A
// key that is missing costs what was sealed with it and nothing else: nothing here throws because there is none.
import { execFile } from 'node:child_process';
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { mkdir, readFile, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { textOf, writeWhole } from '../onDisk.ts';

/** A file of ours, or a command whose output is the same: of a vault, a card, systemd-creds. */
export type KeySource = { file: string } | { command: string };
/** What a value belongs to. It opens in no other place: nobody's door code becomes another's. */
export type SealedPlace = { district: string; kind: string; id: string; field: string };

type Key = { id: string; secret: Buffer };

const keyBytes = 32;
const ivBytes = 12;
const tagBytes = 16;
const form = '1';
const commandWithinMs = 10_000;
/** A command is asked again no sooner: it may be a card that somebody must touch. */
const commandEveryMs = 15_000;

/** Sealing was asked for and there is no key to seal with. */
export class NoKey extends Error {}

/** Told from the key itself, so that a wrong key is never taken for the right one. */
const idOf = (secret: Buffer): string =>
  createHash('sha256').update('yjt key').update(secret).digest('hex').slice(0, 8);
const bound = ({ district, kind, id, field }: SealedPlace): Buffer =>
  Buffer.from(JSON.stringify(['yjt', district, kind, id, field]));

export class KeyRing {
  readonly source: KeySource | undefined;
  #keys = new Map<string, Key>();
  #current: Key | undefined;
  /** Why there is no key, in words for a log; undefined while there is one. */
  why: string | undefined = 'not read yet';
  #read: { mark: string; atMs: number } | undefined;
  #away = false;
  #refreshing: Promise<boolean> | undefined;

  /** @param source undefined: a process that is given no key */
  constructor(source: KeySource | undefined) {
    this.source = source;
  }

  /** A key in hand, for tests. */
  static of(...secrets: readonly Buffer[]): KeyRing {
    const ring = new KeyRing(undefined);
    ring.#take(secrets);
    return ring;
  }

  /** The id of the key that is sealed with now. */
  get current(): string | undefined {
    return this.#current?.id;
  }

  /** The source could not be read, or held no key, when it was last looked at: what is in memory may be the last copy. */
  get away(): boolean {
    return this.#away;
  }

  get ids(): readonly string[] {
    return [...this.#keys.keys()];
  }

  /** @throws NoKey */
  seal(place: SealedPlace, text: string): string {
    const key = this.#current;
    if (key === undefined) throw new NoKey(this.why);
    const iv = randomBytes(ivBytes);
    const cipher = createCipheriv('aes-256-gcm', key.secret, iv).setAAD(bound(place));
    const sealed = Buffer.concat([iv, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${form}.${key.id}.${sealed.toString('base64')}`;
  }

  /** @returns undefined when its key is not here, or it was changed or belongs elsewhere */
  open(place: SealedPlace, sealed: string): string | undefined {
    const [of, id = '', text = ''] = sealed.split('.');
    const key = this.#keys.get(id);
    const bytes = Buffer.from(text, 'base64');
    if (of !== form || key === undefined || bytes.length < ivBytes + tagBytes) return undefined;
    try {
      const opened = createDecipheriv('aes-256-gcm', key.secret, bytes.subarray(0, ivBytes))
        .setAAD(bound(place))
        .setAuthTag(bytes.subarray(-tagBytes));
      return Buffer.concat([opened.update(bytes.subarray(ivBytes, -tagBytes)), opened.final()]).toString('utf8');
    } catch {
      return undefined; // not sealed for this place: whoever reads shows it as locked
    }
  }

  /** Was this value sealed with the key that is sealed with now? */
  isCurrent(sealed: string): boolean {
    return this.#current !== undefined && sealed.startsWith(`${form}.${this.#current.id}.`);
  }

  /** Reads the keys again where they may have changed. @returns whether they have */
  refresh(): Promise<boolean> {
    this.#refreshing ??= this.#readAgain().finally(() => {
      this.#refreshing = undefined;
    });
    return this.#refreshing;
  }

  async #readAgain(): Promise<boolean> {
    if (this.source === undefined) return false;
    const before = this.ids.join();
    try {
      const text =
        'file' in this.source ? await this.#fromFile(this.source.file) : await this.#fromCommand(this.source);
      if (text !== undefined) {
        const secrets = secretsIn(text);
        if (secrets.length === 0 && this.#current !== undefined) throw new Error('there is no key in it any more');
        this.#take(secrets);
      }
      this.#away = false;
    } catch (error) {
      // What was read before stays in use: a file that goes away while we run locks nothing.
      if (this.#current === undefined) this.why = whyNot(error);
      this.#away = true;
      // A command is asked again after its pause: one that hangs must not hold up whoever reads a document.
      if ('file' in this.source) this.#read = undefined;
    }
    return this.ids.join() !== before;
  }

  async #fromFile(file: string): Promise<string | undefined> {
    const { mtimeMs, size, ino } = await stat(file);
    const mark = `${ino}/${mtimeMs}/${size}`;
    if (this.#read?.mark === mark) return undefined;
    const text = await readFile(file, 'utf8');
    this.#read = { mark, atMs: performance.now() };
    return text;
  }

  async #fromCommand({ command }: { command: string }): Promise<string | undefined> {
    if (this.#read !== undefined && performance.now() - this.#read.atMs < commandEveryMs) return undefined;
    this.#read = { mark: '', atMs: performance.now() };
    const { stdout } = await promisify(execFile)('/bin/sh', ['-c', command], {
      timeout: commandWithinMs,
      maxBuffer: 64 * 1024,
    });
    return stdout;
  }

  /** Asks a command at once, whenever it was asked last. */
  async refreshNow(): Promise<boolean> {
    this.#read = undefined;
    return this.refresh();
  }

  #take(secrets: readonly Buffer[]): void {
    const keys = secrets.map((secret) => ({ id: idOf(secret), secret }));
    this.#keys = new Map(keys.map((key) => [key.id, key]));
    this.#current = keys.at(-1);
    this.why = this.#current === undefined ? 'there is no key in it' : undefined;
  }
}

/** @throws when a line is no key: half a ring would seal with an old key unnoticed */
function secretsIn(text: string): Buffer[] {
  const lines = text.split('\n').map((line) => line.replace(/#.*/, '').trim());
  return lines.flatMap((line, i) => {
    if (line === '') return [];
    const secret = Buffer.from(line, 'base64');
    if (secret.length !== keyBytes) throw new Error(`line ${i + 1} is no key of ${keyBytes} bytes in base64`);
    return [secret];
  });
}

/** Never the output of a command: it may hold a key. */
function whyNot(error: unknown): string {
  const { code, killed, cmd, message } = error as NodeJS.ErrnoException & { killed?: boolean; cmd?: string };
  if (killed === true) return `the command did not answer within ${commandWithinMs / 1000} s`;
  if (cmd !== undefined) return `the command failed (code ${code})`;
  return code === undefined ? message : `it cannot be read (${code})`;
}

/** Adds a new key at the end of the file, which is made for its owner alone where there is none. */
export async function addKey(file: string, now: Date): Promise<void> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const before = await textOf(file);
  const head =
    '# 一键通: keys of personal fields. The last one seals, all open. Keep a copy elsewhere, apart from the backups.\n';
  const line = `${randomBytes(keyBytes).toString('base64')} # ${now.toISOString()}\n`;
  await writeWhole(file, `${before ?? head}${before === undefined || before.endsWith('\n') ? '' : '\n'}${line}`);
}
