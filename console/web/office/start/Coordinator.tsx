// 网格员: who is asked to go, and the invitation by which their phone comes in.
import { useState } from 'preact/hooks';
import type { AccountAnswer, AccountView } from '../../../../contracts/session/session.ts';
import { insideOf } from '../../../../geography/rings.ts';
import { call } from '../../live/api.ts';
import { picture } from '../../live/page.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { nothingListed } from '../address.ts';
import { district, responders } from '../district.ts';
import { Link } from '../Link.tsx';
import { Choice, Line } from '../map/Fields.tsx';
import { idFor } from '../registry/useDocument.ts';
import { Handout } from './Handout.tsx';
import { Foot, Have } from './Parts.tsx';
import type { StepProps } from './stepProps.ts';
import { useMade } from './useMade.ts';
import { savedBy, useStep } from './useStep.ts';
import { startWords } from './words.ts';

export function Coordinator(props: StepProps) {
  const s = startWords.value;
  const known = responders.value.filter(({ role }) => role === 'grid_coordinator');
  const [adding, setAdding] = useState(false);
  return (
    <>
      <p>{s.coordinator.says}</p>
      {known.map(({ id, name }) => (
        <Known key={id} id={id} name={name} />
      ))}
      {known.length > 0 && !adding ? (
        <button class="button" type="button" onClick={() => setAdding(true)}>
          {s.coordinator.another}
        </button>
      ) : (
        <Form key={known.length} {...props} saved={() => [setAdding(false), props.saved()]} />
      )}
    </>
  );
}

function Known({ id, name }: { id: string; name: string }) {
  const s = startWords.value;
  const { made, trouble, asking, make } = useMade(() => invitation(id, name));
  const connected = picture.value.responders.get(id)?.connected === true;
  return (
    <section class="known" aria-label={name}>
      <Have>
        <b>{name}</b> {connected ? s.coordinator.onPhone : s.coordinator.offPhone}{' '}
        <Link to={{ ...nothingListed, kind: 'responders', id }}>{s.edit}</Link>
      </Have>
      <Trouble says={trouble} />
      {made ? (
        <Handout link={made.link} until={made.expiresAt} says={s.coordinator.inviteSays(name)} />
      ) : picture.value.me?.role === 'administrator' ? (
        <button class="button strong" type="button" disabled={asking} onClick={() => void make()}>
          {s.coordinator.make}
        </button>
      ) : (
        <p>{s.administratorOnly}</p>
      )}
    </section>
  );
}

/** A link for the login that they have, or a login: its password, once chosen, stays. */
async function invitation(responder: string, name: string): ReturnType<typeof call<AccountAnswer>> {
  const known = await call<{ accounts: AccountView[] }>('/api/v1/accounts');
  if (!known.ok) return known;
  const own = known.value.accounts.find((one) => one.responder === responder);
  return own
    ? call<AccountAnswer>(`/api/v1/accounts/${own.login}/link`, {})
    : call<AccountAnswer>('/api/v1/accounts', { login: responder, name, role: 'responder', responder });
}

function Form({ saved }: StepProps) {
  const s = startWords.value;
  const grids = district.value?.grids ?? [];
  const [id] = useState(() => idFor('wgy'));
  const [name, setName] = useState('');
  const [phone, setPhone] = useState('');
  const [grid, setGrid] = useState(grids[0]?.id ?? '');
  const area = grids.find((one) => one.id === grid) ?? grids[0];
  const ready = name.trim() !== '' && phone.trim() !== '' && area !== undefined;
  const document = area && {
    id,
    name: name.trim(),
    role: 'grid_coordinator',
    grid: area.id,
    // Until their phone says where they are.
    base: insideOf(area.ring),
    means: 'bicycle',
    phone: phone.trim(),
    onDuty: true,
    simulated: false,
  };
  const step = useStep(ready && document ? [{ kind: 'responders', id, version: 0, document }] : undefined, [
    'responders/name',
    'responders/phone',
    'responders/grid',
  ]);
  return (
    <form class="fields" onSubmit={savedBy(step, saved)}>
      <Line
        name="coordinator"
        label={s.coordinator.name}
        value={name}
        set={setName}
        wrong={step.wrong('responders/name')}
      />
      <Line
        name="phone"
        label={s.coordinator.phone}
        value={phone}
        set={setPhone}
        wrong={step.wrong('responders/phone')}
        more={{ inputMode: 'tel' }}
      />
      <Choice
        name="grid"
        label={s.coordinator.grid}
        value={area?.id ?? ''}
        of={grids.map((one) => [one.id, one.name] as const)}
        set={setGrid}
        wrong={step.wrong('responders/grid')}
      />
      <Foot step={step} act={s.save} ready={ready} />
    </form>
  );
}
