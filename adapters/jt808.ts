// JT/T 808, 2013 and 2019: SOS cards, student and elder cards, boxes in vehicles. Bit 0 of the alarm stays set, report after report, until it
// is acknowledged: a state, of which the door makes one press.

import type { Battery, Identity, Place, Reading } from '../contracts/device/reading.ts';
import { defined } from '../contracts/shapes.ts';
import type { Known, TcpAdapter } from './adapter.ts';
import { batteryOf, placeOf, timeOf } from './besides.ts';
import { type Jt808Message, jt808Framing, readJt808, writeJt808 } from './jt808Framing.ts';
import { deviceOf } from './meaning.ts';
import { unreadOf } from './thingModel.ts';

export const jt808: TcpAdapter = {
  family: 'jt808',
  framing: jt808Framing,
  read(frame, _connection, source, known) {
    const message = readJt808(frame);
    const device = message && deviceOf(phoneOf(message.phone));
    if (!message || device === undefined) return { readings: [unreadOf(undefined)] };
    const answer = answerTo(message);
    const readings = readMessage(message, { device, known, datum: source.datum });
    return { readings, login: device, ...defined({ answer }) };
  },
};

/** Digits without the zeros before them, which 2013 and 2019 fill up differently; what is no digits is an IMEI in binary, its check digit left out. */
function phoneOf(phone: Uint8Array): string {
  const hex = Buffer.from(phone).toString('hex');
  if (/^\d+$/.test(hex)) return hex.replace(/^0+(?=\d)/, '');
  const imei = BigInt(`0x${hex}`).toString();
  return `${imei}${checkDigit(imei)}`;
}

/** Luhn's. */
function checkDigit(digits: string): number {
  const sum = [...digits].reverse().reduce((total, digit, at) => {
    const doubled = Number(digit) * (at % 2 === 0 ? 2 : 1);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return (10 - (sum % 10)) % 10;
}

const ids = {
  answer: 0x0001,
  heartbeat: 0x0002,
  register: 0x0100,
  position: 0x0200,
  asked: 0x0201,
  batch: 0x0704,
  registered: 0x8100,
  acknowledged: 0x8001,
} as const;

/** Devices do not check it, and a connection counts nothing here. */
const ourSerial = 1;

function answerTo({ id, version, phone, serial, packet }: Jt808Message): Uint8Array | undefined {
  if (id === ids.answer) return undefined; // two sides that acknowledge each other's acknowledgements never stop
  const two = (number: number): number[] => [number >> 8, number & 0xff];
  const head = { version, phone, serial: ourSerial, packet: undefined };
  if (id === ids.register && !packet)
    return writeJt808({
      ...head,
      id: ids.registered,
      body: Uint8Array.from([...two(serial), 0, ...Buffer.from(phoneOf(phone))]),
    });
  return writeJt808({ ...head, id: ids.acknowledged, body: Uint8Array.from([...two(serial), ...two(id), 0]) });
}

type Of = { device: Identity; known: Known; datum: Place['datum'] };

function readMessage({ id, packet, body }: Jt808Message, of: Of): Reading[] {
  // of several packets the first holds the alarm: read now as well, should the others never come
  if (packet && packet.number > 1) return [{ is: 'nothing', why: `packet ${packet.number} of ${packet.of}` }];
  switch (id) {
    case ids.position:
      return readPosition(body, of);
    case ids.asked:
      return readPosition(body.subarray(2), of);
    case ids.batch:
      return readBatch(body, of);
    case ids.heartbeat:
      // some add battery, signal and state
      return [
        {
          is: 'health',
          device: of.device,
          ...defined({ battery: body.length >= 3 ? batteryOf(body[0], 'pct') : undefined }),
        },
      ];
    default:
      return [{ is: 'health', device: of.device }];
  }
}

/** Number, why (1: kept while there was no network), then reports with their lengths before them. */
function readBatch(body: Uint8Array, of: Of): Reading[] {
  const found: Reading[] = [];
  let at = 3;
  while (at + 2 <= body.length) {
    const length = ((body[at] ?? 0) << 8) | (body[at + 1] ?? 0);
    const report = body.subarray(at + 2, at + 2 + length);
    found.push(...readPosition(report, of));
    at += 2 + Math.max(length, 1);
  }
  return found.length > 0 ? found : [unreadOf(of.device)];
}

/** Models whose alarm bits mean something else (facts, 5.2): what calls, of a model by its name in the registry. */
const otherModels: readonly { model: RegExp; calls: number | undefined; tamper: number }[] = [
  { model: /^(?:G-360P|G-508P)$/i, calls: undefined, tamper: 0b1_0011 }, // padlocks: bits 0 and 4 taken off, 1 opened
  { model: /^(?:AL300|GL100)$/i, calls: undefined, tamper: 0 }, // bit 16: it moves
];
const usually = { calls: 0b1, tamper: 0 };
const lowBattery = (1 << 7) | (1 << 18);

function readPosition(body: Uint8Array, of: Of): Reading[] {
  const { device, known, datum } = of;
  if (body.length < 4) return [unreadOf(device)];
  const view = new DataView(body.buffer, body.byteOffset, body.length);
  const alarm = view.getUint32(0);
  const bits = otherModels.find(({ model }) => model.test(known.model?.(device) ?? '')) ?? usually;
  const isWhole = body.length >= 28;
  const at = isWhole ? timeOf(Buffer.from(body.subarray(22, 28)).toString('hex')) : undefined;
  const place = isWhole ? placeIn(view, datum, at) : undefined;
  const tlv = besidesIn(body.subarray(28));
  const battery = (alarm & lowBattery) !== 0 ? { ...tlv.battery, low: true } : tlv.battery;
  const tamper = (alarm & bits.tamper) !== 0 ? true : undefined;
  const state: Reading[] =
    bits.calls === undefined
      ? []
      : [
          {
            is: 'state',
            device,
            flag: 'emergency',
            kind: 'sos',
            on: (alarm & bits.calls) !== 0,
            ...defined({ at, battery, place }),
          },
        ];
  return [
    ...state,
    { is: 'health', device, ...defined({ at, battery, signal: tlv.signal, tamper }) },
    ...(place ? [{ is: 'position', device, place } as const] : []),
  ];
}

/** Status bit 1: there is a fix; 2 south, 3 west. Millionths of a degree. */
function placeIn(view: DataView, datum: Place['datum'], at: number | undefined): Place | undefined {
  const status = view.getUint32(4);
  if ((status & 2) === 0) return undefined;
  const lat = (view.getUint32(8) / 1_000_000) * ((status & 4) !== 0 ? -1 : 1);
  const lon = (view.getUint32(12) / 1_000_000) * ((status & 8) !== 0 ? -1 : 1);
  return placeOf(lon, lat, { datum, at });
}

/** What follows a position: kind, length, value. 0x30 signal as CSQ; 0x56 and 0x69 battery on many, in per cent and in volts. */
function besidesIn(bytes: Uint8Array): { battery?: Battery; signal?: number } {
  let battery: Battery | undefined;
  let signal: number | undefined;
  for (let at = 0; at + 2 <= bytes.length; ) {
    const [kind, length = 0] = bytes.subarray(at, at + 2);
    const value = bytes.subarray(at + 2, at + 2 + length);
    const [first = 0, second = 0] = value;
    if (kind === 0x30 && length === 1 && first > 0 && first < 32) signal = 2 * first - 113;
    if (kind === 0x56 && length === 2) battery = { ...battery, ...batteryOf(second, 'pct') };
    if (kind === 0x69 && length === 2) battery = { ...battery, ...batteryOf(((first << 8) | second) / 100, 'volts') };
    at += 2 + length;
  }
  return defined({ battery, signal });
}
