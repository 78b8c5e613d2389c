import { expect, it } from 'vitest';
import type { RegistryEdit } from '../../../../contracts/office/registry.ts';
import { versionsOf } from './versions.ts';

const edit = (version: number, fields: RegistryEdit['fields'], how: RegistryEdit['how'] = 'changed'): RegistryEdit => ({
  version,
  at: '2026-11-30T08:00:00.000+08:00',
  by: '刘主任',
  how,
  fields,
});

it('each version is what the edit after it found, down to what stood before the first', () => {
  const edits = [
    edit(4, [{ field: 'entrySeconds', before: 120 }]),
    edit(3, [
      { field: 'entrySeconds', after: 120 },
      { field: 'linkWithinSeconds', before: 60, after: 90 },
    ]),
  ];
  expect(versionsOf({ linkWithinSeconds: 90 }, edits).map(({ version, document }) => [version, document])).toEqual([
    [4, { linkWithinSeconds: 90 }],
    [3, { linkWithinSeconds: 90, entrySeconds: 120 }],
    [2, { linkWithinSeconds: 60 }],
  ]);
});

it('nothing stood before what was made, and nothing is known where nothing was changed', () => {
  expect(versionsOf({ a: 1 }, [edit(1, [{ field: 'a', after: 1 }], 'made')])).toHaveLength(1);
  expect(versionsOf({ a: 1 }, [])).toEqual([]);
});
