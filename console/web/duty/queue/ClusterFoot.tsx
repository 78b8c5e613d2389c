import './ClusterFoot.css';
import { Act } from '../../look/Act.tsx';
import { words } from '../../words/words.ts';
import { acknowledgeAll, toggleCourtyard } from '../actions.ts';
import { mayAcknowledge, unfolded } from '../state.ts';
import { fetchOpened, totalOf } from './crowd.ts';
import type { Cluster } from './queue.ts';

/** The others of a courtyard in a flood. */
export function ClusterFoot({ cluster }: { cluster: Cluster }) {
  const w = words.value;
  const { id, name, incidents } = cluster;
  const open = unfolded.value.has(id);
  const fresh = incidents.filter(({ acknowledged }) => !acknowledged).map((one) => one.id);
  return (
    <li class="cluster" data-courtyard={id}>
      <button
        type="button"
        aria-expanded={open}
        onClick={() => {
          toggleCourtyard(id);
          void fetchOpened();
        }}
      >
        {open ? w.fold(name ?? '') : w.unfold(name ?? '', totalOf(cluster) - 1)}
      </button>
      {mayAcknowledge.value && fresh.length > 1 && (
        <Act does={() => void acknowledgeAll(fresh)}>{w.acknowledgeAll(fresh.length)}</Act>
      )}
    </li>
  );
}
