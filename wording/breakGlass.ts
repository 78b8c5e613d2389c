// Why somebody reads what is not theirs by their part in the incident: one tap each, the same words wherever it is asked and read.
import type { BreakGlassReason } from '../contracts/terms.ts';

type Table = Readonly<Record<BreakGlassReason, string>>;

export const breakGlassReasons: { readonly zh: Table; readonly en: Table } = {
  zh: {
    life_at_risk: '现场有生命危险',
    doctor_asks: '医护人员要求',
    centre_unreachable: '联系不上卫生中心',
    family_asks: '家属要求',
  },
  en: {
    life_at_risk: 'Life at risk at the scene',
    doctor_asks: 'A doctor or nurse asks',
    centre_unreachable: 'Health centre unreachable',
    family_asks: 'The family asks',
  },
};
