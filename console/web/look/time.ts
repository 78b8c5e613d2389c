// Times as people read them: in the zone of their district, whatever this machine's. The server tells which; a page that opens
// without a network goes by what it was told last.
import { computed, signal } from '@preact/signals';
import { tellableSeconds } from '../../../contracts/incident/tellableWay.ts';
import { momentIn } from '../../../wording/instant.ts';
import { keep, kept } from '../live/memory.ts';

const place = 'yjt-zone';
const beijing = 'Asia/Shanghai';

export const zone = signal(readable(kept(place)) ?? beijing);

/** The zone of the district, as the server tells it. */
export function useZone(timeZone: string | undefined): void {
  const told = readable(timeZone);
  if (told === undefined || told === zone.value) return;
  zone.value = told;
  keep(place, told);
}

/** One that this browser knows; an older one may not know a new name. */
function readable(timeZone: string | undefined): string | undefined {
  try {
    return timeZone && new Intl.DateTimeFormat('en', { timeZone }) && timeZone;
  } catch {
    return undefined;
  }
}

/** Making one is slow, and the clock is drawn each second. */
const formats = computed(() => {
  const timeZone = zone.value;
  const time = { timeZone, hour: '2-digit', minute: '2-digit', second: '2-digit', hourCycle: 'h23' } as const;
  const days = { timeZone, month: 'short', day: 'numeric', weekday: 'short' } as const;
  return {
    clock: new Intl.DateTimeFormat('zh-CN', time),
    date: new Intl.DateTimeFormat('sv-SE', { timeZone }),
    day: { zh: new Intl.DateTimeFormat('zh-CN', days), en: new Intl.DateTimeFormat('en-GB', days) },
  };
});

/** `02:17:42`. */
export const clockOf = (ms: number): string => formats.value.clock.format(ms);
/** `11月24日 周二`, or its English form. */
export const dayOf = (ms: number, language: 'zh' | 'en'): string => formats.value.day[language].format(ms);
/** `11-24 08:00`. */
export const momentOf = (ms: number): string => momentIn(zone.value, ms);
/** `07:00`. */
export const minuteOf = (ms: number): string => clockOf(ms).slice(0, 5);
/** The day: `2026-11-29`. */
export const dateOf = (ms: number): string => formats.value.date.format(ms);
/** The hour, 0 to 23. */
export const hourOf = (ms: number): number => Number(clockOf(ms).slice(0, 2));

/** `1:12`, from an hour on `1:02:03`; negative counts as 0. */
export function elapsed(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const [h, m, s] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (n: number): string => String(n).padStart(2, '0');
  return h > 0 ? `${h}:${two(m)}:${two(s)}` : `${m}:${two(s)}`;
}

/** Minutes of a way, as a figure; what lies beyond reason is not told exactly. */
export const minutesOf = (seconds: number): string =>
  seconds > tellableSeconds ? '120+' : String(Math.max(1, Math.round(seconds / 60)));
