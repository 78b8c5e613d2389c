import type { Battery, Place } from '../contracts/device/reading.ts';
// What a vendor's message tells besides its word: a number, a time, a battery, a place, as vendors write them.
import { readInstant } from '../contracts/instant.ts';
import type { BatteryUnit, TimeFormat } from '../contracts/office/mapping.ts';
import { defined } from '../contracts/shapes.ts';
import { usualZone } from '../contracts/wallClock.ts';

/** Texts and numbers as text; undefined for what says nothing, in whatever way (`"undefined"` is what CTWing writes for no IMEI). */
export function textOf(value: unknown): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'boolean') return undefined;
  const text = String(value).trim();
  return text === '' || /^(?:undefined|null|NaN)$/i.test(text) ? undefined : text;
}

/** A number, or a text that is one (` 0.0000000`, `85%`). */
export function numberOf(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  const text = value.trim().replace(/%$/, '');
  return /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d{1,3})?$/i.test(text) ? numberOf(Number(text)) : undefined;
}

/** How a vendor writes a time; `auto` goes by its shape. */

/**
 * A device's own time, epoch ms. What names no zone is meant by the wall clock of `zone`; a clock that was never set (1970, 2000) is none.
 * @returns undefined when it cannot be read
 */
export function timeOf(value: unknown, zone: string = usualZone, format: TimeFormat = 'auto'): number | undefined {
  const text = textOf(value);
  if (text === undefined || text.length > 40) return undefined;
  const ms =
    format === 'epoch_s' || format === 'epoch_ms' ? epoch(text, format) : (digits(text, zone) ?? written(text, zone));
  return ms !== undefined && ms >= firstTime && ms < lastTime ? Math.round(ms) : undefined;
}
const firstTime = Date.UTC(2010, 0, 1);
const lastTime = Date.UTC(2100, 0, 1);

function epoch(text: string, format: 'epoch_s' | 'epoch_ms'): number | undefined {
  const number = numberOf(text);
  return number === undefined ? undefined : format === 'epoch_s' ? number * 1000 : number;
}

/** Seconds, milliseconds, microseconds, `YYYYMMDDHHMMSS` and `YYMMDDHHMMSS` differ by how many digits there are. */
function digits(text: string, zone: string): number | undefined {
  if (/^\d{9,10}(?:\.\d+)?$/.test(text)) return Number(text) * 1000;
  if (/^\d{13}$/.test(text)) return Number(text);
  if (/^\d{16}$/.test(text)) return Number(text) / 1000;
  const [, year, month, day, hour, minute, second] =
    /^((?:20)?\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  return readInstant(`${year.padStart(4, '20')}-${month}-${day}T${hour}:${minute}:${second}`, zone);
}

function written(text: string, zone: string): number | undefined {
  const [, year, month = '', day = '', hour = '', minute = '', second = '00', rest = ''] =
    /^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?[T ]+(\d{1,2}):(\d{1,2})(?::(\d{1,2}))?(.*)$/.exec(text) ?? [];
  if (year === undefined) return readInstant(text, zone);
  const two = (part: string): string => part.padStart(2, '0');
  const offset = rest.trim().replace(/^(.*[+-]\d{2})(\d{2})$/, '$1:$2');
  return readInstant(`${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}:${two(second)}${offset}`, zone);
}

/** How a vendor writes a battery: `low` is a flag that says that it is low. */

/**
 * @param lowWhen values of the flag that say "low" (`power_type` is 0 then); without them any value that says yes
 * @returns undefined when nothing is known: null, or more than a battery holds
 */
export function batteryOf(value: unknown, unit: BatteryUnit, lowWhen?: readonly string[]): Battery | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  if (unit === 'low')
    return { low: lowWhen ? lowWhen.includes(text) : !saysNo(text) && !/^(?:middle|high|full)$/i.test(text) };
  const number = numberOf(text);
  if (number === undefined || number < 0) return undefined;
  if (unit === 'pct') return number <= 100 ? { pct: number } : undefined;
  const volts = unit === 'mV' ? number / 1000 : number;
  return volts <= 60 ? { volts } : undefined;
}

/** The ways in which a flag says that all is well. */
export const saysNo = (value: unknown): boolean =>
  value === false ||
  value === null ||
  value === undefined ||
  /^(?:|0+(?:\.0+)?|false|off|no|none|null|undefined|ok|normal|idle|正常|无|否|恢复|解除|已恢复|已解除)$/i.test(
    String(value).trim(),
  );

/** @returns undefined for no fix, which is written as 0,0, as blank, or outside the earth */
export function placeOf(
  lon: unknown,
  lat: unknown,
  besides: { datum: Place['datum']; accuracy?: unknown; at?: number | undefined },
): Place | undefined {
  const [east, north] = [degrees(lon, 180), degrees(lat, 90)];
  if (east === undefined || north === undefined || (east === 0 && north === 0)) return undefined;
  const accuracy = numberOf(besides.accuracy);
  return {
    lon: east,
    lat: north,
    datum: besides.datum,
    ...defined({ accuracy: accuracy !== undefined && accuracy > 0 ? accuracy : undefined, at: besides.at }),
  };
}

/** Degrees, or whole millionths of them, as JT808 counts. */
function degrees(value: unknown, most: number): number | undefined {
  const number = numberOf(value);
  if (number === undefined) return undefined;
  const inDegrees = Math.abs(number) > most && Number.isInteger(number) ? number / 1_000_000 : number;
  return Math.abs(inDegrees) <= most ? inDegrees : undefined;
}
