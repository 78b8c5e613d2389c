// What hangs on a network of its own: a LoRaWAN button behind ChirpStack, a GPS pendant behind Traccar.
import {
  here,
  type Message,
  type Moment,
  posted,
  type Simulated,
  type SimulatedFamily,
  told,
  uuidOf,
} from './message.ts';

const upTopic = ({ base = 'application', address }: Simulated, event: string): string =>
  `${base}/1/device/${address.toLowerCase()}/event/${event}`;

/** Bytes of a Milesight WS101: battery, and what was pressed. */
function uplink(of: Simulated, { at, n, battery }: Moment, pressed: readonly number[]): Message {
  const bytes = Uint8Array.from([0x01, 0x75, battery, ...pressed]);
  return told(upTopic(of, 'up'), {
    deduplicationId: uuidOf(of.chance),
    time: new Date(at).toISOString(),
    deviceInfo: { devEui: of.address.toLowerCase(), tags: {} },
    fCnt: n,
    fPort: 85,
    data: Buffer.from(bytes).toString('base64'),
    rxInfo: [{ rssi: -97, snr: 6.2 }],
  });
}

export const chirpStack: SimulatedFamily = {
  press: (of, moment) => [uplink(of, moment, [0xff, 0x2e, 0x01])],
  alive: (of, moment) => [
    uplink(of, moment, []),
    told(upTopic(of, 'status'), { margin: 10, batteryLevel: moment.battery }),
  ],
  there: (_of, _moment, up) => [
    told(
      'cn470/gateway/24e124fffef00001/state/conn',
      { gatewayId: '24e124fffef00001', state: up ? 'ONLINE' : 'OFFLINE' },
      { retain: true },
    ),
  ],
};

function positionOf({ at, n, battery }: Moment, alarm: string | undefined): object {
  const fixed = new Date(at).toISOString().replace('Z', '+00:00');
  const place = { valid: true, outdated: false, latitude: here.lat, longitude: here.lon, accuracy: 12 };
  return {
    id: n,
    deviceTime: fixed,
    fixTime: fixed,
    ...place,
    attributes: { ...(alarm === undefined ? {} : { alarm }), batteryLevel: battery, battery: 3.9 },
  };
}
const who = ({ address }: Simulated): object => ({ id: 3, name: 'sim', uniqueId: address });

/** The event, and the position that carries it a second time. */
function called(of: Simulated, moment: Moment): object[] {
  const position = positionOf(moment, 'sos');
  const eventTime = new Date(moment.at + 1_000).toISOString().replace('Z', '+00:00');
  const event = { id: moment.n, type: 'alarm', eventTime, attributes: { alarm: 'sos' } };
  return [
    { event, position, device: who(of) },
    { position, device: who(of) },
  ];
}
const moved = (of: Simulated, moment: Moment): object => ({ position: positionOf(moment, undefined), device: who(of) });
const went = (of: Simulated, { at, n }: Moment, up: boolean): object => ({
  event: { id: n, type: up ? 'deviceOnline' : 'deviceOffline', eventTime: new Date(at).toISOString(), attributes: {} },
  device: who(of),
});
const onTopic = ({ base = 'traccar' }: Simulated, said: object): Message =>
  told(`${base}/${'event' in said ? 'events' : 'positions'}`, said);
const forwarded = ({ secret }: Simulated, said: object): Message =>
  posted(said, {
    headers: {
      'content-type': 'application/json',
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
    },
  });

/** Over MQTT, or posted. */
const traccarBy = (say: (of: Simulated, said: object) => Message): SimulatedFamily => ({
  press: (of, moment) => called(of, moment).map((said) => say(of, said)),
  alive: (of, moment) => [say(of, moved(of, moment))],
  there: (of, moment, up) => [say(of, went(of, moment, up))],
});
export const traccar: SimulatedFamily = traccarBy(onTopic);
export const traccarPosted: SimulatedFamily = traccarBy(forwarded);
