// XML, as alarm hosts and older platforms post it, read into what JSON would be: paths of a mapping lead through both alike. And forms in parts.
import { type X2jOptions, XMLParser, XMLValidator } from 'fast-xml-parser';

/** Deeper or larger than that is no message of a device. */
const deepest = 12;
const longest = 64 * 1024;

const reading: X2jOptions = {
  ignoreAttributes: false,
  attributeNamePrefix: '',
  ignoreDeclaration: true,
  ignorePiTags: true,
  parseTagValue: false,
  maxNestedTags: deepest,
  processEntities: { enabled: true, maxEntityCount: 0 }, // &amp; and &#9; are read; what a document defines itself is not
};

/**
 * An element is its text, or an object of its attributes and elements, those of one name a list; beside them its text is `#text`.
 * @returns undefined for what is no XML, or not whole
 */
export function readXml(text: string): unknown {
  if (text.length > longest || XMLValidator.validate(text) !== true) return undefined;
  try {
    return new XMLParser(reading).parse(text);
  } catch {
    return undefined; // deeper than a message of a device
  }
}

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
