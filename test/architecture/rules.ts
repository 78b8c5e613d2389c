// Which way imports run (DESIGN.md "Layout", docs/decisions/001). One line per folder; the deepest folder that fits rules.
// What a folder may not do has a sentence that says what to do instead: the reader of a red test wants the way out.

/** What the files of one folder may import, themselves always excepted. */
export type FolderRule = {
  folder: string;
  /** our own folders */
  ours: readonly string[];
  /** npm packages and Node's modules: all of them, or only those named (a name covers its sub-paths) */
  packages: 'all' | readonly string[];
  instead: string;
};

const throughTheStore =
  'Processes meet in Redis only: say what you need in contracts/, and write or read it through store/ (intake, feed, inbox).';

/** One line per folder. A folder that is missing here fails the test, so that a new one is a decision and not an accident. */
export const folderRules: readonly FolderRule[] = [
  {
    folder: 'contracts',
    ours: [],
    packages: ['typebox', 'temporal-polyfill'],
    instead: 'contracts/ is what everybody speaks: move the schema or type that you need into contracts/ itself.',
  },
  {
    folder: 'geography',
    ours: ['contracts'],
    packages: [
      'graphology',
      'graphology-components',
      'graphology-shortest-path',
      'graphology-types',
      'polyclip-ts',
      'gcoord',
    ],
    instead: 'geography/ is pure: roads and positions come in as arguments, travel times go out.',
  },
  {
    folder: 'community',
    ours: ['contracts', 'geography', 'dispatcher/domain'],
    packages: 'all',
    instead:
      'community/ reads files into the documents of contracts/; who stores them (supervisor/) calls it and the store.',
  },
  {
    folder: 'store',
    ours: ['contracts', 'signing'],
    packages: 'all',
    instead: 'store/ keeps and hands out what it is given: compute it in the process that calls, and pass it in.',
  },
  {
    folder: 'wording',
    ours: ['contracts'],
    packages: [],
    instead: 'wording/ is pure: records and the district come in as arguments, sentences go out.',
  },
  {
    folder: 'adapters',
    ours: ['contracts', 'geography'],
    packages: ['node:crypto', 'typebox', 'fast-xml-parser'],
    instead: 'adapters/ is pure: a message comes in as an argument, readings go out; the door remembers and stores.',
  },
  {
    folder: 'spelling',
    ours: ['contracts'],
    packages: ['pinyin-pro'],
    instead: 'spelling/ is pure: names come in as arguments, how well they fit goes out.',
  },
  {
    folder: 'records',
    ours: ['contracts'],
    packages: ['kysely', 'libsql', 'pg', 'node:fs', 'node:path'],
    instead: 'records/ knows tables and nothing else: make the rows in office/, and pass them in.',
  },
  {
    folder: 'office',
    ours: ['contracts', 'store', 'records', 'dispatcher/domain', 'spelling', 'wording', 'adapters'],
    packages: 'all',
    instead: throughTheStore,
  },
  {
    folder: 'backup',
    ours: ['contracts', 'store'],
    packages: 'all',
    instead:
      'backup/ packs, checks and restores files; who may ask for it, and what is said, belongs to whoever calls it.',
  },
  {
    folder: 'certificates',
    ours: ['contracts'],
    packages: 'all',
    instead:
      'certificates/ signs and reads files; which login may come by which certificate is the directory’s (store/), and the doors’ to ask.',
  },
  {
    folder: 'broker',
    ours: ['contracts', 'store', 'certificates', 'wording', 'dispatcher/domain', 'adapters'],
    packages: 'all',
    instead: throughTheStore,
  },
  {
    folder: 'dispatcher/domain',
    ours: ['contracts', 'geography'],
    packages: ['rrule-temporal', 'temporal-polyfill'],
    instead:
      'dispatcher/domain decides purely: take the value as an argument of decide() and let the loop in dispatcher/ fetch, store or send.',
  },
  { folder: 'dispatcher', ours: ['contracts', 'store', 'geography'], packages: 'all', instead: throughTheStore },
  {
    folder: 'auditor',
    ours: ['contracts', 'store', 'certificates'],
    packages: 'all',
    instead:
      'auditor/ watches what the others did and shares no code with them: read the store, or press like a device.',
  },
  { folder: 'receiver', ours: ['contracts', 'store', 'adapters'], packages: 'all', instead: throughTheStore },
  { folder: 'notifier', ours: ['contracts', 'store', 'wording', 'signing'], packages: 'all', instead: throughTheStore },
  {
    folder: 'signing',
    ours: [],
    packages: ['node:crypto'],
    instead: 'signing/ is pure: texts, secret and time come in as arguments, signatures and hashes go out.',
  },
  {
    folder: 'console/web',
    ours: ['contracts', 'geography', 'wording'],
    packages: [
      'preact',
      '@preact/signals',
      '@simplewebauthn/browser',
      'leaflet',
      'mqtt',
      'typebox',
      'gcoord',
      'uqr',
      'vite',
      '@preact/preset-vite',
    ],
    instead: 'console/web runs in a browser: ask console/server through REST or /live for what only a server can know.',
  },
  {
    folder: 'console',
    ours: [
      'contracts',
      'store',
      'geography',
      'dispatcher/domain',
      'wording',
      'signing',
      'spelling',
      'backup',
      'certificates',
    ],
    packages: 'all',
    instead: throughTheStore,
  },
  {
    folder: 'devices-sim',
    ours: ['contracts', 'geography', 'adapters'],
    packages: 'all',
    instead: 'devices-sim/ stands outside, like a real device: use MQTT and HTTP as contracts/ describes them.',
  },
  {
    folder: 'supervisor',
    ours: ['contracts', 'store', 'community', 'backup', 'certificates'],
    packages: 'all',
    instead: 'supervisor/ runs the processes as children by their entry files; it does not contain them.',
  },
  {
    folder: 'cli',
    ours: ['contracts', 'community', 'geography', 'dispatcher/domain', 'backup', 'wording', 'signing', 'certificates'],
    packages: 'all',
    instead:
      'cli/ is a client like any other: it reads files through community/ and backup/ and calls the HTTP interface.',
  },
  { folder: 'test', ours: ['*'], packages: 'all', instead: '' },
  { folder: 'bench', ours: ['*'], packages: 'all', instead: '' },
];

/**
 * Inside a room its folders are subjects, and imports run up this order only (`.`: the files beside the folders). Who assembles a room may
 * import all of it.
 */
export const roomsBySubject: readonly { room: string; order: readonly string[]; assemblers?: readonly string[] }[] = [
  { room: 'contracts', order: ['.', 'session', 'office', 'device', 'incident', 'call', 'live', 'system'] },
  {
    room: 'console/server',
    order: ['.', 'session', 'office', 'device', 'incident', 'call', 'live', 'system'],
    assemblers: ['app.ts', 'main.ts', 'parts.ts'],
  },
  { room: 'records', order: ['.', 'session', 'office', 'device', 'incident', 'call', 'live', 'system'] },
  {
    room: 'office',
    order: ['.', 'session', 'office', 'device', 'incident', 'call', 'live', 'system'],
    assemblers: ['main.ts', 'office.ts', 'app.ts'],
  },
  { room: 'dispatcher/domain', order: ['roster', 'device', '.', 'incident'] },
];

/** What one sees at an address: nobody else's parts. What several of them need is in look/, live/, alarm/, map/, sign-in/ or words/. */
export const pagesOf = {
  room: 'console/web',
  pages: ['duty', 'health', 'responder', 'button', 'wall', 'family', 'office'],
} as const;

/** Names that say nothing about what is inside, so that everything ends up in them. */
export const emptyNames = [
  'utils',
  'util',
  'helpers',
  'common',
  'shared',
  'lib',
  'manager',
  'managers',
  'types',
  'interfaces',
  'misc',
];

/** Globals that bring in a clock, chance or the outside world. */
export const impureGlobals = [
  'process',
  'performance',
  'crypto',
  'fetch',
  'console',
  'setTimeout',
  'setInterval',
  'setImmediate',
];

/** A file longer than this is more than one. */
export const fileLines = 500;
/** A function longer than this does more than one thing. */
export const functionLines = 70;
