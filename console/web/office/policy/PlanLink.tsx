import type { Plan } from '../../../../contracts/office/policy.ts';
import { Link } from '../Link.tsx';

/** The way to the ladder of a plan. */
export function PlanLink({ plan, current }: { plan: Plan; current: boolean }) {
  return (
    <Link to={{ page: 'policy', plan: plan.id }} aria-current={current}>
      {plan.name}
    </Link>
  );
}
