// What is said of daily signs of life, in both languages: on the page, in the forms, in the story of a call.
import type {
  CheckInListKind,
  CheckInState,
  SeenBy,
  TickOutcome,
  UnknownBecause,
} from '../contracts/device/checkIns.ts';
import type { CheckInAsks, SignKind, WarningLevel, Weekday } from '../contracts/office/checkIn.ts';

type CheckInWords = {
  states: Record<CheckInState, string>;
  because: Record<UnknownBecause, string>;
  seenBy: Record<SeenBy, string>;
  signs: Record<SignKind, string>;
  asks: Record<CheckInAsks, string>;
  days: Record<Weekday, string>;
  levels: Record<WarningLevel | 'none', string>;
  lists: Record<CheckInListKind, string>;
  outcomes: Record<TickOutcome, string>;
};

export const checkInsInChinese: CheckInWords = {
  states: {
    due: '未到时间',
    seen: '已签到',
    late: '过了时间',
    asked: '已提醒本人',
    missed: '未签到，已派人',
    unknown: '收不到信号',
    away: '外出',
  },
  because: {
    gateway: '网关或接入来源断线',
    door: '系统入口不通',
    silent: '设备失联',
    no_device: '没有能签到的设备',
    locked: '约定读不出来（缺密钥）',
  },
  seenBy: { press: '按键', motion: '人体感应', door: '门磁', hand: '已通话' },
  signs: { press: '按键（任何一种）', motion: '人体感应', door: '门磁开关' },
  asks: { device: '设备播报提醒', phone: '发短信给本人', contacts: '发短信给同意被通知的联系人' },
  days: { MO: '周一', TU: '周二', WE: '周三', TH: '周四', FR: '周五', SA: '周六', SU: '周日' },
  levels: { blue: '蓝色', yellow: '黄色', orange: '橙色', red: '红色', none: '不自动启用' },
  lists: { heat: '高温名单', cold: '寒潮名单', hand: '临时名单' },
  outcomes: { reached: '已联系上', not_reached: '没联系上', somebody_goes: '有人上门看' },
};

export const checkInsInEnglish: CheckInWords = {
  states: {
    due: 'not yet due',
    seen: 'seen',
    late: 'late',
    asked: 'asked',
    missed: 'missed, somebody sent',
    unknown: 'not known',
    away: 'away',
  },
  because: {
    gateway: 'gateway or source is down',
    door: 'our own door is down',
    silent: 'devices are silent',
    no_device: 'no device that counts',
    locked: 'agreement cannot be read (key missing)',
  },
  seenBy: { press: 'button', motion: 'motion', door: 'door', hand: 'spoken with' },
  signs: { press: 'a button, any press', motion: 'motion detector', door: 'door contact' },
  asks: { device: 'the device says so', phone: 'a text to the resident', contacts: 'a text to contacts who agreed' },
  days: { MO: 'Mon', TU: 'Tue', WE: 'Wed', TH: 'Thu', FR: 'Fri', SA: 'Sat', SU: 'Sun' },
  levels: { blue: 'blue', yellow: 'yellow', orange: 'orange', red: 'red', none: 'never by itself' },
  lists: { heat: 'heat wave', cold: 'cold snap', hand: 'by hand' },
  outcomes: { reached: 'reached', not_reached: 'not reached', somebody_goes: 'somebody goes' },
};
