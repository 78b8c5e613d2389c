// What stands in a field, in words.
import { momentOf } from '../../look/time.ts';
import { language } from '../../words/language.ts';
import type { Field, Fields } from './fields.ts';
import { textOf } from './values.ts';
import { registryWords } from './words.ts';

/** A value in words; of a part with fields of its own, theirs. */
export function said(field: Field | undefined, value: unknown): string {
  const r = registryWords.value;
  if (value === undefined || value === null || (Array.isArray(value) && value.length === 0)) return r.nothingBefore;
  if (field?.type === 'yes') return value ? r.yes : r.no;
  if (field?.type === 'choice') return field.of[String(value)]?.[language.value] ?? String(value);
  if (field?.type === 'choices')
    return (value as string[]).map((one) => field.of[one]?.[language.value] ?? one).join('、');
  if (field?.type === 'group') return partsOf(field.fields, value as Record<string, unknown>);
  if (field?.type === 'many')
    return (value as Record<string, unknown>[]).map((one) => partsOf(field.fields, one)).join('；');
  if (typeof value === 'object' && field === undefined) return JSON.stringify(value);
  return field?.type === 'moment' && typeof value === 'number'
    ? momentOf(value)
    : textOf(field ?? { type: 'text', label: { zh: '', en: '' } }, value).replaceAll('\n', '；');
}

const partsOf = (fields: Fields, value: Record<string, unknown>): string =>
  Object.entries(value)
    .map(([name, one]) => said(fields[name], one))
    .join('，') || registryWords.value.nothingBefore;
