import { describe, expect, it } from 'vitest';
import { incidentIdOf, type ShardId } from '../contracts/ids.ts';
import { readHealth, readPosition, readReply } from './readMessage.ts';

const bytes = (text: string): Buffer => Buffer.from(text);

describe('what a device or a phone says of itself', () => {
  it.each([
    { text: '{"battery":5,"signal":255}', value: { battery: 5 }, odd: ['signal'] },
    { text: '{"battery":5,"firmware":123}', value: { battery: 5 }, odd: ['firmware'] },
    { text: '{"battery":5,"tamper":"no","signal":-60}\u0000', value: { battery: 5, signal: -60 }, odd: ['tamper'] },
    { text: '{"battery":NaN,"signal":-60}', value: { signal: -60 }, odd: [] },
  ])('is believed without what cannot be read: $text', ({ text, value, odd }) => {
    expect(readHealth(bytes(text))).toEqual({ value, odd });
  });

  it('is no position without both numbers', () => {
    expect(readPosition(bytes('{"lon":104.05}'))).toBeUndefined();
    expect(readPosition(bytes('{"lon":104.05,"lat":30.64,"accuracy":"good"}'))?.value).toEqual({
      lon: 104.05,
      lat: 30.64,
    });
  });

  const incident = incidentIdOf('1795878969000-0', 's00' as ShardId);
  const reply = { id: 'r1', incident, leg: 'L1', reply: 'accept' };
  it.each([
    ['a reason that we do not know', { reason: 'tired' }],
    ['a delivery that is a number', { delivery: 7 }],
    ['an instant that is a number', { at: 1_795_878_969 }],
    ['a text without an end', { text: 'x'.repeat(5_000) }],
    ['findings that are none', { findings: 'gas' }],
  ])('is an answer in spite of %s', (_, more) => {
    const read = readReply(bytes(JSON.stringify({ ...reply, ...more })));
    expect(read?.value).toEqual(reply);
    expect(read?.odd).toEqual(Object.keys(more));
  });

  it('keeps the findings that are known', () => {
    const text = JSON.stringify({ ...reply, reply: 'note', findings: ['gas', 'dragons'] });
    expect(readReply(bytes(text))?.value.findings).toEqual(['gas']);
  });

  it('is no answer when it was cut off', () => {
    expect(readReply(bytes(JSON.stringify(reply).slice(0, -1)))).toBeUndefined();
  });
});
