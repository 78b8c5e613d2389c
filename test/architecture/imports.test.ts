// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the sources that are judged here are texts
// The layout is the architecture: these tests fail when code breaks it, and say what to do instead.
import { describe, expect, it } from 'vitest';
import { folderRules } from './rules.ts';
import {
  brokenImports,
  brokenOrder,
  circles,
  emptyFolderNames,
  exists,
  foreignWrites,
  importedPages,
  impureUses,
  ourFolders,
  ourSources,
  overlong,
  type Source,
  textOf,
} from './sources.ts';

const file = (path: string, text: string): Source => ({ path, text });

describe('imports run one way', () => {
  it('holds for every file of the checkout', () => {
    expect(ourSources().flatMap(brokenImports)).toEqual([]);
  });

  it.each([
    { path: 'contracts/press.ts', imports: '../store/keys.ts', allowed: false },
    { path: 'contracts/press.ts', imports: 'typebox', allowed: true },
    { path: 'contracts/press.ts', imports: 'ioredis', allowed: false },
    { path: 'geography/roads.ts', imports: '../contracts/place.ts', allowed: true },
    { path: 'geography/roads.ts', imports: 'graphology', allowed: true },
    { path: 'geography/roads.ts', imports: 'node:fs', allowed: false },
    { path: 'store/intake.ts', imports: '../contracts/inputs.ts', allowed: true },
    { path: 'store/intake.ts', imports: '../geography/roads.ts', allowed: false },
    { path: 'store/intake.ts', imports: '../dispatcher/domain/decide.ts', allowed: false },
    { path: 'broker/press.ts', imports: '../store/intake.ts', allowed: true },
    { path: 'broker/press.ts', imports: '../dispatcher/loop.ts', allowed: false },
    { path: 'broker/press.ts', imports: '../geography/roads.ts', allowed: false },
    { path: 'dispatcher/loop.ts', imports: './domain/decide.ts', allowed: true },
    { path: 'dispatcher/loop.ts', imports: '../geography/roads.ts', allowed: true },
    { path: 'dispatcher/loop.ts', imports: '../notifier/sms.ts', allowed: false },
    { path: 'dispatcher/domain/decide.ts', imports: '../../geography/roads.ts', allowed: true },
    { path: 'dispatcher/domain/decide.ts', imports: '../loop.ts', allowed: false },
    { path: 'dispatcher/domain/incident/decide.ts', imports: '../../store/intake.ts', allowed: false },
    { path: 'dispatcher/domain/incident/decide.ts', imports: 'ioredis', allowed: false },
    { path: 'dispatcher/domain/incident/decide.ts', imports: 'ulid', allowed: false },
    { path: 'dispatcher/domain/incident/decide.ts', imports: 'node:crypto', allowed: false },
    { path: 'dispatcher/domain/incident/decide.test.ts', imports: 'fast-check', allowed: true },
    { path: 'dispatcher/domain/incident/decide.test.ts', imports: '../../store/intake.ts', allowed: false },
    { path: 'notifier/sms.ts', imports: '../console/server/live.ts', allowed: false },
    { path: 'console/server/live/live.ts', imports: '../../store/feed.ts', allowed: true },
    { path: 'console/server/live.ts', imports: '../web/map.ts', allowed: false },
    { path: 'console/server/live.ts', imports: '../../broker/press.ts', allowed: false },
    { path: 'console/web/map.tsx', imports: '../../geography/roads.ts', allowed: true },
    { path: 'console/web/map.tsx', imports: '../../store/feed.ts', allowed: false },
    { path: 'console/web/map.tsx', imports: 'node:fs', allowed: false },
    { path: 'devices-sim/fleet.ts', imports: '../geography/roads.ts', allowed: true },
    { path: 'devices-sim/fleet.ts', imports: '../store/registry.ts', allowed: false },
    { path: 'community/read.ts', imports: '../contracts/place.ts', allowed: true },
    { path: 'community/read.ts', imports: '../store/registry.ts', allowed: false },
    { path: 'supervisor/main.ts', imports: '../community/read.ts', allowed: true },
    { path: 'supervisor/main.ts', imports: '../broker/main.ts', allowed: false },
    { path: 'supervisor/start.mjs', imports: 'node:fs', allowed: true },
    { path: 'supervisor/start.mjs', imports: 'pino', allowed: false },
    { path: 'cli/main.ts', imports: '../contracts/commands.ts', allowed: true },
    { path: 'cli/main.ts', imports: '../store/registry.ts', allowed: false },
    { path: 'novel/thing.ts', imports: 'node:fs', allowed: false },
    { path: 'test/faults/kill.test.ts', imports: '../../store/server.ts', allowed: true },
  ])('$path importing $imports: allowed = $allowed', ({ path, imports, allowed }) => {
    expect(brokenImports(file(path, `import { x } from '${imports}';`)).length === 0).toBe(allowed);
  });

  it.each([
    { how: 'a type', text: "import type { X } from '../store/feed.ts';" },
    { how: 'a side effect', text: "import '../store/feed.ts';" },
    { how: 'passing it on', text: "export { X } from '../store/feed.ts';" },
    { how: 'passing all of it on', text: "export * from '../store/feed.ts';" },
    { how: 'importing it later', text: "const x = await import('../store/feed.ts');" },
  ])('sees $how', ({ text }) => {
    expect(brokenImports(file('contracts/press.ts', text))).toHaveLength(1);
  });

  it('takes no notice of an import in a comment or a sentence', () => {
    const text = "// import { x } from '../store/feed.ts'\nexport const say = \"import x from '../store/feed.ts'\";";
    expect(brokenImports(file('contracts/press.ts', text))).toEqual([]);
  });

  it('says what to do instead', () => {
    const [sentence] = brokenImports(file('broker/press.ts', "import { x } from '../dispatcher/loop.ts';"));
    expect(sentence).toMatch(/^broker\/press\.ts imports "\.\.\/dispatcher\/loop\.ts"\. Processes meet in Redis only/);
  });
});

describe('no file imports itself by way of others', () => {
  it('holds for the whole checkout, of types too', () => {
    expect(circles(ourSources())).toEqual([]);
  });

  it('would see a circle', () => {
    const one = file('store/one.ts', "import type { Two } from './two.ts';");
    const two = file('store/two.ts', "export { one } from './one.ts';");
    expect(circles([one, two])).toEqual(['store/one.ts ⇄ store/two.ts']);
  });
});

describe('what a README says of imports', () => {
  const readmes = folderRules.flatMap((rule) =>
    rule.ours.includes('*') || !exists(`${rule.folder}/README.md`)
      ? []
      : [{ ...rule, text: textOf(`${rule.folder}/README.md`) }],
  );

  it.each(readmes)('is what the rules allow: $folder', ({ text, ours }) => {
    const known = new Set(folderRules.map(({ folder }) => folder));
    const [, said = ''] = /may import ([^.;]*)/i.exec(text.replaceAll('\n', ' ')) ?? [];
    const named = [...said.matchAll(/`([\w/-]+)`/g)].flatMap(([, name = '']) => (known.has(name) ? [name] : []));
    expect(named.sort()).toEqual([...ours].sort());
  });

  it('is said for each folder that may import something', () => {
    expect(readmes.filter(({ ours }) => ours.length > 0).length).toBeGreaterThan(10);
  });
});

describe('inside a room the subjects run one way', () => {
  it('holds for every file of the checkout', () => {
    expect(ourSources().flatMap(brokenOrder)).toEqual([]);
  });

  it.each([
    { path: 'contracts/office/policy.ts', imports: '../incident/state.ts', allowed: false },
    { path: 'contracts/incident/state.ts', imports: '../office/policy.ts', allowed: true },
    { path: 'contracts/ids.ts', imports: './office/policy.ts', allowed: false },
    { path: 'console/server/session/caller.ts', imports: '../incident/views.ts', allowed: false },
    { path: 'console/server/app.ts', imports: './system/health.ts', allowed: true },
    { path: 'console/server/clock.ts', imports: './system/health.ts', allowed: false },
    { path: 'dispatcher/domain/roster/shifts.ts', imports: '../incident/decide.ts', allowed: false },
    { path: 'dispatcher/domain/incident/decide.ts', imports: '../roster/roster.ts', allowed: true },
    { path: 'contracts/novelty/thing.ts', imports: '../ids.ts', allowed: false },
  ])('$path importing $imports: allowed = $allowed', ({ path, imports, allowed }) => {
    expect(brokenOrder(file(path, `import { x } from '${imports}';`)).length === 0).toBe(allowed);
  });
});

describe('the pages', () => {
  const ofThePages = ourSources().filter(({ path }) => path.startsWith('console/web/') && !path.includes('.test.'));

  it('are imported by nobody', () => {
    expect(ofThePages.flatMap(importedPages)).toEqual([]);
  });

  it('have signals that are written in one place', () => {
    expect(ofThePages.flatMap(foreignWrites)).toEqual([]);
  });

  it.each([
    { path: 'console/web/look/Thing.tsx', imports: '../duty/state.ts', allowed: false },
    { path: 'console/web/health/Thing.tsx', imports: '../duty/state.ts', allowed: false },
    { path: 'console/web/duty/pane/Thing.tsx', imports: '../state.ts', allowed: true },
    { path: 'console/web/duty/pane/Thing.tsx', imports: '../../look/Act.tsx', allowed: true },
  ])('$path importing $imports: allowed = $allowed', ({ path, imports, allowed }) => {
    expect(importedPages(file(path, `import { x } from '${imports}';`)).length === 0).toBe(allowed);
  });

  it.each([
    { text: 'selected.value = undefined;', allowed: false },
    { text: 'selected.value++;', allowed: false },
    { text: 'export const read = () => selected.value;', allowed: true },
    { text: 'const own = signal(1); own.value = 2;', allowed: true },
  ])('writing a signal of another file, $text: allowed = $allowed', ({ text, allowed }) => {
    const source = file('console/web/duty/Thing.tsx', `import { selected } from './state.ts';\n${text}`);
    expect(foreignWrites(source).length === 0).toBe(allowed);
  });
});

describe('what decides has no clock, no chance and no outside', () => {
  const pure = (path: string) => /^(dispatcher\/domain|geography|contracts)\//.test(path) && !path.endsWith('.test.ts');

  it('holds for the domain, the geography and the contracts', () => {
    expect(
      ourSources()
        .filter((source) => pure(source.path))
        .flatMap(impureUses),
    ).toEqual([]);
  });

  it.each([
    'Date.now()',
    'new Date()',
    'Math.random()',
    'performance.now()',
    'crypto.randomUUID()',
    'process.env',
    'fetch(url)',
    'setTimeout(f, 1)',
  ])('refuses %s', (use) => {
    expect(impureUses(file('dispatcher/domain/incident/decide.ts', `export const x = () => ${use};`))).toHaveLength(1);
  });

  it.each(['new Date(now)', 'Math.max(1, 2)', 'message.process', '{ process: 1 }'])('lets %s through', (use) => {
    expect(impureUses(file('dispatcher/domain/incident/decide.ts', `export const x = (${use});`))).toEqual([]);
  });
});

describe('names of actors and of deliveries', () => {
  /** Made or taken apart by hand: `officer/${name}`, startsWith('device/'), `${incident.id}/${leg.id}/${leg.revision}`. */
  const byHand = [
    /`(?:officer|responder|device)\/\$\{/,
    /startsWith\('(?:officer|responder|device)\//,
    /\/\^(?:officer|responder|device)\\\//,
    /\}\/\$\{[\w.]*leg[\w.]*\}\/\$\{[\w.]*revision\}/,
  ];
  const sees = ({ path, text }: Source): string[] =>
    byHand.some((one) => one.test(text))
      ? [`${path}: such a name is made and read by contracts/incident/actor.ts and delivery.ts.`]
      : [];

  it('are made and read in contracts only', () => {
    const others = ourSources().filter(
      ({ path }) => !/^(contracts|test|bench)\//.test(path) && !path.includes('.test.'),
    );
    expect(others.flatMap(sees)).toEqual([]);
  });

  it.each([
    'by: `officer/${name}`',
    "by.startsWith('device/')",
    'by.replace(/^officer\\//, "")',
    '`${one.id}/${leg.id}/${leg.revision}`',
  ])('would see %s', (text) => expect(sees(file('broker/thing.ts', text))).toHaveLength(1));
});

describe('what somebody knows of a call', () => {
  const sees = ({ path, text }: Source): string[] =>
    /\bknownTo\(/.test(text)
      ? [`${path}: what is whose to know is put together by wording/known.ts (knowledgeOf): give it your form here.`]
      : [];

  it('is put together in one place, for the broker, the phone and the gateways', () => {
    const homes = ['contracts/incident/needToKnow.ts', 'wording/known.ts'];
    const others = ourSources().filter(({ path }) => !homes.includes(path) && !path.startsWith('test/'));
    expect(others.flatMap(sees)).toEqual([]);
  });

  it('would see a second one', () => {
    expect(sees(file('notifier/thing.ts', 'const known = knownTo(part, who, where, policy);'))).toHaveLength(1);
  });
});

describe('no file and no function becomes a giant', () => {
  it('holds for every file of the checkout', () => {
    expect(ourSources().flatMap(overlong)).toEqual([]);
  });

  it('would see one', () => {
    const long = `export function giant() {\n${'  f();\n'.repeat(80)}}\n`;
    expect(overlong(file('store/giant.ts', long))).toHaveLength(1);
    expect(overlong(file('store/giants.ts', `${long.replace('giant', 'one')}${'\n'.repeat(500)}`))).toHaveLength(2);
  });
});

describe('names', () => {
  it('has no folder whose name says nothing', () => {
    expect(emptyFolderNames(ourFolders())).toEqual([]);
  });

  it('would refuse one', () => {
    expect(emptyFolderNames(['broker/utils', 'broker', 'store/common/keys'])).toHaveLength(2);
  });
});

describe('the lockfile', () => {
  it('names no download address, so that each machine uses its own registry', () => {
    // npm writes them when it runs without our .npmrc: run `npm install --package-lock-only --omit-lockfile-registry-resolved`.
    expect(textOf('package-lock.json').match(/"resolved": "http[^"]*"/g) ?? []).toEqual([]);
  });
});
