// Where somebody who was asked stands, and what happened on the way from the press to the door. A yes is 接单 wherever it is said;
// who was told has not received it, and who has received it has not said yes.
import type { ProofHop } from '../contracts/system/views.ts';
import type { LegState } from '../contracts/terms.ts';

type States = Readonly<Record<LegState, string>>;
type Hops = Readonly<Record<ProofHop['hop'], string>>;

export const legStatesInChinese: States = {
  offered: '已通知，等待收到',
  received: '已收到，等待答复',
  accepted: '已接单',
  en_route: '在路上',
  on_scene: '已到场',
  done: '已处置',
  declined: '不能去',
  timed_out: '超时未应答',
  stood_down: '已撤回',
};

export const legStatesInEnglish: States = {
  offered: 'told, not yet received',
  received: 'received, no answer yet',
  accepted: 'accepted',
  en_route: 'on the way',
  on_scene: 'there',
  done: 'finished',
  declined: 'cannot go',
  timed_out: 'did not answer',
  stood_down: 'stood down',
};

export const hopsInChinese: Hops = {
  heard: '收到按键',
  stored: '存盘',
  decided: '派警决定',
  shown: '值班台显示',
  acknowledged: '值班员接警',
  offered: '派单',
  sent: '发出通知',
  received: '送达回执',
  accepted: '接单',
  en_route: '出发',
  on_scene: '到场',
  done: '处置完毕',
  declined: '不能去',
  timed_out: '超时未应答',
  stood_down: '撤回',
  told: '已口头告知',
  closed: '结案',
};

export const hopsInEnglish: Hops = {
  heard: 'press heard',
  stored: 'on disk',
  decided: 'decided',
  shown: 'on the duty console',
  acknowledged: 'acknowledged by the officer',
  offered: 'offered',
  sent: 'sent',
  received: 'receipt',
  accepted: 'accepted',
  en_route: 'on the way',
  on_scene: 'on scene',
  done: 'done',
  declined: 'declined',
  timed_out: 'no answer in time',
  stood_down: 'stood down',
  told: 'told by voice',
  closed: 'closed',
};
