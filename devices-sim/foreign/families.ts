// Every family that the simulator speaks, by the name that a source has. A mapping is whatever its vendor sends: there is nothing to simulate.
import type { SourceDoor, SourceFamily } from '../../contracts/office/source.ts';
import { espHome, homeAssistant, tasmota } from './chips.ts';
import { aiqiangua, ctwing, iotda, oneNet, oneNetOld, tencentIot } from './clouds.ts';
import type { SimulatedFamily } from './message.ts';
import { btHome, shellyGen1, shellyGen2, theengs } from './shelly.ts';
import { chirpStack, traccar, traccarPosted } from './stations.ts';
import { jt808, watch } from './wires.ts';
import { zigbee2mqtt } from './zigbee.ts';

const families: Readonly<Record<Exclude<SourceFamily, 'mapped'>, SimulatedFamily>> = {
  zigbee2mqtt,
  shellyGen1,
  shellyGen2,
  btHome,
  theengs,
  tasmota,
  espHome,
  chirpStack,
  traccar,
  homeAssistant,
  ctwing,
  oneNet,
  oneNetOld,
  iotda,
  tencentIot,
  aiqiangua,
  watch,
  jt808,
};

/** The names of all of them. */
export const simulatedFamilies = Object.keys(families);

/** @returns undefined for a name that is none */
export function simulatedFamily(name: string, door?: SourceDoor): SimulatedFamily | undefined {
  if (name === 'traccar' && door === 'http') return traccarPosted;
  return new Map<string, SimulatedFamily>(Object.entries(families)).get(name);
}
