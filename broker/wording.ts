// What people are told over MQTT: short, spoken Chinese. One table; a second language joins as a table of the same type.
import type { Home, Resident } from '../contracts/community.ts';
import type { CallKind } from '../contracts/incident.ts';
import type { DeviceState, Dispatch } from '../contracts/messages.ts';
import type { DeviceStateRecord, InboxMessage } from '../store/inbox.ts';
import type { DistrictRegistry } from '../store/registry.ts';

const zh = {
  received: '已收到您的呼叫，正在联系人来帮您，请别着急。',
  coming: (who: string, minutes: number) => `${who}正在赶来，大约${minutes}分钟到。`,
  comingSoon: (who: string) => `${who}马上就到。`,
  arrived: (who: string) => `${who}已经到了，请听敲门声。`,
  someone: '工作人员',
  closed: '这次呼叫已处理完毕。需要帮助请再按一次。',
  test: '测试成功，按键工作正常。',
  calls: {
    sos: '求助',
    fall: '跌倒',
    smoke: '烟雾报警',
    service: '生活服务',
    unreadable: '求助（内容无法识别）',
    unknown_device: '求助（设备未登记）',
    unreadable_input: '无法识别的信息',
  } satisfies Record<CallKind, string>,
  offer: (call: string, person: string, place: string) => `${call}：${person}，${place}。能去请按“我去”。`,
  update: (call: string, person: string, place: string) => `${call}，请继续：${person}，${place}。`,
  standDown: (person: string) => `不用去了：${person}这里已有安排，请确认收到。`,
  becauses: {
    pressed_again: '对方又按了一次，请尽快。',
    cancel_requested: '对方按了取消，仍需上门确认。',
    nobody_answered: '目前还没有人应答，请尽快回复。',
    help_asked: '现场请求增援。',
  } as Readonly<Record<string, string>>,
  unknownPerson: '住户不详',
  unknownPlace: '地点不详，请与值班员联系',
  alone: '独居',
  age: (years: number) => `${years}岁`,
  access: { gate: '大门', key: '钥匙', mobility: '行动', note: '注意' },
};

/** The message for a button. */
export function stateMessage(record: DeviceStateRecord, district: DistrictRegistry | undefined): DeviceState {
  const who = record.who === undefined ? undefined : (district?.responders.get(record.who)?.name ?? zh.someone);
  return {
    ...(record.incident === undefined ? {} : { incident: record.incident }),
    revision: record.revision,
    state: record.state,
    ...(who === undefined ? {} : { who }),
    ...(record.etaSeconds === undefined ? {} : { etaSeconds: record.etaSeconds }),
    say: sentence(record, who ?? zh.someone),
  };
}

function sentence(record: DeviceStateRecord, who: string): string {
  if (record.test) return zh.test;
  switch (record.state) {
    case 'received':
      return zh.received;
    case 'coming': {
      const minutes = Math.round((record.etaSeconds ?? 0) / 60);
      return minutes < 1 ? zh.comingSoon(who) : zh.coming(who, minutes);
    }
    case 'arrived':
      return zh.arrived(who);
    case 'closed':
      return zh.closed;
  }
}

/** The message for a responder: no more of a resident than this track and this step need. */
export function dispatchMessage(message: InboxMessage, district: DistrictRegistry | undefined, year: number): Dispatch {
  const home = message.home === undefined ? undefined : district?.homes.get(message.home);
  const residents = message.home === undefined ? [] : (district?.residentsOf(message.home) ?? []);
  const needed = message.kind !== 'stand_down';
  const person = residents.map(({ name }) => name).join('、') || zh.unknownPerson;
  const place = home ? placeOf(home, district) : zh.unknownPlace;
  const position = home && district?.door(home.id);
  const conditions = residents.flatMap((resident) => resident.conditions);
  return {
    delivery: message.delivery,
    kind: message.kind,
    incident: message.incident,
    number: message.number,
    leg: message.leg,
    revision: message.revision,
    track: message.track,
    priority: message.priority,
    call: zh.calls[message.call],
    person: needed ? describe(residents, year) || person : person,
    place,
    ...(position && needed ? { position: [position[0], position[1]] } : {}),
    ...(home && message.active && needed ? { access: accessOf(home, residents) } : {}),
    ...(message.track === 'health' && needed && conditions.length > 0 ? { conditions } : {}),
    ...(message.deadline === undefined ? {} : { deadline: iso(message.deadline) }),
    ...(message.because === undefined ? {} : { because: message.because }),
    say: say(message, person, place),
  };
}

function say(message: InboxMessage, person: string, place: string): string {
  const call = zh.calls[message.call];
  const because = zh.becauses[message.because ?? ''] ?? '';
  switch (message.kind) {
    case 'offer':
      return zh.offer(call, person, place) + because;
    case 'update':
      return zh.update(call, person, place) + because;
    case 'stand_down':
      return zh.standDown(person);
  }
}

const describe = (residents: readonly Resident[], year: number): string =>
  residents
    .map(({ name, birthYear, livesAlone }) =>
      [name, zh.age(year - birthYear), ...(livesAlone ? [zh.alone] : [])].join(' '),
    )
    .join('；');

function placeOf(home: Home, district: DistrictRegistry | undefined): string {
  const courtyard = district?.courtyards.get(home.courtyard)?.name ?? '';
  return [courtyard, home.building, home.unit, home.door].filter((part) => part !== '').join(' ');
}

function accessOf(home: Home, residents: readonly Resident[]): string {
  const parts = (['gate', 'key', 'mobility', 'note'] as const).flatMap((key) => {
    const text = home.access[key];
    return text === undefined ? [] : [`${zh.access[key]}：${text}`];
  });
  const mobility = residents.flatMap((one) =>
    one.mobility === undefined ? [] : [`${zh.access.mobility}：${one.mobility}`],
  );
  return [...parts, ...mobility].join('；');
}

/** Beijing time, as everything on the wire is written. */
const iso = (ms: number): string => `${new Date(ms + 8 * 3_600_000).toISOString().slice(0, -1)}+08:00`;
