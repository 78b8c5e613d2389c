// What each kind of call is called, wherever somebody is told of one.
import type { CallKind } from '../contracts/terms.ts';

type Table = Readonly<Record<CallKind, string>>;

export const callsInChinese: Table = {
  sos: '求助',
  fall: '跌倒',
  smoke: '烟雾报警',
  service: '生活服务',
  missed_checkin: '未按时报平安',
  device_fault: '设备故障',
  unreadable: '求助（内容无法识别）',
  unknown_device: '求助（设备未登记）',
  unreadable_input: '无法识别的信息',
};

export const callsInEnglish: Table = {
  sos: 'call for help',
  fall: 'fall',
  smoke: 'smoke alarm',
  service: 'service wanted',
  missed_checkin: 'missed check-in',
  device_fault: 'device fault',
  unreadable: 'call for help (unreadable)',
  unknown_device: 'call for help (unknown device)',
  unreadable_input: 'unreadable input',
};

export const callNames: { readonly zh: Table; readonly en: Table } = { zh: callsInChinese, en: callsInEnglish };
