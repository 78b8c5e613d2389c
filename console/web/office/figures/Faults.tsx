// Faults of devices as they were promised: by who looks after the grid, the overdue first; each is closed by saying what was done.
import { useState } from 'preact/hooks';
import type { FaultEnd } from '../../../../contracts/device/faults.ts';
import type { FaultView } from '../../../../contracts/device/upkeep.ts';
import { faultEnds, faultNames } from '../../../../wording/upkeep.ts';
import { call } from '../../live/api.ts';
import { Button } from '../../look/Button.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { language } from '../../words/language.ts';
import { ownWords } from '../language.ts';
import { reportWords } from './words.ts';

/** On a page; a power cut has thousands. */
const listedAtMost = 100;
const ends: readonly FaultEnd[] = ['tested', 'replaced', 'removed'];

export function Faults({ faults, closed }: { faults: readonly FaultView[]; closed: () => void }) {
  const r = reportWords.value;
  const groups = new Map<string, FaultView[]>();
  for (const one of faults.slice(0, listedAtMost)) {
    const grid = one.grid?.id ?? '';
    groups.set(grid, [...(groups.get(grid) ?? []), one]);
  }
  return (
    <section data-list="faults">
      <h3>
        {`${r.faults} ${faults.length}`} <small>{r.faultsSay(faults.filter(({ overdue }) => overdue).length)}</small>
      </h3>
      {faults.length === 0 && <p class="says">{r.listNone}</p>}
      {[...groups].map(([grid, some]) => (
        <Group key={grid} faults={some} closed={closed} />
      ))}
      {faults.length > listedAtMost && <p class="says">{r.moreFaults(faults.length - listedAtMost)}</p>}
    </section>
  );
}

function Group({ faults, closed }: { faults: readonly FaultView[]; closed: () => void }) {
  const r = reportWords.value;
  const [first] = faults;
  const whose = [first?.grid?.name ?? r.noGrid, ...(first?.coordinators ?? []).map(({ name }) => name)].join(' · ');
  return (
    <table>
      <caption>{whose}</caption>
      <thead>
        <tr>
          {[ownWords.value.device, r.what, r.where, r.since, r.promised, r.done].map((name) => (
            <th key={name} scope="col">
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {faults.map((one) => (
          <Row key={`${one.id} ${one.kind}`} fault={one} closed={closed} />
        ))}
      </tbody>
    </table>
  );
}

function Row({ fault, closed }: { fault: FaultView; closed: () => void }) {
  const r = reportWords.value;
  const [wrong, setWrong] = useState('');
  const { id, kind, since, over, promised, overdue, says } = fault;
  async function close(how: FaultEnd): Promise<void> {
    const answer = await call('/api/v1/office/devices/close', { id, kind, how });
    if (answer.ok) closed();
    else setWrong(answer.message || ownWords.value.failed);
  }
  return (
    <tr data-overdue={overdue}>
      <th scope="row">{id}</th>
      <td>{faultNames[language.value][kind] + (over === undefined ? '' : r.isOver)}</td>
      <td>{says}</td>
      <td>{momentOf(Date.parse(since))}</td>
      <td>{overdue ? r.overdue(promised) : promised}</td>
      <td>
        {ends.map((how) => (
          <Button key={how} does={() => close(how)} says={faultEnds[language.value][how]} />
        ))}
        <Trouble says={wrong} />
      </td>
    </tr>
  );
}
