import { describe, expect, it } from 'vitest';
import { meaningOf } from './callWords.ts';
import { zigbeeModel, zigbeeModels } from './zigbeeModels.ts';

describe('Zigbee models', () => {
  it('are each named once', () => {
    const names = zigbeeModels.flatMap(({ models }) => models.map((name) => name.toLowerCase()));
    expect(names.length).toBe(new Set(names).size);
  });

  it.each(['TS0215A_sos', 'Tuya TS0215A_sos', 'Woox R7052', 'BT400B', 'Nedis ZBPB10BK', 'TS0601_sos'])(
    '%s calls with emergency',
    (model) => expect(meaningOf('emergency', zigbeeModel(model)?.words)).toBe('sos'),
  );

  it.each(['HS1EB', 'HS1EB-E', 'HS1EB/HS1EB-E', 'Heiman HS1EB', 'SE21'])('%s has a zone that goes back', (model) => {
    const words = zigbeeModel(model)?.words;
    expect(['single', 'double', 'hold', 'off'].map((word) => meaningOf(word, words))).toEqual([
      'sos',
      'sos',
      'sos',
      'ignore',
    ]);
  });

  it.each(['', 'constructor', 'XYZ-1', undefined])('%s is none that is known', (model) =>
    expect(zigbeeModel(model)).toBeUndefined(),
  );
});
