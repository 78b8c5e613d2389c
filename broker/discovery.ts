// What a Home Assistant is shown of a button of ours, in its own words (MQTT discovery): how full the battery is, whether it is there, and how its call stands.
// Nothing of a person: no name, no place, not who is coming, not the sentence that is spoken.
import type { DeviceStateRecord } from '../contracts/incident/inbox.ts';

/** What is known of it. `call`: undefined: there was none. */
export type ShownDevice = {
  connected: boolean;
  battery?: number | undefined;
  batteryLow?: boolean | undefined;
  call?: DeviceStateRecord['state'] | undefined;
};
/** A message for it; an empty payload takes away what the topic had made. */
export type Shown = { topic: string; payload: string };

/** Where it lies what is shown of a device: no topic of ours, for nobody but a source may have it. */
const stateTopic = (device: string): string => `yijiantong/${device}/state`;

type Entity = { component: 'sensor' | 'binary_sensor'; object: string; says: object };
const calls = ['none', 'received', 'coming', 'arrived', 'left'] as const;
const entities: readonly Entity[] = [
  {
    component: 'sensor',
    object: 'battery',
    says: { device_class: 'battery', unit_of_measurement: '%', value_template: '{{ value_json.battery }}' },
  },
  {
    component: 'binary_sensor',
    object: 'battery_low',
    says: { device_class: 'battery', value_template: '{{ value_json.battery_low }}' },
  },
  {
    component: 'binary_sensor',
    object: 'connected',
    says: { device_class: 'connectivity', value_template: '{{ value_json.connected }}' },
  },
  {
    component: 'sensor',
    object: 'call',
    says: { name: '呼叫 Call', device_class: 'enum', options: calls, value_template: '{{ value_json.call }}' },
  },
];

const configTopic = (device: string, { component, object }: Entity): string =>
  `homeassistant/${component}/yijiantong_${device}/${object}/config`;

/** The announcements of a device: by them it appears there. */
export const announced = (device: string): Shown[] =>
  entities.map((entity) => ({
    topic: configTopic(device, entity),
    payload: JSON.stringify({
      unique_id: `yijiantong_${device}_${entity.object}`,
      state_topic: stateTopic(device),
      qos: 1,
      ...(entity.object === 'call' ? {} : { entity_category: 'diagnostic' }),
      device: { identifiers: [`yijiantong_${device}`], name: `一键通 ${device}`, manufacturer: '一键通' },
      ...entity.says,
    }),
  }));

/** By these it disappears there. */
export const withdrawn = (device: string): Shown[] => announced(device).map(({ topic }) => ({ topic, payload: '' }));

/** How it stands. What is not known is null, which Home Assistant shows as unknown. */
export const standing = (device: string, { connected, battery, batteryLow, call }: ShownDevice): Shown => ({
  topic: stateTopic(device),
  payload: JSON.stringify({
    battery: battery ?? null,
    battery_low: batteryLow === undefined ? null : batteryLow ? 'ON' : 'OFF',
    connected: connected ? 'ON' : 'OFF',
    call: call === undefined || call === 'closed' ? 'none' : call,
  }),
});

/** Does a topic fit a filter? */
export function fits(filter: string, topic: string): boolean {
  const [asked, said] = [filter.split('/'), topic.split('/')];
  const open = asked.indexOf('#');
  if (open < 0 && asked.length !== said.length) return false;
  return asked.every((level, i) => level === '#' || (said[i] !== undefined && (level === '+' || level === said[i])));
}
