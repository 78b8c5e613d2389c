// "Watch" pendants and watches ([3G*, [SG*, [ZJ*, [CS* …: Wonlex, Setracker and thousands of OEM names). An alarm that is not answered is sent
// again, and the pendant beeps "not sent": so AL is answered, and only after its reading is kept.

import type { Battery, Identity, Place, PressReading, Reading } from '../contracts/device/reading.ts';
import { defined } from '../contracts/shapes.ts';
import type { FrameVerdict, TcpAdapter } from './adapter.ts';
import { batteryOf, numberOf, placeOf } from './besides.ts';
import { deviceOf, onceOf } from './meaning.ts';
import { unreadOf } from './thingModel.ts';
import { watchFraming } from './watchFraming.ts';

export const watch: TcpAdapter = {
  family: 'watch',
  framing: watchFraming,
  read(frame, connection, source) {
    const said = headerOf(frame);
    const device = deviceOf(said?.id, connection.login);
    if (!said || device === undefined) return { readings: [unreadOf(device)] };
    const [type = '', ...fields] = said.content.split(',').map(unescaped);
    return { ...readType(type, fields, device, source.datum), ...answerTo(said, type), login: device };
  },
};

type Header = { maker: string; id: string; index: string; content: string };

/** Bytes one to one: a network's name may be in any encoding. */
function headerOf(frame: Uint8Array): Header | undefined {
  const text = Buffer.from(frame).toString('latin1');
  const [, maker, id = '', index = '', content = ''] =
    /^\[(\w{2})\*([^*[\]]{1,64})\*(?:([0-9a-f]{4})\*)?[0-9a-f]{4}\*([\s\S]*)\]$/i.exec(text) ??
    /^\[(\w{2})\*([^*[\]]{1,64})\*()([\s\S]*)\]$/.exec(text) ?? // without its length it is read nevertheless
    [];
  return maker === undefined ? undefined : { maker, id, index: index === '' ? '' : `${index}*`, content };
}

/** After the commas were counted: they may be in a field. */
const unescaped = (field: string): string =>
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the protocol escapes by control characters
  field.replaceAll(/\}([\x01-\x05])/g, (_, sign: string) => '}[],*'[sign.charCodeAt(0) - 1] ?? '');

/** What must be answered at once, by how the type begins. */
const answers: readonly { type: RegExp; says: (type: string) => string }[] = [
  { type: /^LK/, says: () => 'LK' },
  { type: /^AL/, says: () => 'AL' },
  { type: /^TKQ2?$/, says: (type) => type },
  { type: /^INIT$/, says: () => 'INIT,1' },
  { type: /^JXTK$/, says: () => 'JXTKR,1' }, // a voice message, else it is sent for ever
];

function answerTo({ maker, id, index }: Header, type: string): Pick<FrameVerdict, 'answer'> {
  const content = answers.find((one) => one.type.test(type))?.says(type);
  if (content === undefined) return {};
  const length = content.length.toString(16).padStart(4, '0').toUpperCase();
  return { answer: Buffer.from(`[${maker}*${id}*${index}${length}*${content}]`, 'latin1') };
}

function readType(
  type: string,
  fields: readonly string[],
  device: Identity,
  datum: Place['datum'],
): { readings: Reading[] } {
  if (type.startsWith('AL')) return { readings: alarm(reportOf(fields, datum), device) };
  if (/^(?:UD|WT)/.test(type)) return { readings: report(reportOf(fields, datum), device, type === 'UD2') };
  if (type.startsWith('LK'))
    return { readings: [{ is: 'health', device, ...defined({ battery: batteryOf(fields[2], 'pct') }) }] };
  // `SOS`, `FALLDOWN` and the like are answers to a command that set something: a sign of life, and no call
  return { readings: [{ is: 'health', device }] };
}

/** What a position or an alarm says. `status`: undefined where it is none. */
type Report = { at?: number; place?: Place; battery?: Battery; status?: number };

function reportOf(fields: readonly string[], datum: Place['datum']): Report {
  const [date = '', time = '', fix, lat, south, lon, west] = fields;
  const at = utc(date, time);
  const fixed = fix?.trim() === 'A'; // V: no fix, or the last one there was
  const place = fixed ? placeOf(signed(lon, west, 'W'), signed(lat, south, 'S'), { datum, at }) : undefined;
  const hex = fields[15]?.trim() ?? '';
  const status = /^[0-9a-f]{1,8}$/i.test(hex) ? Number.parseInt(hex, 16) : undefined;
  return defined({ at, place, battery: batteryOf(fields[12], 'pct'), status });
}

/** Some say west by a letter, some by a sign, some by both. */
function signed(degrees: string | undefined, side: string | undefined, negative: 'W' | 'S'): number | undefined {
  const number = numberOf(degrees);
  return number !== undefined && side?.trim() === negative ? -Math.abs(number) : number;
}

/** `DDMMYY`, `HHMMSS`; UTC on most. A clock that was never set is none. */
function utc(date: string, time: string): number | undefined {
  const [, day, month, year] = /^(\d{2})(\d{2})(\d{2})$/.exec(date.trim()) ?? [];
  const [, hour, minute, second] = /^(\d{2})(\d{2})(\d{2})$/.exec(time.trim()) ?? [];
  if (year === undefined || second === undefined || Number(year) < 10) return undefined;
  const at = Date.parse(`20${year}-${month}-${day}T${hour}:${minute}:${second}Z`);
  return Number.isNaN(at) ? undefined : at;
}

/** The bits of STATUS that call, first of all the button: with a weak battery two bits are set. */
const callBits = [
  { bit: 16, kind: 'sos' },
  { bit: 21, kind: 'fall' },
  { bit: 22, kind: 'fall' },
] as const;
/** Those that are shown and call nobody; bits 3 to 13 and 15 are no alarms at all. */
const shownBits = [
  { bit: 0, says: 'low battery' },
  { bit: 17, says: 'low battery' },
  { bit: 1, says: 'out of its fence' },
  { bit: 18, says: 'out of its fence' },
  { bit: 2, says: 'in its fence' },
  { bit: 19, says: 'in its fence' },
  { bit: 20, says: 'taken off' },
  { bit: 14, says: 'power cut' },
] as const;
const isSet = (status: number, bit: number): boolean => (status & (1 << bit)) !== 0;
/** Of an alarm that nobody knows: bits 23 and above. */
const unknownBits = 0xff80_0000;

function wordsOf(status: number): string | undefined {
  const words = [...new Set(shownBits.flatMap(({ bit, says }) => (isSet(status, bit) ? [says] : [])))];
  return words.length === 0 ? undefined : words.join(', ');
}

/** Low by its flag, and how low. */
const batteryBy = (status: number, battery: Battery | undefined): Battery | undefined =>
  isSet(status, 0) || isSet(status, 17) ? { ...battery, low: true } : battery;

/** The presses of the bits that are set, each kind once. */
function pressesOf({ status = 0, battery, at, place }: Report, device: Identity): PressReading[] {
  const kinds = [...new Set(callBits.flatMap(({ bit, kind }) => (isSet(status, bit) ? [kind] : [])))];
  return kinds.map((kind) => ({
    is: 'press',
    device,
    kind,
    ...defined({ at, battery: batteryBy(status, battery), place }),
  }));
}

/** An alarm with no bit that is known is one of an unknown kind: a press. */
function alarm(said: Report, device: Identity): Reading[] {
  const { at, place, status = 0 } = said;
  const battery = batteryBy(status, said.battery);
  const hex = status.toString(16).padStart(8, '0');
  const once = onceOf(undefined, at, `AL ${hex}`);
  const presses = pressesOf(said, device).map((press) => ({ ...press, word: `AL ${hex}`, ...defined({ once }) }));
  if (presses.length > 0) return presses;
  const word = wordsOf(status);
  if (word === undefined || (status & unknownBits) !== 0)
    return [
      {
        is: 'press',
        device,
        kind: 'sos',
        unreadable: true,
        word: `AL ${hex}`,
        ...defined({ at, battery, place, once }),
      },
    ];
  return [{ is: 'health', device, word, ...defined({ at, battery }) }, ...where(place, device)];
}

/** Within a position the bit is the alarm's echo, said again with each report: one press in a quarter of an hour, and an old one if it was kept. */
function report(said: Report, device: Identity, kept: boolean): Reading[] {
  const { at, place, status = 0 } = said;
  const presses = pressesOf(said, device).map((press) => ({
    ...press,
    word: `in a position: ${press.kind}`,
    once: { key: `in a position: ${press.kind}`, withinMs: 15 * 60_000 },
    ...(kept ? ({ maybeOld: true } as const) : {}),
  }));
  const word = wordsOf(status);
  const health: Reading = { is: 'health', device, ...defined({ at, battery: batteryBy(status, said.battery), word }) };
  return [...presses, health, ...where(place, device)];
}

const where = (place: Place | undefined, device: Identity): Reading[] =>
  place ? [{ is: 'position', device, place }] : [];
