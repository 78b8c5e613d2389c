// Who may do what, as a page: contracts/session/rights.ts turned on its side. roles.test.ts keeps docs/roles.md fresh.
import { type Caller, type Right, rights } from '../../contracts/session/rights.ts';

const columns: readonly { caller: Caller; head: string }[] = [
  { caller: 'officer', head: 'officer 值班员' },
  { caller: 'health', head: 'health desk 卫生中心' },
  { caller: 'responder', head: 'responder 响应人员' },
  { caller: 'community', head: 'community 社区' },
  { caller: 'administrator', head: 'administrator 管理员' },
  { caller: 'wall', head: 'wall 大屏' },
  { caller: 'button', head: 'button page 住户平板' },
  { caller: 'family', head: 'family 家属' },
  { caller: 'device', head: 'device (MQTT)' },
  { caller: 'responder_login', head: 'pager (MQTT)' },
  { caller: 'canary', head: 'canary (MQTT)' },
  { caller: 'source', head: 'source (MQTT)' },
  { caller: 'scraper', head: 'metrics token' },
  { caller: 'warner', head: 'weather token' },
  { caller: 'nobody', head: 'nobody 未登录' },
];

/** Every caller that some line names and no column shows: the page would be silent about it. */
export const withoutColumn = (): Caller[] => {
  const shown = new Set(columns.map(({ caller }) => caller));
  return [...new Set(Object.values(rights).flat())].filter((caller) => !shown.has(caller));
};

/** The whole page. */
export function rolesPage(): string {
  const row = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const lines = (Object.keys(rights) as Right[]).map((right) =>
    row([`\`${right}\``, ...columns.map(({ caller }) => (rights[right].includes(caller) ? '●' : ''))]),
  );
  return [
    head,
    row(['right', ...columns.map((one) => one.head)]),
    row(['---', ...columns.map(() => ':-:')]),
    ...lines,
    '',
  ].join('\n');
}

const head = `# Who may do what

Made from \`contracts/session/rights.ts\` by \`npm run docs:roles\`, and kept fresh by \`npm test -- roles\`; not written by hand. A line is a right: a route, a frame of \`/live\`
(\`frame.\`), a topic of MQTT (\`publish.\`, \`subscribe.\`). What has no dot has nobody. A right ends at the district of whoever has it (for somebody of the community bound to an area, at its grids and courtyards, and a route that does
not narrow refuses them: decisions/041), and is asked before a byte of a body is
read; finer rules (the health desk orders on its own track, its lists and its page hold the incidents that this track concerns, a responder answers for their own leg) only narrow it. \`npm test -- rights\` tries every line with every caller.
What "nobody" may is the door only: a link, a sign-in, a gateway's signature, an MQTT login prove themselves behind it.
`;
