import { describe, expect, it } from 'vitest';
import { anOffer } from '../../test/provider.ts';
import { phoneOf } from './recipient.ts';

describe('the telephone number of somebody who is to be told', () => {
  it.each([
    { written: '138 0013 8000', digits: '13800138000' },
    { written: '+86 138 0013 8000', digits: '13800138000' },
    { written: '(+86)138-0013-8000', digits: '13800138000' },
    { written: '＋８６ 13800138000', digits: '13800138000' },
    { written: '0086 138 0013 8000', digits: '13800138000' },
    { written: '86 138 0013 8000', digits: '13800138000' },
    { written: '028-8612 3456', digits: '02886123456' },
    { written: '8612 3456', digits: '86123456' },
    { written: '+1 380 013 8000', digits: undefined },
    { written: '001 380 013 8000', digits: undefined },
    { written: '+852 2123 4567', digits: undefined },
    { written: 'unknown', digits: undefined },
    { written: '', digits: undefined },
  ])('"$written" is dialled as $digits', ({ written, digits }) => {
    expect(phoneOf(anOffer({ recipient: { responder: 'wang-g1', phone: written } }))).toBe(digits);
  });
});
