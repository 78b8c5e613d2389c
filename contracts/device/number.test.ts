import { Compile } from 'typebox/compile';
import { expect, it } from 'vitest';
import { RegistryId } from '../ids.ts';
import { deviceAddress, deviceNumber } from './number.ts';

it('a number is an id of the registry, without letters that are read as others', () => {
  const all = Array.from({ length: 256 }, (_, byte) => deviceNumber(new Uint8Array(8).fill(byte)));
  for (const one of all) {
    expect(Compile(RegistryId).Check(one)).toBe(true);
    expect(one).toMatch(/^btn-[^ilo01]{8}$/);
  }
});

it('what a label holds is an address of ours with the number and nothing else', () => {
  expect(deviceAddress('https://yjt.example', 'btn-7k3m9q2x')).toBe('https://yjt.example/d/btn-7k3m9q2x');
});
