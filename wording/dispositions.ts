// How an incident ended, as the officer chose it.
import type { Disposition } from '../contracts/terms.ts';

export const dispositionsInChinese: Readonly<Record<Disposition, string>> = {
  helped: '已帮助',
  taken_to_hospital: '送医',
  false_alarm: '误报',
  test: '测试',
  drill: '演练',
  device_fault: '设备故障',
  no_one_home: '家中无人',
  duplicate: '重复警情',
  died: '死亡',
  other: '其他（须写明）',
};

export const dispositionsInEnglish: Readonly<Record<Disposition, string>> = {
  helped: 'Helped',
  taken_to_hospital: 'Taken to hospital',
  false_alarm: 'False alarm',
  test: 'Test',
  drill: 'Drill',
  device_fault: 'Device fault',
  no_one_home: 'No one home',
  duplicate: 'Duplicate',
  died: 'Died',
  other: 'Other (say what)',
};
