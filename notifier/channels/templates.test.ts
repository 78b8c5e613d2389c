// biome-ignore-all lint/suspicious/noTemplateCurlyInString: variables of approved templates are written like this
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { GatewayMessage } from '../../contracts/system/gateway.ts';
import { anOffer } from '../../test/provider.ts';
import { faultsOf, type Template, templateRules, templates, valuesOf } from './templates.ts';

const all = Object.entries(templates).flatMap(([way, some]) =>
  Object.entries(some).map(([kind, template]) => ({ way: way as 'sms' | 'voice', kind, template })),
);
const offer: Template = templates.sms.offer ?? { text: '', variables: [] };
const rules = templateRules.aliyun.voice;
const valuesIn = (message: GatewayMessage) => Object.fromEntries(valuesOf(offer, message, rules));

describe('the texts that are handed in for approval', () => {
  it.each(all)('$way of $kind is within the bounds of both providers', ({ way, template }) => {
    for (const provider of ['aliyun', 'tencent'] as const)
      expect(faultsOf(template, templateRules[provider][way])).toEqual([]);
  });

  it.each(all)('$way of $kind stands in the document as it is handed in', ({ template }) => {
    const document = readFileSync(join(import.meta.dirname, '../../docs/connecting-a-gateway.md'), 'utf8');
    expect(document).toContain(` ${template.text} |`);
  });

  it.each<{ what: string; template: Template }>([
    { what: 'a variable that is none', template: { text: '${number}${who}', variables: ['number'] } },
    { what: 'a variable that does not stand there', template: { text: '请登录', variables: ['number'] } },
    { what: 'an address', template: { text: '请看 https://yjt.example/r', variables: [] } },
    { what: 'a text that may become too long', template: { text: '长'.repeat(600), variables: [] } },
    { what: 'a signature of its own', template: { text: '【一键通】请登录', variables: [] } },
  ])('would be found with $what', ({ template }) => {
    expect(faultsOf(template, rules).length).toBeGreaterThan(0);
  });
});

describe('the variables of a message', () => {
  it('are number, kind, grid and courtyard', () => {
    expect(valuesIn(anOffer())).toEqual({ number: '12号', call: '求助', place: '第一网格 黉门街82号院' });
  });

  it('of a group say how many', () => {
    const group = { name: '第一网格', count: 7, open: 7, urgent: 2 };
    expect(valuesIn(anOffer({ group }))).toMatchObject({ number: '共7起', place: '第一网格' });
  });

  it.each([
    { what: 'an address', courtyard: '详见https://evil.example/x', place: '第一网格 详见' },
    { what: 'a domain', courtyard: 'evil.example院', place: '第一网格' },
    { what: 'an IP address', courtyard: '10.0.0.1', place: '第一网格' },
    { what: 'a signature', courtyard: '【银行】院', place: '第一网格 银行 院' },
  ])('are without $what that a name has', ({ courtyard, place }) => {
    expect(valuesIn(anOffer({ courtyard })).place).toBe(place);
  });

  it('are never empty, and together never too long', () => {
    const { grid: _, courtyard: __, ...nowhere } = anOffer();
    expect(valuesIn(nowhere as GatewayMessage).place).toBe('不详');
    const long = valuesOf(offer, anOffer({ courtyard: '院'.repeat(250) }), { ...rules, value: 250 });
    expect(long.map(([, value]) => value).join('').length).toBeLessThan(250);
    expect(valuesIn(anOffer({ courtyard: '院'.repeat(250) })).place?.length).toBeLessThanOrEqual(rules.value);
  });
});
