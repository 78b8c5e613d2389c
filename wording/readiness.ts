// Why a home might get no help now.
import type { ReadinessReason } from '../contracts/terms.ts';

type Table = Readonly<Record<ReadinessReason, string>>;

export const readinessInChinese: Table = {
  no_device: '没有按钮',
  device_not_installed: '按钮还没有装完',
  device_silent: '按钮失联',
  device_quiet: '按钮久无消息',
  nobody_near: '附近没有在班人员',
  battery_low: '电量低',
  device_tampered: '设备被拆动',
  nobody_answers_lately: '附近人员近期没有应答',
  health_centre_unstaffed: '卫生中心无人值守',
  no_contacts: '没有登记家属',
};

export const readinessInEnglish: Table = {
  no_device: 'no button',
  device_not_installed: 'button not installed yet',
  device_silent: 'button silent',
  device_quiet: 'button quiet for long',
  nobody_near: 'nobody on duty nearby',
  battery_low: 'battery low',
  device_tampered: 'device tampered with',
  nobody_answers_lately: 'nobody nearby has answered lately',
  health_centre_unstaffed: 'health centre unstaffed',
  no_contacts: 'no contacts on record',
};
