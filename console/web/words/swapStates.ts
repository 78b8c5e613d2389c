// How a swap stands, as the phone and the office say it.
import type { SwapState } from '../../../contracts/office/swaps.ts';
import { inLanguage } from './inLanguage.ts';

const zh: Readonly<Record<SwapState, string>> = {
  asked: '等答复',
  agreed: '已换',
  refused: '对方不行',
  withdrawn: '已撤回',
  expired: '过期未答复',
  overtaken: '班表已变，没有换成',
};
const en: typeof zh = {
  asked: 'waiting',
  agreed: 'swapped',
  refused: 'they cannot',
  withdrawn: 'taken back',
  expired: 'not answered in time',
  overtaken: 'the roster changed, not swapped',
};
export const swapStates = inLanguage({ zh, en });
