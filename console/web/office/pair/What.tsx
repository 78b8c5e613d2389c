// What hangs there, or will: found by pressing it, by its model and address, or a device of our own. It is written down as not installed.
import { useState } from 'preact/hooks';
import { deviceNumber } from '../../../../contracts/device/number.ts';
import type { PairingBegin, PairingList, PairingView } from '../../../../contracts/device/pairing.ts';
import type { RegistryList } from '../../../../contracts/office/registry.ts';
import { call } from '../../live/api.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { words } from '../../words/words.ts';
import { nothingListed } from '../address.ts';
import { ask } from '../asked.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { ByModel } from './ByModel.tsx';
import { type Chosen, Heard } from './Heard.tsx';
import { pairWords } from './words.ts';

const ways = ['heard', 'model', 'own'] as const;
type Way = (typeof ways)[number];
const kinds = ['button', 'pendant', 'sensor'] as const satisfies readonly PairingBegin['kind'][];

export function What({ home }: { home: string }) {
  const p = pairWords.value;
  const o = ownWords.value;
  const of = `?${new URLSearchParams({ home })}`;
  const place = useRead<RegistryList>(`/api/v1/office/registry/homes${of}`);
  const list = useRead<PairingList>('/api/v1/pairing');
  const wrong = place.wrong || list.wrong;
  const row = place.value?.rows[0];
  if (wrong !== '') return <Trouble says={`${o.failed}${wrong}`} />;
  if (!place.value || !list.value) return <p role="status">{o.loading}</p>;
  if (!row) return <Trouble says={p.noHome} />;
  return (
    <>
      <h2 class="door">{row.says}</h2>
      <There home={home} />
      <Form home={home} list={list.value} />
    </>
  );
}

/** What hangs there already: one that was begun is gone on with. */
function There({ home }: { home: string }) {
  const p = pairWords.value;
  const { value } = useRead<RegistryList>(`/api/v1/office/registry/devices?${new URLSearchParams({ home })}`);
  if (!value || value.rows.length === 0) return null;
  return (
    <p>
      {p.there}
      {value.rows.map(({ id, document }) => (
        <span key={id}>
          {' '}
          {document.installing === undefined ? (
            <Link to={{ ...nothingListed, kind: 'devices', id }}>{id}</Link>
          ) : (
            <Link to={{ page: 'pair', device: id }}>{p.goOn(id)}</Link>
          )}
        </span>
      ))}
    </p>
  );
}

function Form({ home, list }: { home: string; list: PairingList }) {
  const p = pairWords.value;
  const [way, setWay] = useState<Way>('heard');
  const [number] = useState(() => deviceNumber(crypto.getRandomValues(new Uint8Array(8))));
  const [device, setDevice] = useState(number);
  const [kind, setKind] = useState<PairingBegin['kind']>('button');
  const [resident, setResident] = useState('');
  const [chosen, setChosen] = useState<Chosen>({});
  const [state, setState] = useState<{ sends?: true; wrong: string }>({ wrong: '' });
  const needs = way !== 'own' && (chosen.address ?? '').trim() === '';
  async function begin(): Promise<void> {
    setState({ sends: true, wrong: '' });
    const { address = '', model = '' } = way === 'own' ? {} : chosen;
    const given = { address: address.trim(), model: model.trim(), resident };
    const answer = await call<PairingView>('/api/v1/pairing', {
      ...{ device: device.trim().toLowerCase(), home, kind },
      ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== '')),
    });
    if (answer.ok) return ask({ page: 'pair', device: answer.value.device });
    setState({ wrong: answer.message || words.value.notSent });
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void begin();
      }}
    >
      <h2>{p.what}</h2>
      <Ways way={way} go={(next) => [setWay(next), setChosen({})]} />
      {way === 'heard' && <Heard chosen={chosen} choose={setChosen} list={list} />}
      {way === 'model' && <ByModel chosen={chosen} choose={setChosen} list={list} />}
      <div class="fields">
        <label>
          {p.kind}
          <select value={kind} onChange={({ currentTarget: { value } }) => setKind(value as PairingBegin['kind'])}>
            {kinds.map((one) => (
              <option key={one} value={one}>
                {p.kinds[one]}
              </option>
            ))}
          </select>
        </label>
        <Carrier home={home} resident={resident} carry={setResident} />
        <label>
          {p.number}
          <input
            name="device"
            autocomplete="off"
            maxLength={64}
            value={device}
            onInput={({ currentTarget }) => setDevice(currentTarget.value)}
          />
          <small>{p.numberSays}</small>
        </label>
      </div>
      <Trouble says={state.wrong} />
      <footer class="acts">
        <button class="button strong" type="submit" disabled={needs || state.sends === true || device.trim() === ''}>
          {p.write}
        </button>
        {needs && <span>{p.chooseFirst}</span>}
      </footer>
    </form>
  );
}

function Ways({ way, go }: { way: Way; go: (way: Way) => void }) {
  const p = pairWords.value;
  return (
    <fieldset class="ways">
      <legend class="unseen">{p.what}</legend>
      {ways.map((one) => (
        <label key={one} class={one === way ? 'chosen' : ''}>
          <input type="radio" name="way" checked={one === way} onChange={() => go(one)} />
          <b>{p.ways[one]}</b>
          <small>{p.waysSay[one]}</small>
        </label>
      ))}
    </fieldset>
  );
}

function Carrier({ home, resident, carry }: { home: string; resident: string; carry: (id: string) => void }) {
  const p = pairWords.value;
  const { value } = useRead<RegistryList>(`/api/v1/office/registry/residents?${new URLSearchParams({ home })}`);
  return (
    <label>
      {p.carried}
      <select value={resident} onChange={({ currentTarget }) => carry(currentTarget.value)}>
        <option value="">{p.hangs}</option>
        {value?.rows.map(({ id, says }) => (
          <option key={id} value={id}>
            {says}
          </option>
        ))}
      </select>
    </label>
  );
}
