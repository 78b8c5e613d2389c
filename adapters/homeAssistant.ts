// Home Assistant's `event` entities over MQTT: any state topic, known by `event_type` alone. What lies under `homeassistant/` is configuration.
import type { MqttAdapter } from './adapter.ts';
import { byName } from './address.ts';
import { bodyOf, textOf } from './body.ts';
import { nothing, ofNow } from './kept.ts';
import { copiesMs, pressOf } from './pressOf.ts';

const discovery = 'homeassistant';

export const homeAssistant: MqttAdapter = {
  family: 'homeAssistant',
  base: '',
  filters: (base) => [base === '' ? '#' : `${base}/#`],
  read(message, base) {
    const { topic, payload } = message;
    if (topic === `${discovery}/status` || (topic.startsWith(`${discovery}/`) && topic.endsWith('/config')))
      return nothing('configuration');
    if (base !== '' && topic !== base && !topic.startsWith(`${base}/`)) return undefined;
    const body = bodyOf(payload);
    if (body.is !== 'object' || !('event_type' in body.fields)) return undefined;
    const word = textOf(body.fields.event_type);
    if (word === undefined) return nothing('no event'); // null: nothing has happened yet
    const device = byName(topic.replace(/\/(?:state|event)$/, ''));
    return ofNow(message, [pressOf(word, { device, once: { key: word.toLowerCase(), withinMs: copiesMs } })]);
  },
};
