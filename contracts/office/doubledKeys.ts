// A key that an object has twice: whoever reads JSON takes the last one in silence, and somebody else's door.

/** `path`: of the object, a JSON pointer. Lines count from 1. */
export type DoubledKey = { key: string; path: string; line: number; reason: string };

type Level = { keys: Map<string, number> | undefined; at: string | number };

/**
 * Walks over a text once, with nothing in memory but the keys of what is open.
 * @param text JSON; what is none gives an answer of no use
 * @returns the first of them, in order
 */
export function doubledKeys(text: string, atMost = 50): DoubledKey[] {
  const found: DoubledKey[] = [];
  const levels: Level[] = [];
  for (let i = 0; i < text.length && found.length < atMost; i++) {
    const level = levels.at(-1);
    switch (text[i]) {
      case '{':
        levels.push({ keys: new Map(), at: '' });
        break;
      case '[':
        levels.push({ keys: undefined, at: 0 });
        break;
      case '}':
      case ']':
        levels.pop();
        break;
      case ',':
        if (typeof level?.at === 'number') level.at++;
        break;
      case '"': {
        const end = endOfString(text, i);
        if (level?.keys && isKey(text, end)) {
          const key = keyIn(text.slice(i, end));
          const first = level.keys.get(key);
          if (first === undefined) level.keys.set(key, i);
          else found.push(doubled(text, { key, path: pathOf(levels), first, again: i }));
          level.at = key;
        }
        i = end - 1;
      }
    }
  }
  return found;
}

function endOfString(text: string, start: number): number {
  let i = start + 1;
  while (i < text.length && text[i] !== '"') i += text[i] === '\\' ? 2 : 1;
  return i + 1;
}

function isKey(text: string, end: number): boolean {
  let i = end;
  while (/\s/.test(text[i] ?? '')) i++;
  return text[i] === ':';
}

/** The same key may be written in two ways. */
const keyIn = (quoted: string): string => (quoted.includes('\\') ? String(JSON.parse(quoted)) : quoted.slice(1, -1));

const pathOf = (levels: readonly Level[]): string =>
  levels
    .slice(0, -1)
    .map(({ at }) => `/${at}`)
    .join('');

function doubled(
  text: string,
  { key, path, first, again }: { key: string; path: string; first: number; again: number },
) {
  const reason = `is named twice in one object, first on line ${lineAt(text, first)}: leave one of them out`;
  return { key, path, line: lineAt(text, again), reason };
}

/** Counts from 1. */
export function lineAt(text: string, offset: number): number {
  let line = 1;
  for (let i = text.indexOf('\n'); i !== -1 && i < offset; i = text.indexOf('\n', i + 1)) line++;
  return line;
}
