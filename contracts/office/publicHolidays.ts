// Written by `npm run data:holidays` from chinese-days 1.5.7 (MIT), which follows the notices of the State Council. What asks for them:
// holidays.ts. Do not edit.

/** Days as `2026-10-01`, both included. `worked`: days of a weekend on which one works instead (调休). */
export type PublicHoliday = { zh: string; en: string; from: string; to: string; worked: readonly string[] };

export const publishedYears: readonly number[] = [2025, 2026];
export const publicHolidays: readonly PublicHoliday[] = [
  { zh: '元旦', en: "New Year's Day", from: '2025-01-01', to: '2025-01-01', worked: [] },
  { zh: '春节', en: 'Spring Festival', from: '2025-01-28', to: '2025-02-04', worked: ['2025-01-26', '2025-02-08'] },
  { zh: '清明', en: 'Tomb-sweeping Day', from: '2025-04-04', to: '2025-04-06', worked: [] },
  { zh: '劳动节', en: 'Labour Day', from: '2025-05-01', to: '2025-05-05', worked: ['2025-04-27'] },
  { zh: '端午', en: 'Dragon Boat Festival', from: '2025-05-31', to: '2025-06-02', worked: [] },
  {
    zh: '国庆节、中秋',
    en: 'National Day, Mid-autumn Festival',
    from: '2025-10-01',
    to: '2025-10-08',
    worked: ['2025-09-28', '2025-10-11'],
  },
  { zh: '元旦', en: "New Year's Day", from: '2026-01-01', to: '2026-01-03', worked: ['2026-01-04'] },
  { zh: '春节', en: 'Spring Festival', from: '2026-02-15', to: '2026-02-23', worked: ['2026-02-14', '2026-02-28'] },
  { zh: '清明', en: 'Tomb-sweeping Day', from: '2026-04-04', to: '2026-04-06', worked: [] },
  { zh: '劳动节', en: 'Labour Day', from: '2026-05-01', to: '2026-05-05', worked: ['2026-05-09'] },
  { zh: '端午', en: 'Dragon Boat Festival', from: '2026-06-19', to: '2026-06-21', worked: [] },
  { zh: '中秋', en: 'Mid-autumn Festival', from: '2026-09-25', to: '2026-09-27', worked: [] },
  { zh: '国庆节', en: 'National Day', from: '2026-10-01', to: '2026-10-07', worked: ['2026-09-20', '2026-10-10'] },
];
