import './Dot.css';
import type { HomeReadiness } from '../../../../contracts/office/readiness.ts';

const looks = { ready: 'dot', at_risk: 'dot hollow', not_covered: 'dot glowing' } as const;

/** A home as the map draws it. */
export const Dot = ({ of }: { of: HomeReadiness['state'] }) => <i class={looks[of]} />;
