// Where somebody who was asked stands. A yes is 接单 wherever it is said; who was told has not received it, and who has received it
// has not said yes.
import type { LegState } from '../contracts/terms.ts';

type States = Readonly<Record<LegState, string>>;

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
