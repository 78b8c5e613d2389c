// It is installed: its label, the next one of this home, and where it is kept.
import { useState } from 'preact/hooks';
import type { PairingView } from '../../../../contracts/device/pairing.ts';
import { momentOf } from '../../look/time.ts';
import { nothingListed } from '../address.ts';
import { Link } from '../Link.tsx';
import { Gesture, Label, PrintLabels } from './Label.tsx';
import type { GestureName } from './steps.ts';
import { pairWords } from './words.ts';

export function Done({ view, fresh }: { view: PairingView; fresh: boolean }) {
  const p = pairWords.value;
  const { device, says, place, home, heardAt, battery, url } = view;
  const [gesture, setGesture] = useState<GestureName>('press');
  return (
    <>
      <section class="came" role="status">
        <h2>{fresh ? p.doneNow : p.done}</h2>
        <p>
          <b>{device}</b> · {says}
          {place !== undefined && ` · ${place}`}
        </p>
        <p>
          {heardAt === undefined ? p.neverHeard : p.heard(momentOf(Date.parse(heardAt)))}
          {battery !== undefined && ` · ${p.battery(battery)}`}
        </p>
      </section>
      <section class="labels single" aria-label={p.steps.label}>
        <Gesture gesture={gesture} set={setGesture} />
        <Label device={device} url={url} gesture={gesture} />
        <PrintLabels />
      </section>
      <footer class="acts">
        {home !== undefined && (
          <Link to={{ page: 'pair', home }}>
            <span class="button">{p.next}</span>
          </Link>
        )}
        <Link to={{ page: 'pair' }}>
          <span class="button">{p.nextHome}</span>
        </Link>
        <Link to={{ ...nothingListed, kind: 'devices', id: device }}>{p.inRegistry}</Link>
      </footer>
    </>
  );
}
