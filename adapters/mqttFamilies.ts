// Every family that speaks MQTT. Those that are known by their topics come first, those that are known by a shape alone last.
import type { MqttAdapter } from './adapter.ts';
import { btHome } from './btHome.ts';
import { chirpStack } from './chirpStack.ts';
import { espHome } from './espHome.ts';
import { homeAssistant } from './homeAssistant.ts';
import { shellyGen1 } from './shellyGen1.ts';
import { shellyGen2 } from './shellyGen2.ts';
import { tasmota } from './tasmota.ts';
import { theengs } from './theengs.ts';
import { traccar } from './traccar.ts';
import { zigbee2mqtt } from './zigbee2mqtt.ts';

/** In the order in which they are asked when nobody says which family a source is of. */
export const mqttFamilies: readonly MqttAdapter[] = [
  zigbee2mqtt,
  shellyGen1,
  chirpStack,
  theengs,
  traccar,
  tasmota,
  btHome,
  homeAssistant,
  shellyGen2,
  espHome,
];

/** The family of this name. */
export const mqttFamily = (family: string): MqttAdapter | undefined =>
  mqttFamilies.find((one) => one.family === family);
