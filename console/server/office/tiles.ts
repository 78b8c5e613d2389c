// Tiles of public providers, each with the datum that it draws in. None by default: the map works without the internet.
import type { Tiles } from '../../../contracts/office/place.ts';

export type TilesChoice = { provider: string; key: string | undefined };

/** Undefined when none was chosen, or its key is missing. */
export function tilesOf({ provider, key }: TilesChoice): Tiles | undefined {
  switch (provider) {
    case 'tianditu': // CGCS2000 differs from WGS-84 by centimetres
      return key === undefined
        ? undefined
        : {
            url: `https://t{s}.tianditu.gov.cn/vec_w/wmts?SERVICE=WMTS&REQUEST=GetTile&VERSION=1.0.0&LAYER=vec&STYLE=default&TILEMATRIXSET=w&FORMAT=tiles&TILEMATRIX={z}&TILEROW={y}&TILECOL={x}&tk=${encodeURIComponent(key)}`,
            datum: 'wgs84',
            attribution: '© 天地图',
            maxZoom: 18,
            subdomains: '01234567',
          };
    case 'amap':
      return {
        url: 'https://webrd0{s}.is.autonavi.com/appmaptile?lang=zh_cn&size=1&scale=1&style=8&x={x}&y={y}&z={z}',
        datum: 'gcj02',
        attribution: '© 高德地图',
        maxZoom: 18,
        subdomains: '1234',
      };
    case 'osm':
      return {
        url: 'https://tile.openstreetmap.org/{z}/{x}/{y}.png',
        datum: 'wgs84',
        attribution: '© OpenStreetMap contributors',
        maxZoom: 19,
        subdomains: 'abc',
      };
    default:
      return undefined;
  }
}

/** Where the browser may fetch pictures from. */
export function tileHosts(tiles: Tiles | undefined): string[] {
  if (!tiles) return [];
  const { protocol, host } = new URL(tiles.url.replaceAll(/[{}]/g, ''));
  return [
    `${protocol}//*.${host.split('.').slice(1).join('.')}`,
    ...(tiles.url.includes('{s}') ? [] : [`${protocol}//${host}`]),
  ];
}
