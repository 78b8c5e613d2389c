// XML, as alarm hosts and older platforms post it, read into what JSON would be: paths of a mapping lead through both alike.

/** Deeper or larger than that is no message of a device. */
const deepest = 12;
const mostElements = 3_000;

const token =
  /<!--[\s\S]*?-->|<\?[\s\S]*?\?>|<!DOCTYPE[^>[]*>|<!\[CDATA\[(?<raw>[\s\S]*?)\]\]>|<\/(?<end>[^\s>]+)\s*>|<(?<name>[^\s/>!?<]+)(?<attributes>(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*)\s*(?<alone>\/?)>|(?<text>[^<]+)/y;

type Element = { name: string; fields: Record<string, unknown>; has: boolean; text: string };
const element = (name: string): Element => ({ name, fields: Object.create(null), has: false, text: '' });

/**
 * An element is its text, or an object of its attributes and elements, those of one name a list; beside them its text is `#text`.
 * @returns undefined for what is no XML, or not whole
 */
export function readXml(text: string): unknown {
  const open = [element('')];
  let count = 0;
  token.lastIndex = 0;
  while (token.lastIndex < text.length) {
    const here = open.at(-1);
    const found = token.exec(text)?.groups;
    if (!found || !here) return undefined;
    const { raw, end, name, attributes = '', alone, text: between } = found;
    if (end !== undefined) {
      const holder = open.at(-2);
      if (end !== here.name || !holder) return undefined;
      open.pop();
      add(holder, here.name, contentOf(here));
    } else if (name !== undefined) {
      count++;
      const begun = element(name);
      for (const [, key = '', one, other] of attributes.matchAll(/([^\s=]+)\s*=\s*(?:"([^"]*)"|'([^']*)')/g))
        add(begun, key, spelled(one ?? other ?? ''));
      if (alone === '/') add(here, name, contentOf(begun));
      else open.push(begun);
      if (open.length > deepest || count > mostElements) return undefined;
    } else here.text += raw ?? spelled(between ?? '');
  }
  const [whole] = open;
  return open.length === 1 && whole?.has && whole.text.trim() === '' ? whole.fields : undefined;
}

function contentOf({ fields, has, text }: Element): unknown {
  const said = text.trim();
  if (!has) return said;
  return said === '' ? fields : { ...fields, '#text': said };
}

function add(holder: Element, name: string, value: unknown): void {
  const earlier = holder.fields[name];
  holder.has = true;
  holder.fields[name] = earlier === undefined ? value : Array.isArray(earlier) ? [...earlier, value] : [earlier, value];
}

const named: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };
const spelled = (text: string): string =>
  text.replaceAll(/&(?:#(\d{1,7})|#x([\da-f]{1,6})|(lt|gt|amp|quot|apos));/gi, (whole, decimal, hex, name) => {
    if (name !== undefined) return named[String(name).toLowerCase()] ?? whole;
    const code = decimal === undefined ? Number.parseInt(hex, 16) : Number(decimal);
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole;
  });

/** The parts of a `multipart/form-data`, by name; those without a name by `part` and their number. undefined: it is none. */
export function readParts(text: string): Record<string, string> | undefined {
  const [, line] = /^(--[^\r\n]{1,200})\r?\n/.exec(text) ?? [];
  if (line === undefined || !text.includes(`${line}--`)) return undefined;
  const parts: Record<string, string> = Object.create(null);
  for (const [i, part] of text.split(line).slice(1, 101).entries()) {
    const [, head = '', body] = /^\r?\n([\s\S]*?)\r?\n\r?\n([\s\S]*)$/.exec(part) ?? [];
    if (body === undefined) continue;
    const [, name = `part${i}`] = /\bname="([^"]{1,100})"/.exec(head) ?? [];
    parts[name] ??= body.replace(/\r?\n$/, '');
  }
  return parts;
}
