// What is told to the crew of an ambulance: typed at the duty console or at the health desk.
import { useState } from 'preact/hooks';
import { words } from '../words/words.ts';

export type HandOverFields = Record<'gate' | 'hospital' | 'companion', string>;

export function useHandOver() {
  const w = words.value;
  const [fields, setFields] = useState<HandOverFields>({ gate: '', hospital: '', companion: '' });
  /** without what was left empty */
  const given: Partial<HandOverFields> = Object.fromEntries(
    Object.entries(fields).flatMap(([name, text]) => (text.trim() === '' ? [] : [[name, text.trim()]])),
  );
  const lines: [keyof HandOverFields, string][] = [
    ['gate', w.ambulanceGate],
    ['hospital', w.ambulanceHospital],
    ['companion', w.ambulanceCompanion],
  ];
  return { fields, setFields, given, lines };
}
