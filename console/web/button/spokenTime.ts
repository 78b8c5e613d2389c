import { zone } from '../look/time.ts';

/** `星期二 上午 9:20`, for whoever reads from a bed. */
export function spokenTime(ms: number, language: 'zh' | 'en'): string {
  const format = new Intl.DateTimeFormat(language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: zone.value,
    weekday: 'long',
    hour: 'numeric',
    minute: '2-digit',
    ...(language === 'zh' ? { hourCycle: 'h12', dayPeriod: 'short' } : { hourCycle: 'h23' }),
  });
  const parts = format.formatToParts(ms);
  const part = Object.fromEntries(parts.map(({ type, value }) => [type, value]));
  return [part.weekday, part.dayPeriod, `${part.hour}:${part.minute}`].filter((one) => one !== undefined).join(' ');
}
