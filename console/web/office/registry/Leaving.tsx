// Somebody moves away, dies or goes to a care home: what follows for their devices and contacts, shown before it is done, in one set.
import { useState } from 'preact/hooks';
import type { RegistryChange, RegistryDocument, RegistryList } from '../../../../contracts/office/registry.ts';
import { call } from '../../live/api.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import type { AskedRegistry } from '../address.ts';
import { send } from './changes.ts';
import { registryWords } from './words.ts';

type Why = 'moved' | 'died' | 'home';
type Follows = { changes: RegistryChange[]; says: string[] };

export function Leaving({
  id,
  read,
  changed,
}: {
  id: string;
  read: RegistryDocument;
  changed: (says: string, next?: Partial<AskedRegistry>) => void;
}) {
  const r = registryWords.value;
  const [why, setWhy] = useState<Why>();
  const [follows, setFollows] = useState<Follows>();
  const [trouble, setTrouble] = useState('');
  async function choose(next: Why): Promise<void> {
    setWhy(next);
    const found = await whatFollows(id, read);
    setFollows(found);
    setTrouble(found ? '' : words.value.notSent);
  }
  async function apply(): Promise<void> {
    if (!follows || !why) return;
    const outcome = await send(follows.changes, { why: r.leavingWhy[why] });
    if (outcome.ok) return changed(r.removed, {});
    setTrouble([outcome.message, ...outcome.problems.map(({ reason }) => reason)].join(' '));
  }
  return (
    <section class="leaving" aria-label={r.leaving}>
      <h3>{r.leaving}</h3>
      <p class="acts">
        {(Object.keys(r.leavingWhy) as Why[]).map((one) => (
          <button
            key={one}
            class={why === one ? 'button chosen' : 'button'}
            type="button"
            aria-pressed={why === one}
            onClick={() => void choose(one)}
          >
            {r.leavingWhy[one]}
          </button>
        ))}
      </p>
      <Trouble says={trouble} />
      {follows && (
        <>
          <p>{r.leavingSays(String(read.document.name ?? id))}</p>
          <ul>
            {follows.says.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
          <button class="button strong" type="button" onClick={() => void apply()}>
            {r.leavingDo}
          </button>
        </>
      )}
    </section>
  );
}

/** @returns undefined when it could not be found out */
async function whatFollows(id: string, { version, document }: RegistryDocument): Promise<Follows | undefined> {
  const { follows } = registryWords.value;
  const home = String(document.home);
  const [devices, living] = await Promise.all([
    call<RegistryList>(`/api/v1/office/registry/devices?home=${home}&limit=500`),
    call<RegistryList>(`/api/v1/office/registry/residents?home=${home}&limit=500`),
  ]);
  if (!devices.ok || !living.ok) return undefined;
  const alone = living.value.rows.every((one) => one.id === id);
  const changes: RegistryChange[] = [{ kind: 'residents', id, version, document: null }];
  const says = [follows.resident];
  const { length: contacts } = (document.contacts ?? []) as unknown[];
  if (contacts > 0) says.push(follows.contacts(contacts));
  for (const { id: device, document: one } of devices.value.rows)
    if (one.resident === id) {
      changes.push({ kind: 'devices', id: device, set: { resident: null, ...(alone ? { home: null } : {}) } });
      says.push(follows.carried(device));
    } else if (one.home === home && one.resident === undefined) {
      if (alone) changes.push({ kind: 'devices', id: device, set: { home: null } });
      says.push(alone ? follows.installed(device) : follows.stays(device));
    }
  return { changes, says };
}
