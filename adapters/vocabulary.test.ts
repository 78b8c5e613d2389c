import { describe, expect, it } from 'vitest';
import { flagOf, meaningOf } from './vocabulary.ts';

describe('a word', () => {
  it.each([
    ['SOS', 'sos'],
    ['SOS_EVENT', 'sos'],
    ['ONE_KEY_ALARM', 'sos'],
    ['一键报警', 'sos'],
    ['sosKeyLongPress', 'sos'],
    ['紧急按钮告警', 'sos'],
    ['FALLDOWN_EVENT', 'fall'],
    ['fall_down_confirmed', 'fall'],
    ['卫生间呼叫', 'sos'],
    ['生活服务', 'service'],
    ['help_event', 'sos'],
    ['fireEvent', 'smoke'],
    ['防跌倒雷达报警', 'fall'],
    ['smokeAlarm', 'smoke'],
    ['烟感告警', 'smoke'],
    ['可燃气体报警', 'gas'],
    ['水浸告警', 'water'],
    ['sos_cancel', 'cancel'],
    ['取消求救', 'cancel'],
    ['sos_recover', 'over'],
    ['烟雾报警恢复', 'over'],
    ['报警解除', 'over'],
    ['SOS恢复', 'over'],
    ['一氧化碳报警已恢复正常', 'over'],
    ['低电恢复', 'over'],
    ['恢复', 'over'],
    ['烟感正常', 'health'],
    ['sos_test', 'test'],
    ['SOS按钮电量低', 'low'],
    ['WEAR_STATUS', 'health'],
    ['低电量告警', 'low'],
    ['拆卸报警', 'tamper'],
    ['设备测试', 'test'],
    ['heartbeat', 'health'],
  ])('%s: %s', (word, meaning) => expect(meaningOf(word)).toBe(meaning));
  it.each(['', '1', '-1', 'abnormal', 'foo', 'rainfall', 'fallback', 'cofactor', 'status', undefined, 'x'.repeat(500)])(
    'that nobody knows: %s',
    (word) => expect(meaningOf(word)).toBeUndefined(),
  );
});

describe('a text that names a call and its end', () => {
  it.each([
    '紧急呼叫，请确认后复位',
    '紧急呼叫请确认后复位',
    '紧急求助，误报请取消',
    'SOS未解除',
    'sos not recovered',
    '紧急呼叫，设备正常',
    '一键报警，当前电量80%',
    'SOS pressed, please restore after the visit',
    '老人按下按钮，请处理后解除报警',
    '解除前往求助',
    '卫生间一键呼叫触发，值班人员到场核实无误以后由社区解除',
  ])('is none that ends anything: %s', (text) => expect(meaningOf(text)).toBeUndefined());
});

describe('the name of a flag', () => {
  it.each(['sos_numbers', 'smoke_value', 'gas_lel', 'fall_switch', 'sosMode', 'water_temperature', 'sos_phone'])(
    '%s is none',
    (name) => expect(flagOf(name)).toBeUndefined(),
  );
  it.each([
    ['sosState', 'sos'],
    ['fall_alarm', 'fall'],
    ['smoke_state', 'smoke'],
    ['gas_alarm', 'gas'],
    ['water_immersion_statu', 'water'],
  ])('%s: %s', (name, meaning) => expect(flagOf(name)).toBe(meaning));
});
