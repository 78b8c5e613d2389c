// A position that a device has sent with its press and that cannot be true, and why it is not used.
import type { WhyUnused } from '../contracts/incident/messages.ts';
import type { LonLat } from '../contracts/position.ts';

type Unused = { position: LonLat; because: WhyUnused };

const inChinese: Readonly<Record<WhyUnused, string>> = {
  nowhere: '经纬度为 0，设备没有定位',
  no_accuracy: '没有说明精度',
  vague: '误差太大',
  old: '不是现在的位置，或没有时间',
  elsewhere: '在另一大洲，不可能',
};

const inEnglish: Readonly<Record<WhyUnused, string>> = {
  nowhere: '0,0: the device has no fix',
  no_accuracy: 'it does not say how exact it is',
  vague: 'too inexact',
  old: 'not of now, or of no time',
  elsewhere: 'another continent: it cannot be',
};

/** About a metre: enough to find it on a map. */
const degrees = ([lon, lat]: LonLat): string => `${lon.toFixed(5)}, ${lat.toFixed(5)}`;

export const unusedInChinese = ({ position, because }: Unused): string =>
  `报来的位置（不用）：${degrees(position)}（${inChinese[because]}）`;
export const unusedInEnglish = ({ position, because }: Unused): string =>
  `Position as sent, not used: ${degrees(position)} (${inEnglish[because]})`;
