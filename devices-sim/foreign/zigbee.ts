// Zigbee2MQTT: a message is the whole state of the device, the mirror says the press a second time, and an empty action follows.
import { zigbeeModel } from '../../adapters/zigbeeModels.ts';
import { bare, type Simulated, type SimulatedFamily, told } from './message.ts';

const baseOf = ({ base = 'zigbee2mqtt' }: Simulated): string => base;
/** What Zigbee2MQTT calls a device that nobody has named. */
const topicOf = (of: Simulated): string => `${baseOf(of)}/0x${bare(of.address).toLowerCase()}`;

/** The word by which this model calls; of one that only has a flag there is none. */
function wordOf({ model }: Simulated): string {
  const words = Object.entries(zigbeeModel(model)?.words ?? {});
  return words.find(([, kind]) => kind === 'sos')?.[0] ?? 'emergency';
}

export const zigbee2mqtt: SimulatedFamily = {
  hello: (of) => {
    const ieee = `0x${bare(of.address).toLowerCase()}`;
    const entry = {
      ieee_address: ieee,
      friendly_name: ieee,
      type: 'EndDevice',
      definition: { model: of.model ?? 'TS0215A_sos' },
    };
    return [told(`${baseOf(of)}/bridge/devices`, [entry], { retain: true })];
  },
  press: (of, { battery }) => {
    const action = wordOf(of);
    return [
      told(topicOf(of), { action, battery, linkquality: 120 }),
      told(`${topicOf(of)}/action`, action),
      told(topicOf(of), { action: '', battery, linkquality: 120 }),
    ];
  },
  alive: (of, { battery }) => [told(topicOf(of), { battery, linkquality: 120 })],
  there: (of, _moment, up) => [
    told(`${baseOf(of)}/bridge/state`, { state: up ? 'online' : 'offline' }, { retain: true }),
  ],
};
