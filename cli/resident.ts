// What the law gives a resident, from a terminal: a copy for them to read and for machines, erasing, consents.
import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Type } from 'typebox';
import { ConsentAnswer, type ConsentOrder, ErasedAnswer, ResidentExport } from '../contracts/office/residents.ts';
import type { Answer } from './commands.ts';
import { Failure } from './failure.ts';
import type { Session } from './session.ts';
import { call } from './system.ts';
import { visible } from './visible.ts';

const path = (id: string, what: string): string => `/api/v1/residents/${encodeURIComponent(id)}/${what}`;

/** @param out a file for both forms, of its owner alone: `NAME.json` and `NAME.txt`; on the screen when empty */
export async function exportResident({ system, say, when }: Session, id: string, out: string): Promise<Answer> {
  const all = await call(system(), path(id, 'export'), ResidentExport);
  const text = readable(all, { say, when });
  if (out === '') return { json: all, text: visible(text) };
  const files = [resolve(`${out}.json`), resolve(`${out}.txt`)] as const;
  try {
    await writeFile(files[0], `${JSON.stringify(all, null, 2)}\n`, { flag: 'wx', mode: 0o600 });
    await writeFile(files[1], `${text}\n`, { flag: 'wx', mode: 0o600 });
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    if (code === 'EEXIST') throw new Failure('file_exists', say.backup.exists(files[0]));
    throw new Failure('bad_file', say.backup.file.unusable(files[0], code));
  }
  return { json: { files }, text: files.map((file) => say.resident.written(file)).join('\n') };
}

function readable(
  { resident, home, lived, devices, checkIns, incidents, looked }: ResidentExport,
  { say, when }: Pick<Session, 'say' | 'when'>,
): string {
  const line = (name: string, value: unknown): string =>
    `  ${say.resident.fields[name] ?? name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`;
  const fields = (document: object): string[] => Object.entries(document).map(([name, value]) => line(name, value));
  return [
    say.resident.title,
    ...fields(resident),
    say.resident.home,
    ...fields(home),
    `  ${say.resident.devices}: ${devices.join(' ')}`,
    line('checkIns', checkIns),
    ...lived.map(({ home: id, from = '', until = '' }) => `  ${say.resident.lived}: ${id} ${from} – ${until}`),
    say.resident.incidents(incidents.length),
    ...incidents.flatMap(({ number, kind, receivedAt, closedAt, events }) => [
      `  #${number} ${kind} ${when(receivedAt)} – ${closedAt === undefined ? '' : when(closedAt)}`,
      ...events.map((event) => `    ${JSON.stringify(event)}`),
    ]),
    say.resident.looked(looked.length),
    ...looked.map(
      ({ at, by, role, action, what = '', purpose = '', why = '' }) =>
        `  ${when(at)} ${by} (${role}) ${[action, what, purpose, why].filter((word) => word !== '').join(' ')}`,
    ),
  ].join('\n');
}

export async function eraseResident({ system, say }: Session, id: string, why: string): Promise<Answer> {
  const erased = await call(system(), path(id, 'erase'), ErasedAnswer, { why });
  return { json: erased, text: say.resident.erased(id, erased.home, erased.texts), remarks: [say.resident.backups] };
}

export async function readmitResident({ system, say }: Session, id: string): Promise<Answer> {
  const back = await call(system(), path(id, 'readmit'), Type.Object({ id: Type.String() }), {});
  return { json: back, text: say.resident.back(id) };
}

/** @param said the options as they were typed */
export async function changeConsent(
  { system, say }: Session,
  id: string,
  { purpose, contact, withdraw, on, how }: Readonly<Record<string, unknown>>,
): Promise<Answer> {
  const order: ConsentOrder = {
    purpose: String(purpose) as ConsentOrder['purpose'], // one of the choices
    ...(withdraw === true ? { withdrawn: true } : {}),
    ...(contact === undefined ? {} : { contact: String(contact) }),
    ...(on === undefined ? {} : { on: String(on) }),
    ...(how === undefined ? {} : { how: String(how) }),
  };
  const answer = await call(system(), path(id, 'consents'), ConsentAnswer, order);
  const lines = answer.consents.map((one) =>
    [one.purpose, one.contact ?? '', `${one.given} – ${one.withdrawn ?? ''}`, one.how ?? ''].join('  '),
  );
  return {
    json: answer,
    text: lines.join('\n'),
    remarks: answer.removed.length === 0 ? [] : [say.resident.removed(answer.removed.join(', '))],
  };
}
