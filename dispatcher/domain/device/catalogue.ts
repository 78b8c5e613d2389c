// Models that are bought, by the family that brings them: what an installer chooses from. Another one is written as it stands on the device.
// Sources: facts on devices, the tables of docs/connecting-a-device.md and docs/connecting-a-cloud.md.
import type { SourceFamily } from '../../../contracts/office/source.ts';

/** As adapters/ know them by name; how each lives is models.ts. */
export const catalogue: Readonly<Record<SourceFamily, readonly string[]>> = {
  zigbee2mqtt: [
    'TS0215A_sos',
    'TS0601_sos',
    'BT400B',
    'R7052',
    'ZBPB10BK',
    'ZG-101Z',
    'HS1EB',
    'SE20-O',
    'SE21',
    'MIR-SO100',
    'SEB01ZB',
    'PB206',
  ],
  shellyGen1: ['ShellyButton1'],
  shellyGen2: ['Shelly-i4'],
  btHome: ['SBBT-002C'],
  theengs: ['SBBT-002C'],
  tasmota: ['Tasmota'],
  espHome: ['ESPHome'],
  chirpStack: ['WS101'],
  traccar: [],
  homeAssistant: [],
  ctwing: [],
  oneNet: [],
  oneNetOld: [],
  iotda: [],
  tencentIot: [],
  aiqiangua: [],
  mapped: [],
  watch: [],
  jt808: [],
};
