import { describe, expect, it } from 'vitest';
import { callIn, leavesOf } from './codecObject.ts';

describe('what a codec says of a button', () => {
  it.each([
    { object: { button_event: { status: 'short press', msgid: 5 } }, word: 'short press' },
    { object: { sos: true }, word: 'sos' },
    { object: { SOS: 'ON' }, word: 'sos' },
    { object: { ALARM: 1, BatV: 3 }, word: 'sos' },
    { object: { Alarm: 'TRUE' }, word: 'sos' },
    { object: { data: { emergencyButton: { pressed: true } } }, word: 'sos' },
    { object: { pushEvent: 'single' }, word: 'single' },
    { object: { button_2: 1 }, word: 'button 2' },
    { object: { event: 'sos' }, word: 'sos' },
    { object: { sosEvent: true, sosEventRaw: 1, sosAlert: true, alertType: 'sos', batteryLevel: 80 }, word: 'sos' },
    { object: { events: ['panic'] }, word: 'panic' },
    { object: { button_state: 'wobble' }, word: 'wobble' },
  ])('$object calls', ({ object, word }) => expect(callIn(leavesOf(object))).toEqual({ is: 'word', word }));

  it.each([
    {},
    { button_count: 17 },
    { temperature_alarm: true, low_battery_alarm: true },
    { event: 'heartbeat' },
    { sosEvent: false, sosEventRaw: 0, tamperEvent: true, alertType: 'tamper' },
    { button_event: { status: 'none' } },
    { sos: false, alarm: 0 },
    { sos_enabled: true },
    { alarm: 'no alarm' },
    { state: 'open', status: 3 },
  ])('%j does not', (object) => expect(callIn(leavesOf(object))).toBeUndefined());

  it('may be a word of anything', () =>
    expect(callIn(leavesOf({ event: 'wobble' }))).toEqual({ is: 'unknown', word: 'wobble' }));

  it('is read no deeper than it is worth', () => {
    const deep = JSON.parse(`${'{"a":'.repeat(2000)}1${'}'.repeat(2000)}`);
    expect(leavesOf(deep)).toEqual({});
  });
});
