// An address that nobody here has: it is given to a device that there is, or to a new one.
import { useState } from 'preact/hooks';
import { Trouble } from '../../look/Trouble.tsx';
import { nothingListed } from '../address.ts';
import { Link } from '../Link.tsx';
import { send } from '../registry/changes.ts';
import { Reference } from '../registry/Reference.tsx';
import { sourceWords } from './words.ts';

export function UnknownDevice({ address }: { address: string }) {
  const s = sourceWords.value;
  const [open, setOpen] = useState(false);
  const [device, setDevice] = useState<string>();
  const [trouble, setTrouble] = useState('');
  async function save(): Promise<void> {
    const outcome = await send([{ kind: 'devices', id: device ?? '', set: { address } }]);
    setTrouble(outcome.ok ? '' : outcome.problems[0]?.reason || outcome.message);
  }
  return (
    <div class="unknown">
      <span>{s.unknownDevice(address)}</span>
      <button class="button" type="button" aria-expanded={open} onClick={() => setOpen(!open)}>
        {s.whichDevice}
      </button>
      {open && (
        <div class="which">
          <Reference
            name={`device-${address}`}
            label={s.whichSays}
            kind="devices"
            value={device}
            choose={setDevice}
            wrong={trouble !== ''}
          />
          <button class="button strong" type="button" disabled={device === undefined} onClick={() => void save()}>
            {s.nameIt}
          </button>
          <Link to={{ ...nothingListed, kind: 'devices', make: true }}>{s.newDevice}</Link>
          <Trouble says={trouble} />
        </div>
      )}
    </div>
  );
}
