// A package as a few files instead of hundreds, for vite: `--mode` names the package.
import { readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';

const root = resolve(import.meta.dirname, '..');

/** What a package says is read by `import`. */
const fileOf = (way) => (typeof way === 'string' ? way : fileOf(way.import ?? way.default));

export default ({ mode: name }) => {
  const from = join(root, 'node_modules', name);
  const outDir = join(root, 'dist', 'node_modules', name);
  const { version, exports } = JSON.parse(readFileSync(join(from, 'package.json'), 'utf8'));
  const nameOf = (way) => (way === '.' ? 'index' : way.slice(2).replaceAll('/', '-'));
  const ways = Object.entries(exports);
  return {
    root,
    publicDir: false,
    build: {
      outDir,
      emptyOutDir: true,
      minify: false,
      target: 'node20',
      lib: {
        entry: Object.fromEntries(ways.map(([way, file]) => [nameOf(way), join(from, fileOf(file))])),
        formats: ['es'],
      },
      rolldownOptions: { external: /^typebox/ },
    },
    plugins: [
      {
        name: 'manifest',
        closeBundle: () => {
          const found = Object.fromEntries(ways.map(([way]) => [way, `./${nameOf(way)}.js`]));
          writeFileSync(
            join(outDir, 'package.json'),
            JSON.stringify({ name, version, type: 'module', exports: found }),
          );
        },
      },
    ],
  };
};
