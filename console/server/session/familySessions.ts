// Sessions of the family rest on a consent: the resident takes it back, the contact is taken out, the person is erased, and at once
// nothing of theirs lets anybody in (docs/decisions/037).
import type { Redis } from 'ioredis';
import type { Resident } from '../../../contracts/office/community.ts';
import { mayLook } from '../../../contracts/office/familySees.ts';
import { readStanding } from '../../../store/editDistrict.ts';
import { onceMore } from '../../../store/onceMore.ts';
import type { Registry } from '../../../store/registry.ts';
import { endToken, type Grant, type Held, readTokens } from '../../../store/tokens.ts';

/** Of any other role there is nothing to agree to. */
export const isStillAgreed = (registry: Pick<Registry, 'district'>, grant: Grant): boolean =>
  grant.role !== 'family' ||
  mayLook(registry.district(grant.district)?.residents.get(grant.resident ?? ''), grant.contact);

/** Links and sessions of the family of a resident; of one contact where it is named. */
export async function familySessions(
  redis: Redis,
  district: string,
  { resident, contact }: { resident: string; contact?: string | undefined },
): Promise<Held[]> {
  const all = await readTokens(redis, district);
  return all.filter(
    ({ grant }) =>
      grant.role === 'family' && grant.resident === resident && (contact === undefined || grant.contact === contact),
  );
}

/** Ends them: pages that are open close. @returns how many */
export async function endFamilySessions(
  redis: Redis,
  district: string,
  whose: { resident: string; contact?: string | undefined },
): Promise<number> {
  const found = await familySessions(redis, district, whose);
  for (const { digest } of found) await endToken(redis, digest);
  return found.length;
}

type Parts = { redis: Redis; registry: Registry; log: { error: (fields: object, says: string) => void } };

/**
 * From now on whatever ends a consent ends its sessions too: an undo, an import, a document that is removed.
 * @returns how to stop
 */
export function watchFamilySessions({ redis, registry, log }: Parts): () => void {
  const looked = new Map<string, readonly Resident[]>();
  const look = onceMore(
    async () => {
      for (const { id, bundle } of registry.all()) {
        if (looked.get(id) === bundle.residents) continue;
        const { residents } = bundle;
        await endThoseWithout(redis, registry, id);
        looked.set(id, residents);
      }
    },
    // Nobody is let in all the same: each request and each frame looks at the consent itself.
    (error) => log.error({ error: String(error) }, 'console: sessions without a consent were not ended'),
  );
  const stop = registry.onChange(() => void look());
  void look();
  return stop;
}

/** The copy here may be older than a consent of a moment ago: the store decides. */
async function endThoseWithout(redis: Redis, registry: Registry, district: string): Promise<void> {
  for (const { digest, grant } of await readTokens(redis, district)) {
    if (isStillAgreed(registry, grant)) continue;
    const [standing] = await readStanding(redis, district, [{ kind: 'residents', id: grant.resident ?? '' }]);
    if (!mayLook(standing?.document as Resident | undefined, grant.contact)) await endToken(redis, digest);
  }
}
