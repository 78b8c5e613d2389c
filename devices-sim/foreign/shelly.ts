// Shelly, both generations, and the buttons that speak BTHome through a gateway of theirs.
import { bare, type Moment, type Simulated, type SimulatedFamily, told, withColons } from './message.ts';

const gen1Topic = ({ base = 'shellies', address }: Simulated): string =>
  `${base}/shellybutton1-${bare(address).toUpperCase()}`;

/** Its counter tells a press from the echo that it says each 30 s and on each connect. */
export const shellyGen1: SimulatedFamily = {
  hello: (of) => {
    const id = gen1Topic(of).split('/').at(-1);
    return [told(`${of.base ?? 'shellies'}/announce`, { id, mac: bare(of.address).toUpperCase(), fw_ver: 'sim' })];
  },
  press: (of, { n, battery }) => [
    told(`${gen1Topic(of)}/input_event/0`, { event: 'S', event_cnt: n }),
    told(`${gen1Topic(of)}/sensor/battery`, String(battery)),
    told(`${gen1Topic(of)}/input_event/0`, { event: 'S', event_cnt: n }),
  ],
  alive: (of, { battery }) => [told(`${gen1Topic(of)}/sensor/battery`, String(battery))],
  there: (of, _moment, up) => [told(`${gen1Topic(of)}/online`, String(up), { retain: true })],
};

const gen2Id = ({ address }: Simulated): string => `shellyplusi4-${bare(address).toLowerCase()}`;
const gen2Topic = (of: Simulated): string => (of.base === undefined ? gen2Id(of) : `${of.base}/${gen2Id(of)}`);
/** Seconds with hundredths, as it writes them. */
const seconds = ({ at }: Moment): number => Math.round(at / 10) / 100;

function happened(of: Simulated, event: string, ts: number): object {
  return {
    src: gen2Id(of),
    dst: `${gen2Id(of)}/events`,
    method: 'NotifyEvent',
    params: { ts, events: [{ component: 'input:0', id: 0, event, ts }] },
  };
}

/** One press says three things; only the push is one. */
export const shellyGen2: SimulatedFamily = {
  press: (of, moment) => {
    const ts = seconds(moment);
    return [
      told(`${gen2Topic(of)}/events/rpc`, happened(of, 'btn_down', ts - 0.5)),
      told(`${gen2Topic(of)}/events/rpc`, happened(of, 'btn_up', ts - 0.25)),
      told(`${gen2Topic(of)}/events/rpc`, happened(of, 'single_push', ts)),
    ];
  },
  alive: (of, moment) => [
    told(`${gen2Topic(of)}/events/rpc`, {
      src: gen2Id(of),
      method: 'NotifyFullStatus',
      params: {
        ts: seconds(moment),
        'devicepower:0': { id: 0, battery: { V: 2.91, percent: moment.battery }, external: { present: false } },
      },
    }),
  ],
  there: (of, _moment, up) => [told(`${gen2Topic(of)}/online`, String(up), { retain: true })],
};

/** A packet's number is one byte. */
const packetOf = ({ n }: Moment): number => n % 256;
const heard = (of: Simulated, service_data: object): object => ({
  addr: withColons(of.address).toLowerCase(),
  rssi: -71,
  service_data,
});
const btTopic = (of: Simulated): string => `${of.base ?? 'bthome'}/${withColons(of.address).toLowerCase()}`;

export const btHome: SimulatedFamily = {
  press: (of, moment) => {
    const said = heard(of, { pid: packetOf(moment), battery: moment.battery, button: 1 });
    return [told(btTopic(of), said), told(btTopic(of), said)]; // two gateways hear the same packet
  },
  alive: (of, moment) => [told(btTopic(of), heard(of, { pid: packetOf(moment), battery: moment.battery, button: 0 }))],
};

const theengsTopic = ({ base = 'home' }: Simulated, rest: string): string => `${base}/OMG_sim/${rest}`;

function advertised(of: Simulated, moment: Moment, more: object): object {
  const about = { id: withColons(of.address), name: 'SBBT-002C', rssi: -70, brand: 'Shelly', model_id: 'SBBT-002C' };
  return { ...about, packet: packetOf(moment), batt: moment.battery, ...more };
}

export const theengs: SimulatedFamily = {
  press: (of, moment) => {
    const topic = theengsTopic(of, `BTtoMQTT/${bare(of.address).toUpperCase()}`);
    return [told(topic, advertised(of, moment, { button: 1 })), told(topic, advertised(of, moment, { button: 1 }))];
  },
  alive: (of, moment) => [
    told(theengsTopic(of, `BTtoMQTT/${bare(of.address).toUpperCase()}`), advertised(of, moment, { button: 0 })),
  ],
  there: (of, _moment, up) => [told(theengsTopic(of, 'LWT'), up ? 'online' : 'offline', { retain: true })],
};
