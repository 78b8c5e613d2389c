// The duty console's pages, built into dist/console/web and served by console/server.
import { defineConfig } from 'vite';

export default defineConfig({
  root: import.meta.dirname,
  base: '/',
  build: { outDir: '../../dist/console/web', emptyOutDir: true, target: 'es2022', reportCompressedSize: false },
});
