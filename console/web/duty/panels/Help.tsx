import './Help.css';
import { Button } from '../../look/Button.tsx';
import { HandbookLine } from '../../look/Handbook.tsx';
import { words } from '../../words/words.ts';
import { toggleHelp } from '../actions.ts';
import { keysOn, switchKeys } from '../keys.ts';

/** All keys and the switch for them, and the way to the handbook. */
export function Help() {
  const { keys, keysTitle, keysOn: onWords, cancel, lock } = words.value;
  const rows: [string, string][] = [
    ['J / K', keys.row],
    ['A', keys.acknowledge],
    ['D', keys.assign],
    ['N', keys.note],
    ['W', keys.nightDesk],
    ['V', keys.visits],
    ['L', lock.now],
    ['M', keys.sound],
    ['F', keys.map],
    ['/', keys.search],
    ['Esc', keys.back],
    ['?', keys.help],
  ];
  return (
    <section class="help" aria-label={keysTitle}>
      <h2>{keysTitle}</h2>
      <dl>
        {rows.map(([key, says]) => [
          <dt key={key}>
            <kbd>{key}</kbd>
          </dt>,
          <dd key={`${key}-says`}>{says}</dd>,
        ])}
      </dl>
      <label>
        <input type="checkbox" checked={keysOn.value} onChange={switchKeys} /> {onWords}
      </label>
      <HandbookLine of="duty" />
      <Button does={toggleHelp} says={cancel} />
    </section>
  );
}
