import { describe, expect, it } from 'vitest';
import { csvOf, sheetOf } from './sheet.ts';

const sheet = {
  name: '警情',
  head: ['编号', '备注'],
  rows: [
    ['0012', '=HYPERLINK("x")'],
    ['13', 'a,"b"\n下一行'],
  ],
};

describe('a table as a file', () => {
  it('is CSV that Excel reads as Chinese, with no formula in it and each cell whole', () => {
    const csv = csvOf(sheet);
    expect(csv.charCodeAt(0)).toBe(0xfeff);
    expect(csv.slice(1).split('\r\n')).toEqual(['编号,备注', `0012,"'=HYPERLINK(""x"")"`, '13,"a,""b""\n下一行"', '']);
  });

  it('is a workbook whose cells are text', async () => {
    const bytes = Buffer.from(await sheetOf(sheet));
    expect(bytes.subarray(0, 2).toString()).toBe('PK');
    expect(bytes.length).toBeGreaterThan(1_000);
  });
});
