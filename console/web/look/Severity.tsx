/** The sign of a priority: shape, number and colour together, so that none of them is needed alone. */
export function Severity({ priority, size = 36 }: { priority: 1 | 2 | 3; size?: number }) {
  return (
    <svg class={`sev p${priority}`} width={size} height={size} viewBox="0 0 40 40" aria-hidden="true">
      {priority === 1 && <path class="shape" d="M20 3L38 35H2Z" />}
      {priority === 2 && <path class="shape" d="M20 2L38 20L20 38L2 20Z" />}
      {priority === 3 && <circle class="shape" cx="20" cy="20" r="16" />}
      <text x="20" y={priority === 1 ? 31 : 26}>
        {priority}
      </text>
    </svg>
  );
}
