import { describe, expect, it } from 'vitest';
import { meaningOf } from './callWords.ts';

describe('what a word of a button means', () => {
  it.each([
    { word: 'EMERGENCY', means: 'sos' },
    { word: ' panic ', means: 'sos' },
    { word: '2_sos', means: 'sos' },
    { word: 'fire', means: 'smoke' },
    { word: 'fall', means: 'fall' },
    { word: 'cancel_sos', means: 'cancel' },
    { word: 'single', means: 'sos' },
    { word: 'button_2_double_click', means: 'sos' },
    { word: 'short press', means: 'sos' },
    { word: 'stop_move_step', means: 'ignore' },
    { word: 'hold_release', means: 'ignore' },
    { word: 'arm_all_zones', means: 'ignore' },
    { word: 'keypad_unlock', means: 'ignore' },
    { word: 'region_3_enter', means: 'ignore' },
    { word: 'off', means: undefined },
    { word: 'stop', means: undefined },
    { word: 'brightness_step_up', means: undefined },
    { word: 'wobble', means: undefined },
    { word: '呼叫', means: undefined },
    { word: '', means: undefined },
    { word: 'constructor', means: undefined },
  ])('$word: $means', ({ word, means }) => expect(meaningOf(word)).toBe(means));

  it('is what the model says, before anything else', () => {
    expect(meaningOf('Off', { off: 'ignore' })).toBe('ignore');
    expect(meaningOf('double', { double: 'service' })).toBe('service');
  });
});
