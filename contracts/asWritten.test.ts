import { describe, expect, it } from 'vitest';
import { isSameCode, phoneForm, plainText, withPlainPhonesIn } from './asWritten.ts';

describe('a text is compared', () => {
  it.each([
    { one: '６栋', other: '6栋' },
    { one: '买买提·吐尔逊', other: '买买提吐尔逊' },
    { one: '买买提•吐尔逊', other: '买买提 吐尔逊' },
    { one: '买买提．吐尔逊', other: '买买提・吐尔逊' },
    { one: 'ＡＢ座', other: 'ab座' },
    { one: '解放路　12号院', other: '解放路12号院' },
  ])('as people write it: $one is $other', ({ one, other }) => expect(plainText(one)).toBe(plainText(other)));

  it('and otherwise letter by letter', () => expect(plainText('6栋')).not.toBe(plainText('9栋')));
});

describe('a code', () => {
  it.each(['１２３４', ' 1234 ', '12 34', '12·34', '1234\u200b'])('typed as "%s" is 1234', (typed) =>
    expect(isSameCode('1234', typed)).toBe(true),
  );
  it.each(['1235', '', '·', '123'])('typed as "%s" is not', (typed) => expect(isSameCode('1234', typed)).toBe(false));
});

describe('a telephone number', () => {
  it.each([
    ['(028) 0000 0000', '028 0000 0000'],
    ['（０２８）００００－００００', '028 0000-0000'],
    ['028–0000 0000', '028-0000 0000'],
    ['028 - 0000 0000', '028-0000 0000'],
    ['+86 (0)28 0000 0000', '+86 28 0000 0000'],
    ['＋86 138.0000.0000', '+86 138 0000 0000'],
    ['000 0000 0001', '000 0000 0001'],
    [' 120 ', '120'],
  ])('%s is brought to %s', (text, form) => expect(phoneForm(text)).toBe(form));

  it.each(['138 0000 0000 / 139 0000 0000', '028-0000 转 801', 'none', '+', '12', '+ -', '1234567890123456', ''])(
    '"%s" is none',
    (text) => expect(phoneForm(text)).toBeUndefined(),
  );

  it('is brought to it wherever a district holds one; what is none stays for the schema', () => {
    const bundle = {
      residents: [{ id: 'r', phone: '(028) 1', contacts: [{ name: 'x', phone: '（028）0000' }] }, 7],
      responders: [{ id: 'w', phone: 'call me' }],
      homes: [{ phone: '(1)' }],
    };
    expect(withPlainPhonesIn(bundle)).toEqual({
      residents: [{ id: 'r', phone: '028 1', contacts: [{ name: 'x', phone: '028 0000' }] }, 7],
      responders: [{ id: 'w', phone: 'call me' }],
      homes: [{ phone: '(1)' }],
    });
    expect(withPlainPhonesIn(null)).toBeNull();
    const deep = JSON.parse(`${'{"contacts":['.repeat(20_000)}${']}'.repeat(20_000)}`);
    expect(() => withPlainPhonesIn({ residents: [deep] })).not.toThrow();
  });
});
