const shapes: Record<1 | 2 | 3, string> = {
  1: '<path class="shape" d="M20 3L38 35H2Z"/>',
  2: '<path class="shape" d="M20 2L38 20L20 38L2 20Z"/>',
  3: '<circle class="shape" cx="20" cy="20" r="15"/>',
};

/** The sign of a priority on a map; elsewhere: look/Severity.tsx. */
export const signOf = (priority: 1 | 2 | 3, size = ''): string =>
  `<svg class="sev p${priority}" viewBox="0 0 40 40"${size}>${shapes[priority]}<text x="20" y="${priority === 1 ? 31 : 26}">${priority}</text></svg>`;
