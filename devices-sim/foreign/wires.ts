// Pendants and cards that dial a port of ours.
import { writeJt808 } from '../../adapters/jt808Framing.ts';
import { here, type Message, type Moment, type Simulated, type SimulatedFamily, wallClock } from './message.ts';

function watchFrame(of: Simulated, content: string): Message {
  const length = content.length.toString(16).toUpperCase().padStart(4, '0');
  return { by: 'tcp', frame: Buffer.from(`[3G*${of.address}*${length}*${content}]`, 'latin1'), answered: true };
}

/** The time is UTC; V: no fix. Of the status, in hex, bit 16 is the button. */
function report(type: string, { at, battery }: Moment, status: string): string {
  const { year, month, day, hour, minute, second } = wallClock(at, 0);
  const when = `${day}${month}${year.slice(2)},${hour}${minute}${second}`;
  return `${type},${when},V,00.000000,N, 0.0000000,E,0.00,0.0,0.0,0,100,${battery},0,0,${status},7,0,460,0`;
}

export const watch: SimulatedFamily = {
  press: (of, moment) => [watchFrame(of, report('AL', moment, '00010000'))],
  alive: (of, { battery, n }) => [watchFrame(of, `LK,${n},0,${battery}`)],
};

/** Its number, six bytes of two digits each. */
const phoneOf = ({ address }: Simulated): Uint8Array => Buffer.from(address.padStart(12, '0').slice(-12), 'hex');

function jtFrame(of: Simulated, { n }: Moment, id: number, body: Uint8Array): Message {
  const frame = writeJt808({ id, version: undefined, phone: phoneOf(of), serial: n & 0xffff, packet: undefined, body });
  return { by: 'tcp', frame, answered: true };
}

/** Alarm, status 2 (there is a fix), place in millionths, height, speed, course, time in China; then the battery as many makers add it. */
function position({ at, battery }: Moment, alarm: number): Uint8Array {
  const body = Buffer.alloc(28);
  body.writeUInt32BE(alarm, 0);
  body.writeUInt32BE(2, 4);
  body.writeUInt32BE(Math.round(here.lat * 1e6), 8);
  body.writeUInt32BE(Math.round(here.lon * 1e6), 12);
  const { year, month, day, hour, minute, second } = wallClock(at, 8);
  Buffer.from(`${year.slice(2)}${month}${day}${hour}${minute}${second}`, 'hex').copy(body, 22);
  return Buffer.concat([body, Uint8Array.from([0x56, 2, 0, battery])]);
}

/** The emergency bit stays set until it is acknowledged, report after report. */
export const jt808: SimulatedFamily = {
  press: (of, moment) =>
    [0, 1, 2].map((more) => jtFrame(of, { ...moment, n: moment.n + more }, 0x0200, position(moment, 1))),
  release: (of, moment) => [jtFrame(of, moment, 0x0200, position(moment, 0))],
  alive: (of, moment) => [
    jtFrame(of, moment, 0x0002, new Uint8Array()),
    jtFrame(of, moment, 0x0200, position(moment, 0)),
  ],
};
