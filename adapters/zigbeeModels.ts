// What is known of Zigbee models beyond what their words say by themselves (callWords.ts, detectors.ts), by the model that Zigbee2MQTT names.
import type { PressKind } from '../contracts/terms.ts';
import type { Words } from './callWords.ts';

/** `alarm`: what its plain `alarm: true` means; `none`: a siren or a window, which calls nobody. */
export type ZigbeeModel = { models: readonly string[]; words?: Words; alarm?: PressKind | 'none' };

/** Its zone goes back to normal after each press, and it says so; all three gestures are the resident calling. */
const zoneButton: Words = { single: 'sos', double: 'sos', hold: 'sos', off: 'ignore' };
const emergency: Words = { emergency: 'sos' };
const keyFob: Words = { emergency: 'sos', panic: 'sos', sos: 'sos', disarm: 'ignore' };

export const zigbeeModels: readonly ZigbeeModel[] = [
  // call buttons
  { models: ['TS0215A_sos', 'BT400B', 'R7052', 'ZBPB10BK', 'ZBPB10WT', 'TS0601_sos'], words: emergency },
  { models: ['ZG-101Z'], words: { sos: 'sos', emergency: 'sos' } },
  { models: ['HS1EB', 'HS1EB-E', 'SE20-O', 'SE21'], words: zoneButton },
  { models: ['MIR-SO100', 'SO100'], words: { single: 'sos', double: 'sos', hold: 'sos' } },
  { models: ['SEB01ZB', 'PB206'] }, // a flag `sos`, no word
  // key fobs and keypads: their panic key calls, the alarm system's modes do not
  {
    models: [
      'TS0215A_remote',
      'R7054',
      'ZBRC10WT',
      'LDSENK09',
      'ZS130000178',
      'ZS130000078',
      'NZRC106W-M2',
      'HS1RC-N',
      'HS1RC-EM',
      'HM1RC-2-E',
      '07046L',
      '07505L',
      'KEYPAD001',
      '3400-D',
      'KP-23EL-ZBS-ACE',
      'WKE502Z',
      'KEYZB-110',
      'KEPZB-110',
      'SWO-KEF1PA',
      'XHK1-TC',
      'XHK1-UE',
      'UEHK2AZ0',
    ],
    words: keyFob,
  },
  // remotes with an off key of their own, which is a key like the others
  {
    models: [
      'TS0041',
      'TS0042',
      'TS0043',
      'TS0044',
      'TS004F',
      'E1743',
      'E1810',
      'E1812',
      'E2001',
      'E2002',
      'E2123',
      'E2201',
      'E2213',
    ],
    words: { off: 'sos' },
  },
  { models: ['MFKZQ01LM', 'DJT11LM'], words: { fall: 'ignore', drop: 'ignore', tilt: 'ignore' } }, // a toy cube, a vibration sensor
  // what a plain `alarm` means
  { models: ['HM-5HA-E', 'FFZB1-SM-ECO', 'SA12IZL', 'TS0601_smoke_5'], alarm: 'smoke' },
  { models: ['ZBCO-AE-10X-EUR'], alarm: 'smoke' },
  {
    models: [
      '81868',
      'SA100',
      'SRAC-23B-ZBSR',
      'PSE03-V1.1.0',
      'NAS-AB02B0',
      'NAS-AB02B2',
      'NAS-AB03B3',
      'NAS-AB06B2',
      'NAS-AB06B3',
      '07504L',
      'ZR1-EN',
      'ZD1-EN',
      'TS0216',
      'ZA03',
      'YXZBSL',
      'Senoro.Win',
    ],
    alarm: 'none',
  },
];

const byModel = new Map(
  zigbeeModels.flatMap((model) => model.models.map((name) => [name.toLowerCase(), model] as const)),
);

/** What is known of a model, however the registry writes it (`TS0215A_sos`, `Tuya TS0215A_sos`, `HS1EB/HS1EB-E`). */
export function zigbeeModel(said: string | undefined): ZigbeeModel | undefined {
  const names = said?.toLowerCase().split(/[\s/,()]+/) ?? [];
  return names.map((name) => byModel.get(name)).find((model) => model !== undefined);
}
