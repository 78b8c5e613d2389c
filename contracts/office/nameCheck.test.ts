import { describe, expect, it } from 'vitest';
import { sampleBundle } from '../../test/sample.ts';
import { checkNames } from './nameCheck.ts';

const sample = sampleBundle();
const [resident, ...others] = sample.residents;
const named = (name: string) =>
  checkNames({ ...sample, residents: resident ? [{ ...resident, name }, ...others] : [] }).map(
    ({ severity, path, field }) => `${severity} ${path} ${field}`,
  );

describe('the name of a resident', () => {
  it.each([' ', '　', '\u200b', '\u3164', '\ufffd\ufffd', '\t '])('that is blank is refused ("%s")', (name) =>
    expect(named(name)).toEqual(['error /residents/0 name']),
  );
  it.each(['\ufffd\ufffd奶奶', '锟斤拷奶奶', '??奶奶', '?'])('that is damaged is warned of (%s)', (name) =>
    expect(named(name)).toEqual(['warning /residents/0 name']),
  );
  it.each(['单奶奶', '买买提·吐尔逊', 'Anna', '𠮷野家'])('such as %s is fine', (name) =>
    expect(named(name)).toEqual([]),
  );
});

it('a unit that is blank is warned of: there may be none', () => {
  const [home, ...homes] = sample.homes;
  const found = checkNames({ ...sample, homes: home ? [{ ...home, unit: ' ' }, ...homes] : [] });
  expect(found).toMatchObject([{ severity: 'warning', path: '/homes/0', field: 'unit' }]);
});
