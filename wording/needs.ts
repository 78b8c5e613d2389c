// What each need is called, and what an officer does about it: one table a language, read by server, command line and pages. Each
// language stands by itself, so that a page fetches only the one that it shows.
import type { CallBackOutcome, Finding, HelpNeed, NeedKind, NeedState } from '../contracts/terms.ts';

export type NeedWords = {
  needs: Readonly<Record<NeedKind, string>>;
  states: Readonly<Record<Exclude<NeedState, 'due'>, string>>;
  outcomes: Readonly<Record<CallBackOutcome, string>>;
  help: Readonly<Record<HelpNeed, string>>;
  findings: Readonly<Record<Finding, string>>;
};

export const needsInChinese: NeedWords = {
  needs: {
    door: '有人上门',
    fire: '有人去看火情',
    health: '卫生中心处置',
    officer: '值班员接警',
    word: '与本人通话',
    second_person: '再来一个人',
    doctor: '医生到场',
    entry: '开门进屋',
    call_120: '拨打120',
    call_119: '拨打119',
    call_110: '拨打110',
  },
  states: { met: '已有', asked: '正在找', spent: '都问过，无人应答', waits: '等到', ended: '已了' },
  outcomes: { spoke: '已通话', no_answer: '无人接听', cannot_speak: '说不出话' },
  help: {
    person: '再来一个人',
    doctor: '要医生',
    ambulance: '要120',
    entry: '打不开门或无人应门',
    fire: '要119（消防）',
    police: '要110（警察）',
  },
  findings: {
    safe: '人没事',
    fell: '跌倒',
    injured: '受伤',
    unwell: '不舒服',
    unconscious: '没有意识',
    needed_help_at_home: '需要搭把手',
    no_answer_at_door: '没人应门',
    not_at_home: '不在家',
    pressed_by_mistake: '误按',
    device_fault: '设备坏了',
    fire_or_smoke: '有火或烟',
    gas: '煤气味',
    taken_to_hospital: '已送医',
  },
};

export const needsInEnglish: NeedWords = {
  needs: {
    door: 'somebody at the door',
    fire: 'somebody to look after the smoke alarm',
    health: 'the health centre',
    officer: "the officer's acknowledgement",
    word: 'a word with the resident',
    second_person: 'a second person',
    doctor: 'a doctor at the scene',
    entry: 'a way in',
    call_120: 'a call to 120',
    call_119: 'a call to 119',
    call_110: 'a call to 110',
  },
  states: { met: 'met', asked: 'asking', spent: 'everybody asked in vain', waits: 'until', ended: 'over' },
  outcomes: { spoke: 'spoke with them', no_answer: 'no answer', cannot_speak: 'could not speak' },
  help: {
    person: 'Another person',
    doctor: 'A doctor',
    ambulance: '120',
    entry: 'The door stays shut',
    fire: '119 (fire)',
    police: '110 (police)',
  },
  findings: {
    safe: 'All is well',
    fell: 'Fell',
    injured: 'Injured',
    unwell: 'Not well',
    unconscious: 'Unconscious',
    needed_help_at_home: 'Needed a hand',
    no_answer_at_door: 'No answer at the door',
    not_at_home: 'Not at home',
    pressed_by_mistake: 'By mistake',
    device_fault: 'Device broken',
    fire_or_smoke: 'Fire or smoke',
    gas: 'Smell of gas',
    taken_to_hospital: 'To hospital',
  },
};
