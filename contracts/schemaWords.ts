// What a schema refuses, in words for whoever wrote the file: a pattern is no sentence.

/** As the check of a schema tells it. */
export type SchemaError = { instancePath: string; keyword: string; message: string; params: object };

/** The field that is meant; empty for a document as a whole. */
export function fieldOf({ instancePath, params, keyword }: SchemaError): string {
  if (keyword === 'required' && 'requiredProperties' in params) return String(params.requiredProperties);
  if (keyword === 'additionalProperties' && 'additionalProperties' in params)
    return String(params.additionalProperties);
  return instancePath.split('/').findLast((part) => !/^\d*$/.test(part)) ?? '';
}

export function reasonOf(error: SchemaError): string {
  const { keyword, message, params } = error;
  if (keyword === 'required') return 'is missing';
  if (keyword === 'additionalProperties') return 'is no field that we know: check its spelling';
  if (keyword === 'enum' && 'allowedValues' in params)
    return `must be one of ${(params.allowedValues as unknown[]).join(', ')}`;
  if (keyword === 'pattern') return patternWords[fieldOf(error)] ?? idWords;
  return message;
}

const time = 'is no time of the calendar: write it like 2026-11-02T08:00 (24:00 is 00:00 of the next day)';
const day = 'is no day of the calendar: write it like 2026-11-02';
const hour = 'is no time of the day: write it like 08:00, until 23:59';
const patternWords: Readonly<Record<string, string>> = {
  start: time,
  end: time,
  on: day,
  except: day,
  given: day,
  withdrawn: day,
  from: hour,
  to: hour,
  phone: 'is no telephone number: digits, blanks and -, if need be a + before them, like 028-85123456',
  doorCode: 'is no door code: 4 to 12 digits and letters',
  card: 'is no card number: 4 to 32 digits, letters and -',
};
const idWords = 'is no id: small letters, digits and - only, like btn-001';
