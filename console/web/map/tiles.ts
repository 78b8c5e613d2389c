// Optional tiles of a public provider beneath our own drawing. Some Chinese providers draw in GCJ-02, which lies some 500 m
// beside WGS-84: for them the layer is asked for the tiles around the shifted place and draws them where they belong.
import gcoord from 'gcoord';
import * as L from 'leaflet';
import type { Tiles } from '../../../contracts/office/place.ts';

/** Leaflet's own steps that know where a tile layer's centre is (1.9; they are not in the types). */
type Inner = {
  _setZoomTransform(level: unknown, center: L.LatLng, zoom: number): void;
  _getTiledPixelBounds(center: L.LatLng): L.Bounds;
};

/** Lays tiles under the drawing, which becomes see-through. */
export function addTiles(map: L.Map, { url, datum, attribution, maxZoom, subdomains }: Tiles): L.TileLayer {
  const options = { attribution, maxNativeZoom: maxZoom, maxZoom: 19, subdomains, className: 'tiles' };
  const layer = datum === 'gcj02' ? new ShiftedTiles(url, options) : L.tileLayer(url, options);
  map.getContainer().classList.add('with-tiles');
  return layer.addTo(map).bringToBack();
}

/** Where the provider draws a place. */
export function toGcj02({ lat, lng }: L.LatLng): L.LatLng {
  const [x, y] = gcoord.transform([lng, lat], gcoord.WGS84, gcoord.GCJ02);
  return L.latLng(y, x);
}

const inner = L.TileLayer.prototype as unknown as Inner;

class ShiftedTiles extends L.TileLayer {
  _setZoomTransform(level: unknown, center: L.LatLng, zoom: number): void {
    inner._setZoomTransform.call(this, level, toGcj02(center), zoom);
  }

  _getTiledPixelBounds(center: L.LatLng): L.Bounds {
    return inner._getTiledPixelBounds.call(this, toGcj02(center));
  }
}
