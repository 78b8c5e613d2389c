// 网格: drawn on the map by clicks or keys, typed as corners, or brought from a GeoJSON file of any datum.
import { nothingListed } from '../address.ts';
import { district } from '../district.ts';
import { Link } from '../Link.tsx';
import { Draw } from './Draw.tsx';
import { FromFile } from './FromFile.tsx';
import { Have } from './Parts.tsx';
import type { StepProps } from './stepProps.ts';
import { startWords } from './words.ts';

export function Grids(props: StepProps) {
  const s = startWords.value;
  const known = district.value?.grids ?? [];
  return (
    <>
      <p>{s.grids.says}</p>
      {known.length > 0 && (
        <Have>
          {s.grids.have(known.map(({ name }) => name).join('、'))}{' '}
          <Link to={{ ...nothingListed, kind: 'grids' }}>{s.edit}</Link>
        </Have>
      )}
      {/* A grid that was saved leaves an empty form behind. */}
      <Draw key={known.length} {...props} />
      <FromFile key={`file-${known.length}`} {...props} />
    </>
  );
}
