import { describe, expect, it } from 'vitest';
import { type Asked, ask, kinds } from './ask.ts';
import { homeAssistant } from './homeAssistant.ts';

const read = (topic: string, body: unknown, asked?: Asked) => ask(homeAssistant, topic, body, asked);

describe('an event of Home Assistant', () => {
  it.each(['press', 'single', 'hold', 'emergency'])('%s is a call', (word) =>
    expect(read('flat12/doorside/state', { event_type: word })).toEqual([
      { is: 'press', kind: 'sos', device: 'name:flat12/doorside', word, once: { key: word, withinMs: 2000 } },
    ]),
  );
  it('13: a word that nobody knows is one too', () =>
    expect(read('flat12/doorside', { event_type: 'wobble' })).toEqual([
      expect.objectContaining({ kind: 'sos', unreadable: true }),
    ]));
  it('is none before anything has happened', () =>
    expect(kinds(read('flat12/doorside', { event_type: null }))).toEqual(['nothing']));
  it('1: kept by a foreign broker it is a replay', () =>
    expect(kinds(read('flat12/doorside', { event_type: 'press' }, { retained: true }))).toEqual(['nothing']));
  it.each(['homeassistant/event/flat12/call/config', 'homeassistant/event/call/config', 'homeassistant/status'])(
    '%s is configuration',
    (topic) => expect(kinds(read(topic, { event_types: ['press'], event_type: 'press' }))).toEqual(['nothing']),
  );
  it.each(['garbage', '[]', '17', '{}', ''])('%s is of another family', (body) =>
    expect(read('flat12/doorside', body)).toBeUndefined(),
  );
});
