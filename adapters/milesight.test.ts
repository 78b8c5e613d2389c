import { describe, expect, it } from 'vitest';
import { readMilesight } from './milesight.ts';

const bytes = (hex: string) => Uint8Array.from(hex.match(/../g) ?? [], (byte) => Number.parseInt(byte, 16));

describe('the bytes of a Milesight button', () => {
  it.each([
    { hex: 'ff2e01', said: { button: 'short press', whole: true } },
    { hex: 'ff2e02', said: { button: 'long press', whole: true } },
    { hex: 'ff2e03', said: { button: 'double press', whole: true } },
    { hex: '017510ff2e01', said: { battery: 16, button: 'short press', whole: true } },
    { hex: '017564', said: { battery: 100, whole: true } },
    { hex: 'ff34020000', said: { button: 'button 2', whole: true } },
    { hex: 'ff0bffff0101ff086136c12345670175640a', said: { restarted: true, battery: 100, whole: false } },
    { hex: 'ff0bffff0101ff0a0102ff0f00', said: { restarted: true, firmware: '1.2', whole: true } },
    { hex: 'ff03b004', said: { whole: true } },
    { hex: 'ff2e09', said: { button: 'gesture 9', whole: true } },
    { hex: 'ff2e01aabbcc', said: { button: 'short press', whole: false } },
    { hex: 'ff2e', said: { whole: false } },
    { hex: '', said: { whole: true } },
  ])('$hex', ({ hex, said }) => expect(readMilesight(bytes(hex))).toEqual(said));
});
