// What is said wherever a position is typed or pointed at.
import type { Datum } from '../../../../contracts/office/datum.ts';
import { inLanguage } from '../../words/inLanguage.ts';

const zh = {
  position: '经度, 纬度',
  positionHint: '例如 104.0624, 30.6407',
  positionWrong: '看不懂这个位置，请照 104.0624, 30.6407 的样子填，先经度后纬度。',
  datum: '位置取自',
  datums: { wgs84: '天地图、GPS（WGS-84）', gcj02: '高德、腾讯地图（GCJ-02）', bd09: '百度地图（BD-09）' } as Record<
    Datum,
    string
  >,
  converted: (at: string) => `换算后：${at}`,
  map: '地图',
  mapKeys: '点地图设点。用键盘：方向键移动地图，加减号缩放，回车在十字处设点。',
  noTiles: '没有底图也能画：细线相距 100 米。',
};

const en: typeof zh = {
  position: 'Longitude, latitude',
  positionHint: 'such as 104.0624, 30.6407',
  positionWrong: 'This is no position: write it like 104.0624, 30.6407, longitude first.',
  datum: 'Read from',
  datums: { wgs84: 'Tianditu, GPS (WGS-84)', gcj02: 'Amap, Tencent (GCJ-02)', bd09: 'Baidu (BD-09)' },
  converted: (at) => `Converted: ${at}`,
  map: 'Map',
  mapKeys: 'Click to set a point. By keys: arrows move the map, + and − zoom, Enter sets a point under the cross.',
  noTiles: 'It works without a background map: the thin lines are 100 m apart.',
};

export const positionWords = inLanguage({ zh, en });
