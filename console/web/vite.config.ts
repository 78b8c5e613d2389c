// Every page of ours, built into dist/console/web and served by console/server: the duty console (index), health desk (h),
// responder's phone (r), resident's button (b), wall, family, office.
import { resolve } from 'node:path';
import { defineConfig } from 'vite';

const page = (name: string): string => resolve(import.meta.dirname, `${name}.html`);

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  // Its modern form: what of Leaflet nobody uses is left out.
  resolve: {
    alias: [
      {
        find: /^leaflet$/,
        replacement: resolve(import.meta.dirname, '../../node_modules/leaflet/dist/leaflet-src.esm.js'),
      },
    ],
  },
  build: {
    outDir: '../../dist/console/web',
    emptyOutDir: true,
    target: 'es2022',
    modulePreload: {
      polyfill: false, // a browser without it fetches the same scripts a moment later
      // Of what comes after the first picture the first script names no parts: each costs it 20 bytes, and is fetched a moment later all the same.
      resolveDependencies: (_file, parts, { hostType }) => (hostType === 'html' ? parts : []),
    },
    assetsInlineLimit: 0, // Leaflet's unused icons would be a third of the style sheet
    reportCompressedSize: false,
    rolldownOptions: {
      input: {
        index: page('index'),
        h: page('h'),
        r: page('r'),
        b: page('b'),
        wall: page('wall'),
        family: page('family'),
        office: page('office'),
      },
    },
  },
});
