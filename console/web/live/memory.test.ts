import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { drop, kept, keptValue } from './memory.ts';

const web = join(import.meta.dirname, '..');
const refuse = (): never => {
  throw new DOMException('no room', 'QuotaExceededError');
};

describe('what a page keeps on its device', () => {
  afterEach(() => vi.unstubAllGlobals());

  it('says that something is not kept until it is', async () => {
    vi.resetModules(); // pages that other files drew here have places of their own that could not be kept
    const { cannotKeep, keep } = await import('./memory.ts');
    const all = new Map<string, string>();
    const storage = { setItem: refuse as (place: string, text: string) => void };
    vi.stubGlobal('localStorage', storage);
    keep('a', '1');
    keep('b', '1');
    expect(cannotKeep.value).toBe(true);
    storage.setItem = (place, text) => void all.set(place, text);
    keep('a', '1');
    expect(cannotKeep.value).toBe(true);
    keep('b', '1');
    expect(cannotKeep.value).toBe(false);
  });

  it('counts as nothing where the device forbids or cannot read it', () => {
    vi.stubGlobal('localStorage', { getItem: refuse, removeItem: refuse });
    expect([kept('a'), keptValue('a')]).toEqual([undefined, null]);
    drop('a');
    vi.stubGlobal('localStorage', { getItem: () => '{half' });
    expect(keptValue('a')).toBeNull();
  });

  it('is kept in this one way: a page that reaches for the storage itself can be stopped by it', () => {
    const own = ['live/memory.ts', 'responder/boxes.ts']; // boxes: keys that no script can read out need IndexedDB
    const others = readdirSync(web, { recursive: true, encoding: 'utf8' }).filter(
      (file) =>
        /\.tsx?$/.test(file) &&
        !own.includes(file) &&
        !file.endsWith('.test.ts') &&
        /\b(localStorage|sessionStorage|indexedDB|caches)\b/.test(readFileSync(join(web, file), 'utf8')),
    );
    expect(others).toEqual([]);
  });
});
