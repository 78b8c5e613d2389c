// Who is connected here. A login may have a few connections at once (a phone that reconnects before its old connection is
// known dead, a terminal beside the button); a login given to somebody else ends the connections made with the old password.
import type { Client } from 'aedes';
import type { ShardId } from '../contracts/ids.ts';
import type { Credential } from '../store/directory.ts';

/** A further connection of the same login ends the oldest one. */
export const connectionsAtMost = 4;

/** A login that was let in. */
export type Session = {
  readonly client: Client;
  readonly credential: Credential;
  readonly shard: ShardId;
  /** by which certificate it came; undefined: by its password */
  readonly certificate?: string;
  /** an answer of it could not be stored in time: whoever said it comes back and says it, and what followed, again */
  gap?: boolean;
};

/** True while what this session came by is what the directory has. A certificate that has ended since is no reason to hang up on a button. */
export function stands({ credential, certificate }: Session, kept: Credential | undefined): boolean {
  if (kept?.digest !== credential.digest) return false;
  return certificate === undefined || (kept.certificates ?? []).some((one) => one.fingerprint === certificate);
}

/** The sessions of this broker. */
export class Sessions {
  readonly #byLogin = new Map<string, Set<Session>>();
  readonly #byClient = new WeakMap<Client, Session>();

  /** Remembers who this connection is, from the moment the password was right. */
  admit(session: Session): void {
    this.#byClient.set(session.client, session);
  }

  /** The connection is up. Returns the sessions that it ended. */
  begin(client: Client): Session[] {
    const session = this.#byClient.get(client);
    if (!session || client.closed) return [];
    const { id, digest } = session.credential;
    const now = this.#byLogin.get(id) ?? new Set<Session>();
    const stale = [...now].filter((other) => other.credential.digest !== digest);
    const current = [...now].filter((other) => other.credential.digest === digest);
    const ended = [...stale, ...current.slice(0, Math.max(0, current.length + 1 - connectionsAtMost))];
    now.add(session);
    this.#byLogin.set(id, now);
    for (const one of ended) one.client.close();
    return ended;
  }

  /** The connection is gone. */
  end(client: Client): void {
    const session = this.#byClient.get(client);
    const left = session && this.#byLogin.get(session.credential.id);
    if (!left) return;
    left.delete(session);
    if (left.size === 0) this.#byLogin.delete(session.credential.id);
  }

  /** Who this connection is. */
  of(client: Client): Session | undefined {
    return this.#byClient.get(client);
  }

  /** The current sessions of a login. */
  byLogin(login: string): readonly Session[] {
    return [...(this.#byLogin.get(login) ?? [])];
  }

  /** All current sessions. */
  all(): Session[] {
    return [...this.#byLogin.values()].flatMap((sessions) => [...sessions]);
  }
}
