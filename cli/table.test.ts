import { describe, expect, it } from 'vitest';
import { table, widthOf } from './table.ts';

describe('a table for the terminal', () => {
  it.each([
    { text: 'abc', cells: 3 },
    { text: '王协管员', cells: 8 },
    { text: '3号院 2栋', cells: 9 },
    { text: '；（）', cells: 6 },
    { text: '', cells: 0 },
  ])('"$text" takes $cells cells', ({ text, cells }) => expect(widthOf(text)).toBe(cells));

  it('stands in columns though Chinese characters are two cells wide', () => {
    expect(
      table([
        ['王', 'x', '甲'],
        ['ab cd', '乙', 'y'],
      ]),
    ).toBe('王     x   甲\nab cd  乙  y');
  });
});
