import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readBody, valueAt } from './bodies.ts';
import { readParts, readXml } from './markup.ts';

describe('XML', () => {
  const alarm = `<?xml version="1.0" encoding="UTF-8"?>
    <!-- from an alarm host -->
    <EventNotificationAlert version="2.0">
      <deviceID>D-77</deviceID>
      <eventType>io &amp; sos</eventType>
      <note><![CDATA[<3]]></note>
      <zone id="1">bed</zone><zone id="2"/>
      <empty/>
    </EventNotificationAlert>`;
  it('is read into what JSON would be', () => {
    const read = readBody(alarm);
    expect(valueAt(read, 'EventNotificationAlert.deviceID')).toBe('D-77');
    expect(valueAt(read, 'EventNotificationAlert.eventType')).toBe('io & sos');
    expect(valueAt(read, 'EventNotificationAlert.note')).toBe('<3');
    expect(valueAt(read, 'EventNotificationAlert.version')).toBe('2.0');
    expect(valueAt(read, 'EventNotificationAlert.zone.0.#text')).toBe('bed');
    expect(valueAt(read, 'EventNotificationAlert.zone[1].id')).toBe('2');
    expect(valueAt(read, 'EventNotificationAlert.empty')).toBe('');
  });
  it.each(['<a>', '<a></b>', '</a>', 'a<b/>', '<', '<a b></a>', `${'<a>'.repeat(20)}${'</a>'.repeat(20)}`])(
    '%s is none: it is shown as the text that it is',
    (text) => {
      expect(readXml(text)).toBeUndefined();
      expect(readBody(text)).toBe(text);
    },
  );
  it('within a field of JSON or a form is looked through too', () => {
    expect(valueAt(readBody(JSON.stringify({ data: '<a><sn>7</sn></a>' })), 'data.a.sn')).toBe('7');
    expect(valueAt(readBody(new URLSearchParams({ data: '<a><sn>7</sn></a>' }).toString()), 'data.a.sn')).toBe('7');
  });
  it('a name that every object has changes none', () => {
    for (const name of ['__proto__', 'constructor', 'toString']) readXml(`<a><${name}><x>1</x></${name}></a>`);
    expect(Object.keys(Object.prototype)).toEqual([]);
    expect(({} as { x?: unknown }).x).toBeUndefined();
  });
  it('what a document defines itself is not read', () => {
    const bomb = `<!DOCTYPE a [<!ENTITY b "${'x'.repeat(100)}"><!ENTITY c "&b;&b;&b;">]><a>&c;</a>`;
    expect(readXml(bomb)).toEqual({ a: '&c;' });
  });
  it('what never ends, ends', () => {
    const begun = performance.now();
    for (const text of ['<!--'.repeat(60_000), `<a${' '.repeat(200_000)}`, '<a'.repeat(100_000), '<a>'.repeat(80_000)])
      expect(readXml(text)).toBeUndefined();
    expect(performance.now() - begun).toBeLessThan(2_000);
  });
});

describe('a form in parts', () => {
  const form =
    '--x7\r\nContent-Disposition: form-data; name="event"\r\n\r\n{"sn":"A1"}\r\n--x7\r\n\r\nbare\r\n--x7--\r\n';
  it('has its parts by name, and each is looked through', () => {
    expect(valueAt(readBody(form), 'event.sn')).toBe('A1');
    expect(valueAt(readBody(form), 'part1')).toBeUndefined();
  });
  it('cut off it is a text', () => expect(readParts(form.slice(0, 60))).toBeUndefined());
});

it('base64 that is JSON is looked through', () => {
  const payload = Buffer.from('{"sn":"A1"}').toString('base64');
  expect(valueAt(readBody(JSON.stringify({ payload })), 'payload.sn')).toBe('A1');
  expect(valueAt(readBody(JSON.stringify({ payload: 'eyJ!' })), 'payload')).toBe('eyJ!');
});

it('nothing throws', () => {
  fc.assert(fc.property(fc.string(), (text) => void [readXml(text), readParts(text), readXml(`<a>${text}</a>`)]));
  const piece = fc.constantFrom(
    '<a',
    '>',
    '</a>',
    ' b="c"',
    '<![CDATA[',
    ']]>',
    '&#9;',
    '&amp;',
    'x',
    '/>',
    '--',
    '\r\n',
  );
  fc.assert(fc.property(fc.array(piece), (pieces) => void [readXml(pieces.join('')), readParts(pieces.join(''))]));
});
