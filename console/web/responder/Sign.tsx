import './Sign.css';

/** The sign of a priority in the colour of what stands around it. On the consoles: look/Severity.tsx. */
export function Sign({ priority }: { priority: 1 | 2 | 3 }) {
  const shape = { 1: 'M20 3L38 36H2Z', 2: 'M20 2L38 20L20 38L2 20Z', 3: 'M4 20a16 16 0 1 0 32 0a16 16 0 1 0-32 0' };
  return (
    <svg class="badge" viewBox="0 0 40 40" aria-hidden="true">
      <path d={shape[priority]} />
      <text x="20" y={priority === 1 ? 32 : 27}>
        {priority}
      </text>
    </svg>
  );
}
