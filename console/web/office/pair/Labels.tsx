// Labels of several devices: sheets of A4 with 21 of 63.5 × 38.1 mm, or one label a page for a label printer.
import { useState } from 'preact/hooks';
import type { PairingList } from '../../../../contracts/device/pairing.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { nothingListed } from '../address.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { Gesture, Label, PrintLabels } from './Label.tsx';
import type { GestureName } from './steps.ts';
import { pairWords } from './words.ts';

const onSheet = 21;

export function Labels({ devices }: { devices: readonly string[] }) {
  const p = pairWords.value;
  const [gesture, setGesture] = useState<GestureName>('press');
  const [single, setSingle] = useState(false);
  const { value, wrong } = useRead<PairingList>('/api/v1/pairing');
  const perPage = single ? 1 : onSheet;
  const pages = Array.from({ length: Math.ceil(devices.length / perPage) }, (_, n) =>
    devices.slice(n * perPage, (n + 1) * perPage),
  );
  return (
    <main class={single ? 'pair labels single' : 'pair labels'}>
      <h1 class="unseen">{p.labels}</h1>
      <div class="acts on-screen">
        <p>{p.sheet(devices.length)}</p>
        <label>
          {p.paper}
          <select
            value={single ? 'single' : 'a4'}
            onChange={({ currentTarget }) => setSingle(currentTarget.value === 'single')}
          >
            <option value="a4">{p.papers.a4}</option>
            <option value="single">{p.papers.single}</option>
          </select>
        </label>
        <Gesture gesture={gesture} set={setGesture} />
        <PrintLabels />
        <Link to={{ ...nothingListed, kind: 'devices' }}>{p.inRegistry}</Link>
      </div>
      <Trouble says={wrong && `${ownWords.value.failed}${wrong}`} />
      {value &&
        pages.map((page) => (
          <section class="label-page" key={page[0]}>
            {page.map((device) => (
              <Label key={device} device={device} url={`${value.url}${device}`} gesture={gesture} />
            ))}
          </section>
        ))}
    </main>
  );
}
