// Every page of ours, built into dist/console/web and served by console/server: the duty console (index), health desk (h),
// responder's phone (r), resident's button (b), wall.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const page = (name: string): string => resolve(import.meta.dirname, `${name}.html`);

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  build: {
    outDir: '../../dist/console/web',
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0, // Leaflet's unused icons would be a third of the style sheet
    reportCompressedSize: false,
    rolldownOptions: { input: { index: page('index'), h: page('h'), r: page('r'), b: page('b'), wall: page('wall') } },
  },
});
