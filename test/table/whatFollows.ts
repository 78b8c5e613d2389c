// What follows from each word, from whom, in which state: the core is asked, one small district for each line. The answer is
// docs/what-follows.md; whatFollows.test.ts keeps it fresh.

import type { Reply } from '../../contracts/incident/messages.ts';
import type { Incident, Need } from '../../contracts/incident/state.ts';
import type { PressKind, ReplyKind } from '../../contracts/terms.ts';
import { told } from '../../dispatcher/domain/incident/pending.ts';
import { District } from '../district.ts';

type Story = { name: string; begin: () => District };
type Word = { from: string; word: string; say: (d: District) => unknown };

const alone = (d: District): District => {
  for (const who of ['wang', 'li', 'zhao']) d.change(who, { onDuty: false });
  return d;
};
const coming = (): District =>
  new District().press('btn-1').reply('wang', 'accept').reply('desk', 'accept').officer({ command: 'acknowledge' });

const states: Story[] = [
  { name: 'nothing is open', begin: () => new District() },
  { name: 'a coordinator and the desk are asked', begin: () => new District().press('btn-1') },
  { name: 'a coordinator is on the way, the desk has it in hand, the officer has acknowledged', begin: coming },
  { name: 'the coordinator is at the door', begin: () => coming().reply('wang', 'on_scene') },
  {
    name: 'the coordinator and the desk are finished',
    begin: () => coming().reply('wang', 'on_scene').reply('wang', 'done').reply('desk', 'done').pass(120),
  },
  { name: 'everybody was asked in vain', begin: () => alone(new District()).press('btn-1').pass(300) },
  {
    name: 'a service call waits for the morning',
    begin: () => {
      const d = new District().press('btn-1', 'service').officer({ command: 'call_back', outcome: 'spoke' });
      return d.officer({ command: 'wait', until: new Date(d.now + 8 * 3_600_000).toISOString(), text: '灯坏了' });
    },
  },
  { name: 'it is closed', begin: () => coming().officer({ command: 'close', disposition: 'helped' }).pass(600) },
];

const press = (kind: PressKind): Word => ({
  from: 'resident',
  word: kind,
  say: (d) => d.press('btn-1', kind, 'another'),
});
const reply = (from: string, word: string, kind: ReplyKind, more: Partial<Reply> = {}): Word => ({
  from,
  word,
  say: (d) => d.reply(from, kind, more),
});
const officer = (word: string, command: Parameters<District['officer']>[0]): Word => ({
  from: 'officer',
  word,
  say: (d) => d.officer(command),
});

const words: Word[] = [
  ...(['sos', 'fall', 'smoke', 'service', 'cancel', 'test'] as const).map(press),
  {
    from: 'resident',
    word: 'unreadable',
    say: (d) =>
      d.take({
        v: 1,
        kind: 'unreadable_press',
        district: 'd',
        device: 'btn-1',
        id: 'u',
        body: 'ISEh',
        why: 'not_json',
      }),
  },
  {
    from: 'officer',
    word: 'a fall, told by telephone',
    say: (d) => d.take({ v: 1, kind: 'raise', district: 'd', by: 'zhou', id: 'x', call: 'fall', home: 'home-1' }),
  },
  reply('wang', 'accept', 'accept'),
  reply('wang', 'decline', 'decline'),
  reply('wang', 'en_route', 'en_route'),
  reply('wang', 'on_scene', 'on_scene'),
  reply('wang', 'done', 'done'),
  reply('wang', 'done, nobody opens', 'done', { findings: ['no_answer_at_door'] }),
  reply('wang', 'help: person', 'help', { needs: 'person' }),
  reply('wang', 'help: doctor', 'help', { needs: 'doctor' }),
  reply('wang', 'help: ambulance', 'help', { needs: 'ambulance' }),
  reply('wang', 'help: entry', 'help', { needs: 'entry' }),
  reply('wang', 'called: ambulance', 'called', { needs: 'ambulance' }),
  reply('desk', 'accept', 'accept'),
  reply('desk', 'done', 'done'),
  { from: 'wang', word: 'leaves duty', say: (d) => d.duty('wang', false) },
  { from: 'li', word: 'comes on duty', say: (d) => d.duty('li', true) },
  officer('acknowledge', { command: 'acknowledge' }),
  officer('call back: spoke', { command: 'call_back', outcome: 'spoke' }),
  officer('call back: no answer', { command: 'call_back', outcome: 'no_answer' }),
  officer('120 called', { command: 'call_120' }),
  officer('another place', { command: 'place', position: [104.02, 30] }),
  officer('close as a false alarm', { command: 'close', disposition: 'false_alarm' }),
  officer('reopen', { command: 'reopen', text: 'x' }),
  { from: 'time', word: 'a minute passes', say: (d) => d.pass(60) },
  { from: 'time', word: 'an hour passes', say: (d) => d.pass(3_600) },
];

type Line = { from: string; word: string; result: string; needs: string; asked: string; button: string };

/** One line a word that means something in this state. */
function linesOf({ begin }: Story): Line[] {
  return words.flatMap(({ from, word, say }): Line[] => {
    const d = begin();
    const before = d.latest();
    const results = d.results.length;
    try {
      say(d);
    } catch (error) {
      if (error instanceof Error && error.message.endsWith('has no leg')) return []; // they were not asked
      throw error;
    }
    const after = d.latest();
    const [result] = d.results.slice(results);
    const code = result && 'code' in result ? ` (${result.code})` : '';
    return [
      {
        from,
        word,
        result: `${result?.outcome ?? 'decided'}${code}`,
        needs: changedNeeds(before, after),
        asked: askedAnew(before, after),
        button: after === undefined ? '' : told(after).step,
      },
    ];
  });
}

const standing = ({ need, state, because }: Need): string =>
  `${need} ${state}${state === 'ended' || state === 'waits' ? ` (${because})` : ''}`;

function changedNeeds(before: Incident | undefined, after: Incident | undefined): string {
  const known = new Map(before?.id === after?.id ? before?.needs?.map((need) => [need.need, need]) : []);
  const changed = (after?.needs ?? []).filter((need) => {
    const one = known.get(need.need);
    return one?.state !== need.state || one.seq !== need.seq;
  });
  return changed.map(standing).join(', ') || '—';
}

function askedAnew(before: Incident | undefined, after: Incident | undefined): string {
  const known = new Map(before?.id === after?.id ? before?.legs.map((leg) => [leg.id, leg]) : []);
  const news = (after?.legs ?? []).flatMap((leg) => {
    const one = known.get(leg.id);
    if (one?.revision === leg.revision) return [];
    const what = one === undefined ? 'asked' : leg.state === 'stood_down' ? 'not needed' : `told: ${leg.because ?? ''}`;
    return [`${leg.responder} ${what}`];
  });
  return [...new Set(news)].join(', ') || '—';
}

/** The whole page. */
export function whatFollows(): string {
  const tables = states.map((state) => {
    const rows = linesOf(state).map(
      ({ from, word, result, needs, asked, button }) =>
        `| ${from} | ${word} | ${result} | ${needs} | ${asked} | ${button} |`,
    );
    return [
      `## When ${state.name}`,
      '| from | word | result | needs that changed | people | button |',
      '|---|---|---|---|---|---|',
      ...rows,
      '',
    ].join('\n');
  });
  return `${head}\n${tables.join('\n')}`;
}

const head = `# What follows from each word

Made from the core by \`npm run docs:words\`, and kept fresh by \`npm test -- what-follows\`; not written by hand. wang, li and zhao are
coordinators, desk is the health centre's; the policy is the small one of test/district.ts. "needs" are those that stand differently or
began anew; "button" is what the person hears. What each word means: docs/glossary.md; why: docs/decisions/019-needs-and-attend.md.
`;
