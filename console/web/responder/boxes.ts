// What a yes opens, before the yes: the box lies on the phone's disk, its key beside it as one that no script can read out
// (docs/decisions/023). Opened only for an offer to which a yes waits in the outbox; both are gone when the offer is.
import { signal } from '@preact/signals';
import type { MyLeg, OpenedLeg } from '../../../contracts/incident/myLegs.ts';
import { noteKept } from '../live/memory.ts';

const [database, store] = ['yjt-boxes', 'keys'];
/** Each key closes one box, so the server uses the same nonce for all. */
const nonce = new Uint8Array(12);

/** By incident/leg, in memory alone. */
export const opened = signal<ReadonlyMap<string, OpenedLeg>>(new Map());
/** As they came, so that the same one is not kept again every five seconds. */
let told: Readonly<Record<string, string>> = {};
const keys = new Map<string, CryptoKey>();
/** Counts what has come, so that whoever waits for a key looks again. */
export const keysCame = signal(0);

/** Keeps the keys of the offers that there are, and no others. Without TLS a browser opens nothing: the server tells after the yes. */
export async function keepKeys(now: Readonly<Record<string, string>>): Promise<void> {
  const { subtle } = crypto as { subtle?: SubtleCrypto };
  const before = told;
  told = now;
  for (const name of [...keys.keys()]) if (now[name] === undefined) keys.delete(name);
  if ([...opened.value.keys()].some((name) => now[name] === undefined))
    opened.value = new Map([...opened.value].filter(([name]) => now[name] !== undefined));
  if (!subtle || JSON.stringify(before) === JSON.stringify(now)) return;
  for (const [name, text] of Object.entries(now)) {
    if (before[name] === text && keys.has(name)) continue;
    const key = await subtle.importKey('raw', bytesOf(text), 'AES-GCM', false, ['decrypt']);
    if (told[name] === text) keys.set(name, key);
  }
  keysCame.value++;
  const count = await onDisk((all) => {
    all.clear();
    for (const [name, key] of keys) all.put(key, name);
    return all.count();
  });
  noteKept(database, count !== undefined);
}

/** What an earlier visit kept, for a page that is opened in a tunnel. */
export async function recallKeys(): Promise<void> {
  const names = await onDisk((all) => all.getAllKeys());
  const values = await onDisk((all) => all.getAll());
  if (!names || !values) return;
  names.forEach((name, i) => {
    if (!keys.has(String(name))) keys.set(String(name), values[i] as CryptoKey);
  });
  keysCame.value++;
}

/** After the yes. Where there is no key it is the server's to tell. */
export async function open(leg: MyLeg, name: string): Promise<void> {
  const key = keys.get(name);
  if (!key || leg.box === undefined || opened.value.has(name)) return;
  try {
    const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv: nonce }, key, bytesOf(leg.box));
    const value = JSON.parse(new TextDecoder().decode(text)) as OpenedLeg;
    if (keys.get(name) === key) opened.value = new Map([...opened.value, [name, value]]);
  } catch {
    keys.delete(name); // a key of another time: the server tells
  }
}

const bytesOf = (base64: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(base64), (one) => one.charCodeAt(0));

/** One turn with the keys on the disk; undefined where the browser keeps nothing (a private window): memory is enough then. */
function onDisk<T>(act: (all: IDBObjectStore) => IDBRequest<T>): Promise<T | undefined> {
  return new Promise((done) => {
    try {
      const request = indexedDB.open(database, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(store);
      request.onerror = () => done(undefined);
      request.onsuccess = () => {
        const turn = request.result.transaction(store, 'readwrite');
        const asked = act(turn.objectStore(store));
        turn.oncomplete = () => {
          request.result.close();
          done(asked.result);
        };
        turn.onabort = () => {
          request.result.close();
          done(undefined);
        };
      };
    } catch {
      done(undefined);
    }
  });
}
