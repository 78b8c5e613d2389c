// Tiles of a provider that draws in another datum lie where they belong: Amap draws in GCJ-02, some 500 m beside WGS-84.
import gcoord from 'gcoord';
import type { Page } from 'playwright-core';
import { expect, it } from 'vitest';
import type { MapSource } from '../../contracts/office/place.ts';
import { until } from '../system.ts';
import { onSystem, pages, system } from './onSystem.ts';

/** A grey square of one pixel: what the provider would have sent is not the matter. */
const square = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNkYAAAAAYAAjCB0C8AAAAASUVORK5CYII=',
  'base64',
);

onSystem(['--no-sim'], { YJT_TILES: 'amap' });

/** Where the provider's picture under a mark of ours was drawn for: WGS-84 of the mark, and what the tile under it says. */
async function tileUnder(page: Page, mark: string): Promise<[number, number] | undefined> {
  return page.evaluate((selector) => {
    const box = document.querySelector(selector)?.getBoundingClientRect();
    if (!box) return undefined;
    const [x, y] = [box.x + box.width / 2, box.y + box.height / 2];
    for (const tile of document.querySelectorAll<HTMLImageElement>('img.leaflet-tile')) {
      const { left, top, width, height } = tile.getBoundingClientRect();
      if (x < left || x >= left + width || y < top || y >= top + height) continue;
      const at = new URL(tile.src).searchParams;
      const n = 2 ** Number(at.get('z'));
      const [tx, ty] = [Number(at.get('x')) + (x - left) / width, Number(at.get('y')) + (y - top) / height];
      return [(tx / n) * 360 - 180, (Math.atan(Math.sinh(Math.PI * (1 - (2 * ty) / n))) * 180) / Math.PI];
    }
    return undefined;
  }, mark);
}

it('draws under a place of ours what the provider has at the same place in its own datum', async () => {
  const page = await pages.enter({ role: 'officer', name: '测试值班员' });
  await page.route('**/*.autonavi.com/**', (route) => route.fulfill({ contentType: 'image/png', body: square }));
  await page.reload();
  await page.locator('img.leaflet-tile-loaded').first().waitFor();
  const { courtyards } = await system.api<MapSource>('/api/v1/map');
  const [yard] = courtyards;
  await page.locator('#search').fill(yard?.name ?? '');
  await page.getByRole('option').filter({ hasText: '院落' }).first().click();
  const wanted = gcoord.transform(yard?.position ?? [0, 0], gcoord.WGS84, gcoord.GCJ02);
  await until(async () => {
    const [lon = 0, lat = 0] = (await tileUnder(page, '.sought')) ?? [];
    expect(Math.abs(lon - wanted[0])).toBeLessThan(0.00003); // three metres
    expect(Math.abs(lat - wanted[1])).toBeLessThan(0.00003);
  });
});
