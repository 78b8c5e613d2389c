import { describe, expect, it } from 'vitest';
import { asideOf, asUnreadablePress, legible } from './legible.ts';

const press = { v: 1, kind: 'press', district: 'hongmenjie', device: 'btn-001', id: 'p1', press: 'sos' };
const from = { entry: '17-0', why: 'x', district: 'by-default' };

describe('the press of a resident that no schema takes', () => {
  it.each([
    { what: 'of an unknown word', text: JSON.stringify({ ...press, press: 'whistle' }) },
    { what: 'of a version to come', text: JSON.stringify({ ...press, v: 2 }) },
    { what: 'of a kind to come', text: JSON.stringify({ ...press, kind: 'long_press' }) },
    { what: 'that breaks off', text: JSON.stringify(press).slice(0, -12) },
  ])('$what is still theirs, with its bytes', ({ text }) => {
    expect(asUnreadablePress(text, from)).toMatchObject({
      kind: 'unreadable_press',
      district: 'hongmenjie',
      device: 'btn-001',
      id: 'p1',
      body: Buffer.from(text).toString('base64'),
    });
  });

  it('keeps 2 KiB of its bytes, and takes the name of its entry and the default district where it has none', () => {
    const found = asUnreadablePress(`{"device":"btn-001","x":"${'y'.repeat(9_000)}"}`, from);
    expect(found).toMatchObject({ id: '17-0', district: 'by-default' });
    expect(Buffer.from(found?.body ?? '', 'base64').length).toBe(2_048);
  });

  it.each(['', 'null', '[]', '{"device":7}', '{"device":"a b"}', '{"device":', 'not json', '{"device":""}'])(
    'names nobody in %j',
    (text) => expect(asUnreadablePress(text, from)).toBeUndefined(),
  );

  it.each(['canary', 'reply', 'command', 'raise', 'duty', 'follow_up'])('a %s is none', (kind) =>
    expect(asUnreadablePress(JSON.stringify({ ...press, kind }), from)).toBeUndefined(),
  );
});

it('what was set aside keeps its bytes and names who sent it about what', () => {
  const reply = { id: 'r1', incident: '01ARZ3NDEK-0-s02', leg: 'L1', reply: 'no such word' };
  const text = JSON.stringify({ v: 1, kind: 'reply', district: 'd', responder: 'wang', reply });
  const side = asideOf(text);
  expect(side).toMatchObject({ by: '{"text":"wang"}', incident: '{"text":"01ARZ3NDEK-0-s02"}' });
  expect(Buffer.from(JSON.parse(side.raw ?? '{}').text, 'base64').toString()).toBe(text);
});

it('a name inside a text that somebody wrote is not taken for one of ours', () => {
  expect(legible(JSON.stringify({ note: '"device":"btn-9"', v: 1 }))).toEqual({});
});
