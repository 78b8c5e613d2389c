import './KeyHints.css';
import { words } from '../../words/words.ts';

/** The keys that are used most; the others: panels/Help.tsx. */
export function KeyHints() {
  const { keys } = words.value;
  return (
    <div class="keys">
      <span>
        <kbd>J</kbd> <kbd>K</kbd> {keys.row}
      </span>
      {(['A', 'D', 'N', 'F', '?'] as const).map((key) => (
        <span key={key}>
          <kbd>{key}</kbd> {keys[named[key]]}
        </span>
      ))}
    </div>
  );
}

const named = { A: 'acknowledge', D: 'assign', N: 'note', F: 'map', '?': 'help' } as const;
