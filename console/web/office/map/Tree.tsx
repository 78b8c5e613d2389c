// 街道–社区–网格–院落–楼栋, with how many live and work there: read when it is opened, and when the registry changes.
import { useState } from 'preact/hooks';
import type { RegistryTree } from '../../../../contracts/office/registry.ts';
import { useRead } from '../../live/useRead.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { registryTold } from '../district.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { mapWords } from './words.ts';

export function Tree() {
  const m = mapWords.value;
  const [open, setOpen] = useState(false);
  return (
    <details class="tree" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary>{m.tree}</summary>
      {open && <Opened />}
    </details>
  );
}

function Opened() {
  const m = mapWords.value;
  const { value, wrong } = useRead<RegistryTree>('/api/v1/office/registry/tree', registryTold.value);
  if (!value) return wrong === '' ? <p>{ownWords.value.loading}</p> : <Trouble says={`${m.notRead}${wrong}`} />;
  return (
    <>
      <p>
        <b>{value.name}</b> {m.counts(value.homes, value.residents, value.people)}
      </p>
      <ul>
        {value.grids.map((grid) => (
          <li key={grid.id}>
            <Link to={{ page: 'map', kind: 'grids', id: grid.id }}>{grid.name}</Link>{' '}
            <small>{m.counts(grid.homes, grid.residents, grid.people)}</small>
            <ul>
              {grid.courtyards.map((yard) => (
                <li key={yard.id}>
                  <Link to={{ page: 'map', kind: 'courtyards', id: yard.id }}>{yard.name}</Link>{' '}
                  <small>{m.lives(yard.homes, yard.residents)}</small>
                  {yard.buildings.length > 0 && (
                    <p class="hint">
                      {yard.buildings.map((one) => m.building(one.name, one.homes, one.residents)).join(m.joiner)}
                    </p>
                  )}
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ul>
    </>
  );
}
