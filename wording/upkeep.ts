// What is said of devices that somebody must look after, as a table for a file.
import type { FaultEnd, FaultKind } from '../contracts/device/faults.ts';
import type { DeviceUpkeep, UpkeepReason } from '../contracts/device/upkeep.ts';
import type { Table } from '../contracts/office/sheet.ts';
import { secondIn } from '../contracts/wallClock.ts';

type Language = 'zh' | 'en';

export const upkeepNames = {
  zh: { silent: '失联', battery_low: '电量低', untested: '久未测试', suspect: '疑似自己乱按' },
  en: { silent: 'Silent', battery_low: 'Battery low', untested: 'Not tried for long', suspect: 'Presses by itself?' },
} as const satisfies Record<Language, Record<UpkeepReason, string>>;

export const faultNames = {
  zh: { silent: '失联', at_risk: '久无消息', battery_low: '电量低', tamper: '被拆开', gateway_down: '网关断线' },
  en: {
    silent: 'Silent',
    at_risk: 'Quiet for long',
    battery_low: 'Battery low',
    tamper: 'Opened',
    gateway_down: 'Gateway down',
  },
} as const satisfies Record<Language, Record<FaultKind, string>>;
/** What was done about a fault. */
export const faultEnds = {
  zh: { tested: '修好试过', replaced: '已换新', removed: '已拆除' },
  en: { tested: 'Mended and tried', replaced: 'Replaced', removed: 'Removed' },
} as const satisfies Record<Language, Record<FaultEnd, string>>;

const head = {
  zh: ['设备', '问题', '地点', '住户', '最近一次', '电量（%）'],
  en: ['Device', 'What', 'Where', 'Residents', 'Last', 'Battery (%)'],
} as const satisfies Record<Language, readonly string[]>;
const sheetName = { zh: '设备维护', en: 'Devices' } as const;
const never = { zh: '从未', en: 'never' } as const;

/** A line a device and reason. */
export function upkeepTable(upkeep: DeviceUpkeep, timeZone: string, language: Language): Table {
  const when = (at: string | undefined): string =>
    at === undefined ? never[language] : secondIn(timeZone, Date.parse(at));
  type Row = DeviceUpkeep['silent'][number];
  const line = ({ device, says, residents }: Row, reason: UpkeepReason, last: string, battery = ''): string[] => [
    device,
    upkeepNames[language][reason],
    says,
    residents.map(({ name }) => name).join('、'),
    last,
    battery,
  ];
  return {
    name: sheetName[language],
    head: [...head[language]],
    rows: [
      ...upkeep.silent.map((one) => line(one, 'silent', when(one.heardAt))),
      ...upkeep.batteryLow.map((one) => line(one, 'battery_low', '', String(one.battery))),
      ...(upkeep.untested ?? []).map((one) => line(one, 'untested', when(one.workedAt))),
      ...(upkeep.suspect ?? []).map((one) => line(one, 'suspect', '')),
    ],
  };
}
