// The documents of a shift that somebody is about to change, with the versions that they have now.
import type { Shift, Swap } from '../../../../contracts/office/community.ts';
import type { RegistryDocument } from '../../../../contracts/office/registry.ts';
import { call } from '../../live/api.ts';
import { words } from '../../words/words.ts';
import type { Standing } from './draft.ts';

const read = (kind: string, id: string) => call<RegistryDocument>(`/api/v1/office/registry/${kind}/${id}`);

/** @returns why not, in the server's words */
export async function readShift(id: string): Promise<Standing | string> {
  const shift = await read('shifts', id);
  if (!shift.ok) return shift.message || words.value.notSent;
  const swaps = await Promise.all(
    shift.value.uses.filter(({ kind }) => kind === 'swaps').map((one) => read('swaps', one.id)),
  );
  const failed = swaps.find((one) => !one.ok);
  if (failed && !failed.ok) return failed.message || words.value.notSent;
  return {
    version: shift.value.version,
    document: shift.value.document as unknown as Shift,
    swaps: swaps.flatMap((one) =>
      one.ok ? [{ version: one.value.version, document: one.value.document as unknown as Swap }] : [],
    ),
  };
}
