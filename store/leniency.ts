// What devices and phones really send: a battery of 255, a location that is null, a firmware that is a number, a zero byte behind the
// last bracket. What a message cannot do without decides; any other field that cannot be read counts as unknown, is named for
// the log, and never costs the message.
import { type ParseError, parse, parseTree, printParseErrorCode } from 'jsonc-parser';
import { type Static, type TObject, type TSchema, Type } from 'typebox';
import { Compile, type Validator } from 'typebox/compile';

/** A message as far as it could be read. `odd`: the fields that could not, as `location.accuracy`. */
export type Read<T> = { value: T; odd: string[] };

type Field = { required: boolean; check: Validator; object?: Fields; items?: Validator };
type Fields = ReadonlyMap<string, Field>;

/**
 * A reader by an object's schema: required fields must be right, optional ones are left out where they are not; in a list what is
 * not right is left out. Fields that the schema does not name are ignored.
 * @returns undefined when it is no object or lacks something that it cannot do without
 */
export function lenientReader<Schema extends TObject>(
  schema: Schema,
): (value: unknown) => Read<Static<Schema>> | undefined {
  const fields = fieldsOf(schema);
  return (value) => {
    const odd: string[] = [];
    const read = readFields(value, fields, '', odd);
    return read === undefined ? undefined : { value: read as Static<Schema>, odd };
  };
}

function fieldsOf(schema: TObject): Fields {
  const required = new Set<string>((schema as { required?: string[] }).required ?? []);
  return new Map(
    Object.entries(schema.properties as Record<string, TSchema>).map(([name, one]): [string, Field] => [
      name,
      {
        required: required.has(name),
        check: Compile(one),
        ...(Type.IsObject(one) ? { object: fieldsOf(one) } : {}),
        ...(Type.IsArray(one) ? { items: Compile(one.items) } : {}),
      },
    ]),
  );
}

function readFields(value: unknown, fields: Fields, path: string, odd: string[]): object | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return undefined;
  const read: Record<string, unknown> = {};
  for (const [name, field] of fields) {
    if (!Object.hasOwn(value, name)) {
      if (field.required) return undefined;
      continue;
    }
    const found = readField((value as Record<string, unknown>)[name], field, `${path}${name}`, odd);
    if (found !== undefined) read[name] = found;
    else if (field.required) return undefined;
    else odd.push(`${path}${name}`);
  }
  return read;
}

function readField(value: unknown, { check, object, items }: Field, path: string, odd: string[]): unknown {
  if (isRight(check, value)) return value;
  if (object) return readFields(value, object, `${path}.`, odd);
  if (!items || !Array.isArray(value)) return undefined;
  const right = value.filter((one: unknown) => isRight(items, one));
  if (right.length < value.length) odd.push(`${path}[]`);
  return isRight(check, right) ? right : undefined;
}

const isRight = (check: Validator, value: unknown): boolean => check.Check(value);

/** `whole`: text that only has something odd in it, such as NaN or a comma too many. `cut`: it ends too early. */
export type Parsed = { json: unknown; how: 'exact' | 'whole' | 'cut' };

/** Not JSON, but the value around it stands: the rest of the text is there. */
const harmless: ReadonlySet<string> = new Set([
  'InvalidSymbol',
  'InvalidNumberFormat',
  'PropertyNameExpected',
  'ValueExpected',
  'ColonExpected',
  'CommaExpected',
  'InvalidCommentToken',
  'InvalidUnicode',
  'InvalidEscapeCharacter',
  'InvalidCharacter',
]);

/** Where the value ends; what follows is the rest of an older message in the same memory, or the same one twice. */
function endOf(text: string): number {
  const node = parseTree(text, [], { allowTrailingComma: true });
  return node === undefined ? text.length : node.offset + node.length;
}

/** Another kind behind the value may be what was meant: then a human looks. */
function namesNoOther(rest: string, json: unknown): boolean {
  const kind = typeof json === 'object' && json !== null && 'kind' in json ? json.kind : undefined;
  return [...rest.matchAll(/"kind"\s*:\s*"([^"]*)"/g)].every(([, other]) => other === kind);
}

/** Longer text is JSON or nothing: mending 64 KB of commas takes a fifth of a second, in which nobody's press is heard. */
const mendedAtMost = 4_096;

/**
 * JSON as devices send it. Zero bytes, blanks and a byte order mark around the text are no part of it; bytes that are no UTF-8 spoil
 * their field only.
 * @returns undefined when no value can be made out
 */
export function parseLeniently(payload: Buffer): Parsed | undefined {
  const text = bare(payload.toString('utf8'));
  if (text === '') return undefined;
  try {
    return { json: JSON.parse(text), how: 'exact' };
  } catch {
    const errors: ParseError[] = [];
    const json = mend(text, errors);
    if (json === undefined) return undefined;
    const end = endOf(text);
    const isTail = (offset: number): boolean =>
      offset >= end && end < text.length && namesNoOther(text.slice(end), json);
    const whole = errors.every(({ error, offset }) => harmless.has(printParseErrorCode(error)) || isTail(offset));
    return { json, how: whole ? 'whole' : 'cut' };
  }
}

/** Walked from both ends: an expression that looks for blanks before the end takes a second over fifty thousand in the middle. */
function bare(text: string): string {
  let [from, to] = [0, text.length];
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

/** Blank, a control character such as zero, or a byte order mark. */
const isBlank = (code: number): boolean => code <= 0x20 || code === 0xfeff;

function mend(text: string, errors: ParseError[]): unknown {
  if (text.length > mendedAtMost) return undefined;
  try {
    return parse(text, errors, { allowTrailingComma: true });
  } catch {
    return undefined; // nested deeper than its parser can go: no message of ours is
  }
}
