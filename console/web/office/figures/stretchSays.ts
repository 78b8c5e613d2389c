import type { Stretch } from '../days.ts';
import { ownWords } from '../language.ts';

/** `2026年11月`, `2026年第四季度`, `2026-11-01 至 2026-11-07`. */
export function stretchSays(stretch: Stretch): string {
  const o = ownWords.value;
  switch (stretch.kind) {
    case 'month':
      return o.month(stretch.month.slice(0, 4), Number(stretch.month.slice(5)));
    case 'quarter':
      return o.quarter(stretch.quarter.slice(0, 4), Number(stretch.quarter.slice(5)));
    case 'days':
      return o.stretchOfDays(stretch.days.from, stretch.days.to);
  }
}
