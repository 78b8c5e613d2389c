// The keys of personal fields: which there are, and a new one while everybody works.

import { Type } from 'typebox';
import { Refusal } from '../../../contracts/session/refusal.ts';
import { defined } from '../../../contracts/shapes.ts';
import { KeysView } from '../../../contracts/system/views.ts';
import { resealAccounts } from '../../../store/accounts.ts';
import { resealDistricts } from '../../../store/reseal.ts';
import { addKey, type KeyRing } from '../../../store/secrets/keyRing.ts';
import type { Held } from '../../../store/tokens.ts';
import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { type App, route } from '../resource.ts';
import { audit } from '../session/caller.ts';
import { whoAsks } from '../session/doors.ts';

export type KeysParts = IncidentParts & { keys: KeyRing };

export function addKeys(app: App, parts: KeysParts): void {
  const { redis, registry, keys, clock, log } = parts;
  const oneByOne = queue();
  const view = (): KeysView => ({
    from: keys.source === undefined ? '' : 'file' in keys.source ? keys.source.file : 'YJT_KEY_COMMAND',
    ...defined({ current: keys.current }),
    keys: [...keys.ids],
    locked: registry.all().reduce((sum, { locked }) => sum + locked, 0),
    ...defined({ why: keys.why }),
  });

  const listAsks = route('keys.read', 'which keys of personal fields there are', {
    response: { 200: KeysView, 401: Refusal },
  });
  app.get('/api/v1/keys', listAsks, async () => {
    await keys.refresh();
    return view();
  });

  const rotateAsks = route(
    'keys.rotate',
    'a new key; everything is sealed with it while the system runs, the old ones stay readable',
    { response: { 200: Type.Object({ ...KeysView.properties, sealed: Type.Integer() }), 409: Refusal } },
  );
  app.post('/api/v1/keys/rotate', rotateAsks, async (request) => {
    const { held } = whoAsks(request);
    return oneByOne(() => rotate(held));
  });

  /** @throws Refused where the source does not hold the keys of now: a new one alone would be the end of all that is sealed */
  async function rotate(held: Held) {
    await keys.refreshNow();
    if (keys.current === undefined || keys.away) throw new Refused('keys_missing');
    if (keys.source !== undefined && 'file' in keys.source) await add(keys.source.file, new Date(clock.now()));
    await keys.refreshNow();
    const sealed = (await resealDistricts(redis)) + (await resealAccounts(redis));
    if (sealed === 0 && (keys.source === undefined || 'command' in keys.source)) throw new Refused('keys_same');
    await audit(parts, held, { action: 'keys_rotated', about: keys.current });
    log.info({ key: keys.current, sealed }, 'console: the key of personal fields was rotated');
    return { ...view(), sealed };
  }
}

/** Two at once would write one file. */
function queue(): <T>(work: () => Promise<T>) => Promise<T> {
  let before: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = before.then(work, work);
    before = mine.catch(() => undefined); // whoever asked is told; the next one begins anew
    return mine;
  };
}

async function add(file: string, now: Date): Promise<void> {
  try {
    await addKey(file, now);
  } catch (error) {
    if (error instanceof Error && 'code' in error) throw new Refused('keys_unwritable');
    throw error;
  }
}
