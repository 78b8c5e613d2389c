// What happened to a press on its way, hop by hop: read in its proof. What became of somebody who was asked: legs.ts.
import type { ProofHop } from '../contracts/system/views.ts';

type Hops = Readonly<Record<ProofHop['hop'], string>>;

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
