import { Compile } from 'typebox/compile';
import { describe, expect, it } from 'vitest';
import { SourceTrial } from '../../contracts/device/sourceTrial.ts';
import type { MappingDraft } from '../../contracts/office/mapping.ts';
import { type KeptMessage, type TrialOrder, tryAgain } from './trial.ts';

const heardAt = Date.UTC(2026, 2, 1);
const message = (entry: string, body: string | Uint8Array, more: Partial<KeptMessage> = {}): KeptMessage => ({
  ...{ entry, at: heardAt, how: 'POST /', led: ['check'] },
  body: Buffer.from(body).toString('base64'),
  ...more,
});
const draft: MappingDraft = {
  name: 'm',
  device: ['sn'],
  words: [{ at: 'ev', means: { E1: 'sos' } }],
  battery: { at: 'bat', unit: 'pct' },
  place: { lon: ['x'], lat: ['y'], datum: 'gcj02' },
  callDevices: false,
};
const tried = (messages: readonly KeptMessage[], asked: TrialOrder['asked'] = { mapping: draft }) => {
  const devices = [['A1', 'btn-001', undefined]] as const;
  const trial = tryAgain({ asked, source: { family: 'mapped', door: 'http' }, messages, devices });
  expect(Compile(SourceTrial).Check(trial)).toBe(true);
  return trial;
};
const alarm = '{"sn":"A1","ev":"E1","bat":80,"x":104.06,"y":30.67}';

describe('a draft over what was kept', () => {
  it('says of each message what it would become, whose device it is, and where its values lie', () => {
    const [one] = tried([message('1', alarm)]).messages;
    expect(one?.outcome).toMatchObject({
      is: 'readings',
      readings: [{ is: 'press', kind: 'sos', device: 'A1', known: 'btn-001', battery: { pct: 80 } }],
    });
    expect(one?.fields.map(({ path }) => path)).toEqual(['', 'sn', 'ev', 'bat', 'x', 'y']);
    const readings = one?.outcome.is === 'readings' ? one.outcome.readings : [];
    expect(readings[0]?.place?.lon).toBeCloseTo(104.0575, 3); // WGS-84
  });
  it('an address that nobody has is named without one', () => {
    const [one] = tried([message('1', alarm.replace('A1', 'B2'))]).messages;
    expect(one?.outcome).not.toHaveProperty('readings.0.known');
  });
  it('counts the words, those that nobody knows first', () => {
    const messages = ['E1', 'E1', 'odd'].map((ev, i) => message(String(i), JSON.stringify({ sn: 'A1', ev })));
    expect(tried(messages).words).toEqual([
      { at: 'ev', word: 'odd', times: 1, named: false },
      { at: 'ev', word: 'E1', times: 2, named: true, means: 'sos' },
    ]);
  });
  it('a draft of nothing, no draft, no message: nothing is read and nothing breaks', () => {
    const empty = { ...draft, device: [], words: [] };
    expect(tried([message('1', alarm)], { mapping: empty }).messages[0]?.outcome).toMatchObject({
      readings: [{ is: 'check' }],
    });
    expect(tried([message('1', alarm)], {}).messages[0]?.outcome).toEqual({ is: 'untried', why: 'no_mapping' });
    expect(tried([])).toEqual({ messages: [], words: [] });
  });
  it('bytes are shown as bytes, and what was cut is not tried', () => {
    const [bytes, cut] = tried([
      message('1', Uint8Array.of(0, 255, 7)),
      message('2', '{"sn":', { cut: true }),
    ]).messages;
    expect(bytes).toMatchObject({ text: '00 ff 07', hex: true });
    expect(cut?.outcome).toEqual({ is: 'untried', why: 'cut' });
  });
  it('a secret is nowhere to be seen: not in the body, the address, a header, a field, nor in the answer', () => {
    const echo = { ...draft, answer: { body: '{body.token}' } };
    const headers = { auth: 'Bearer tell-nobody' };
    const one = message('1', '{"sn":"A1","ev":"E1","token":"tell-nobody"}', {
      how: 'POST /tell-nobody?t=tell-nobody',
      headers,
    });
    const trial = tried([one], { mapping: echo, secret: 'tell-nobody' });
    expect(JSON.stringify(trial)).not.toContain('tell-nobody');
    expect(trial.messages[0]?.fields).toContainEqual(expect.objectContaining({ path: 'token', value: '…' }));
    expect(trial.messages[0]?.outcome).toMatchObject({ readings: [{ is: 'press' }] });
  });
  it('a secret that is about to be saved counts; how a signature is made is found by it', () => {
    const sign = '6d0b15a0e4e3ac9ee5a4b6dbbdbe5b0b';
    const one = message('1', JSON.stringify({ sn: 'A1', ev: 'E1', sign }));
    expect(tried([one], { mapping: draft, secret: 'k', proves: 'body.sign' }).proof).toBeNull();
    const check = { by: 'token', at: 'body.sign' } as const;
    const outcomes = ['k', sign].map(
      (secret) => tried([one], { mapping: { ...draft, check }, secret }).messages[0]?.outcome.is,
    );
    expect(outcomes).toEqual(['refused', 'readings']);
  });
});
