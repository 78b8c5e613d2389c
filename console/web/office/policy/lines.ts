// A policy line by line in words: what two versions differ in, and where in it something is wrong.

import type { CallRule, Plan, Policy, Tier } from '../../../../contracts/office/policy.ts';
import { callsInChinese, callsInEnglish } from '../../../../wording/calls.ts';
import { groupSays } from '../../../../wording/policy.ts';
import { language } from '../../words/language.ts';
import type { Field, Fields } from '../registry/fields.ts';
import { said } from '../registry/said.ts';
import type { Document } from '../registry/values.ts';
import { policyFields } from './fields.ts';
import { read } from './filled.ts';
import { policyWords } from './words.ts';

export type Line = { key: string; label: string; value: string };
export const callSays = (kind: CallRule['kind']): string =>
  (language.value === 'en' ? callsInEnglish : callsInChinese)[kind];
const step = ' › ';

/** Every line; `key` stays the same when something is put before it. */
export function linesOf(document: Document): Line[] {
  const policy = read(document);
  const fields = policyFields(policy.plans);
  const { calls: _, plans: __, ...others } = fields;
  return [
    ...policy.calls.flatMap((rule) => callLines(rule, fieldsOf(fields.calls))),
    ...policy.plans.flatMap((plan) => planLines(plan, fieldsOf(fields.plans))),
    ...Object.entries(others).flatMap(([name, field]) => otherLines(field, document[name], name, labelOf(field))),
  ];
}

const labelOf = ({ label }: Field): string => label[language.value === 'en' ? 'en' : 'zh'];
const fieldsOf = (field: Field | undefined): Fields => (field && 'fields' in field ? field.fields : {});

function callName({ kind, between }: CallRule): string {
  const w = policyWords.value;
  return `${callSays(kind)} ${between ? w.between(between.from, between.to) : w.allDay}`;
}

function callLines(rule: CallRule, fields: Fields): Line[] {
  const { kind: _, between: __, ...rest } = fields;
  const [key, name] = [`calls/${rule.kind}/${rule.between?.from ?? ''}-${rule.between?.to ?? ''}`, callName(rule)];
  return Object.entries(rest).flatMap(([field, of]) =>
    otherLines(of, rule[field as keyof CallRule], `${key}/${field}`, `${name}${step}${labelOf(of)}`),
  );
}

function planLines(plan: Plan, fields: Fields): Line[] {
  const { name, track, tiers } = fields;
  const [key, of] = [`plans/${plan.id}`, plan.name];
  const own = (
    [
      ['name', name],
      ['track', track],
    ] as const
  ).flatMap(([one, field]) =>
    field ? otherLines(field, plan[one], `${key}/${one}`, `${of}${step}${labelOf(field)}`) : [],
  );
  return [
    ...own,
    ...plan.tiers.flatMap((tier, i) =>
      tierLines(tier, `${key}/${i}`, `${of}${step}${policyWords.value.tier(i + 1)}`, fieldsOf(tiers)),
    ),
  ];
}

function tierLines(tier: Tier, key: string, name: string, fields: Fields): Line[] {
  const { who, ...rest } = fields;
  const own = Object.entries(rest).flatMap(([field, of]) =>
    otherLines(of, tier[field as keyof Tier], `${key}/${field}`, `${name}${step}${labelOf(of)}`),
  );
  const asked = tier.who.map((group, i) => ({
    key: `${key}/who/${i}`,
    label: `${name}${step}${who ? labelOf(who) : ''} ${i + 1}`,
    value: groupSays(group, policyWords.value),
  }));
  return [...own, ...asked];
}

function otherLines(field: Field, value: unknown, key: string, label: string): Line[] {
  if (value === undefined) return [];
  if (field.type === 'group')
    return Object.entries(field.fields).flatMap(([name, of]) =>
      otherLines(of, (value as Document)[name], `${key}/${name}`, `${label}${step}${labelOf(of)}`),
    );
  if (field.type === 'many')
    return (value as readonly Document[]).map((one, i) => ({
      key: `${key}/${i}`,
      label: `${label} ${i + 1}`,
      value: said({ ...field, type: 'group' }, one),
    }));
  return [{ key, label, value: said(field, value) }];
}

/** A line of two that differ. `one`, `other`: absent where it is not there. */
export type Difference = { key: string; label: string; one?: string; other?: string };

export function differences(one: Document, other: Document): Difference[] {
  const [first, second] = [linesOf(one), linesOf(other)].map((lines) => new Map(lines.map((line) => [line.key, line])));
  const keys = new Set([...(first?.keys() ?? []), ...(second?.keys() ?? [])]);
  return [...keys].flatMap((key): Difference[] => {
    const [a, b] = [first?.get(key), second?.get(key)];
    if (a?.value === b?.value) return [];
    const label = a?.label ?? b?.label ?? key;
    return [{ key, label, ...(a && { one: a.value }), ...(b && { other: b.value }) }];
  });
}

/** Where in a policy a field is that something is wrong with: `plans/0/tiers/1/channels`. */
export function wayOf(field: string, document: Document): string {
  const policy: Policy = read(document);
  const parts = field.split('/').filter((part) => part !== '');
  const named: string[] = [];
  let fields = policyFields(policy.plans);
  for (let i = 0; i < parts.length; i++) {
    const name = parts[i] ?? '';
    const of = fields[name];
    if (!of) break;
    const index = of.type === 'many' && /^\d+$/.test(parts[i + 1] ?? '') ? Number(parts[++i]) : undefined;
    named.push(index === undefined ? labelOf(of) : oneOf(name, index, of, policy));
    fields = fieldsOf(of);
  }
  return named.join(step);
}

function oneOf(name: string, index: number, of: Field, { calls, plans }: Policy): string {
  const [rule, plan] = [calls[index], plans[index]];
  if (name === 'calls' && rule) return callName(rule);
  if (name === 'plans' && plan) return plan.name;
  return name === 'tiers' ? policyWords.value.tier(index + 1) : `${labelOf(of)} ${index + 1}`;
}
