// Tasmota and ESPHome: both are known by a name, and say whose it is when they join. And an `event` entity of Home Assistant.
import { bare, type Moment, type Simulated, type SimulatedFamily, told } from './message.ts';

const under = ({ base }: Simulated, topic: string): string => (base === undefined ? topic : `${base}/${topic}`);
const tasmotaName = ({ address }: Simulated): string => `tasmota_${bare(address).slice(-6).toUpperCase()}`;

/** With `SetOption73 1`. */
export const tasmota: SimulatedFamily = {
  hello: (of) => {
    const mac = bare(of.address).toUpperCase();
    const config = {
      ip: '192.168.1.20',
      dn: tasmotaName(of),
      mac,
      md: 'Generic',
      t: tasmotaName(of),
      ft: '%prefix%/%topic%/',
    };
    return [told(under(of, `tasmota/discovery/${mac}/config`), config, { retain: true })];
  },
  press: (of) => [told(under(of, `stat/${tasmotaName(of)}/RESULT`), { Button1: { Action: 'SINGLE' } })],
  alive: (of, moment) => [told(under(of, `tele/${tasmotaName(of)}/STATE`), stateOf(moment))],
  there: (of, _moment, up) => [
    told(under(of, `tele/${tasmotaName(of)}/LWT`), up ? 'Online' : 'Offline', { retain: true }),
  ],
};

const stateOf = ({ at, n }: Moment): object => ({
  Time: new Date(at).toISOString().slice(0, 19),
  UptimeSec: n * 300,
  POWER: 'OFF',
  Wifi: { AP: 1, SSId: 'home', RSSI: 70, Signal: -65 },
});

const espName = ({ address }: Simulated): string => `flat-${bare(address).slice(-6).toLowerCase()}`;
const flag = (of: Simulated, on: boolean) =>
  told(under(of, `${espName(of)}/binary_sensor/sos/state`), on ? 'ON' : 'OFF', { retain: true });

/** A flag that it retains: ON is said again on each reconnect. */
export const espHome: SimulatedFamily = {
  hello: (of) => [
    told(
      under(of, `esphome/discover/${espName(of)}`),
      { name: espName(of), mac: bare(of.address).toLowerCase() },
      { retain: true },
    ),
    flag(of, false),
  ],
  press: (of) => [flag(of, true)],
  release: (of) => [flag(of, false)],
  alive: (of) => [told(under(of, `${espName(of)}/sensor/wifi_signal/state`), '-61')],
  there: (of, _moment, up) => [told(under(of, `${espName(of)}/status`), up ? 'online' : 'offline', { retain: true })],
};

/** Its address is the topic of the entity. */
export const homeAssistant: SimulatedFamily = {
  press: (of) => [told(under(of, `${of.address}/event`), { event_type: 'press' })],
  alive: (of) => [told(under(of, `${of.address}/event`), { event_type: null })],
};
