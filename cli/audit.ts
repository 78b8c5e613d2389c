// `yjt audit`: who did what, who was shown whom; and whether the chain still is as it was written, by the running system or from
// the files of its days alone.
import { createReadStream, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { Type } from 'typebox';
import { AuditEntry, AuditVerified } from '../contracts/session/auditView.ts';
import { defined } from '../contracts/shapes.ts';
import { ChainCheck, readDayLine } from '../signing/chain.ts';
import type { Answer } from './commands.ts';
import { Failure } from './failure.ts';
import type { Session } from './session.ts';
import { call } from './system.ts';
import { table } from './table.ts';

type Wanted = { resident: string | undefined; incident: string | undefined; actor: string | undefined; limit: number };
const pageSize = 500;
const Page = Type.Object({ entries: Type.Array(AuditEntry), next: Type.Optional(Type.String()) });

export async function showAudit({ system, say, when }: Session, { limit, ...wanted }: Wanted): Promise<Answer> {
  const found = system();
  const entries: AuditEntry[] = [];
  for (let before: string | undefined; ; ) {
    const query = new URLSearchParams({ limit: String(Math.min(pageSize, limit - entries.length)) });
    for (const [name, value] of Object.entries({ ...wanted, before })) if (value !== undefined) query.set(name, value);
    const page = await call(found, `/api/v1/audit?${query}`, Page);
    entries.push(...page.entries);
    before = page.next;
    if (before === undefined || entries.length >= limit) break;
  }
  const rows = entries.map(
    ({ at, by, actor = '', role, address = '', action, about = '', what, purpose, reason, why }) => [
      when(at),
      by === actor ? by : `${by} (${actor})`,
      role,
      address,
      what === undefined
        ? action
        : `${say.audit.what[what]} · ${purpose === undefined ? '' : say.audit.purposes[purpose]}`,
      about,
      [reason, why].filter((one) => one !== undefined).join(' '),
    ],
  );
  return { json: { entries }, text: rows.length === 0 ? say.audit.none : table([say.columns.audit, ...rows]) };
}

/** Fails, with where it breaks, unless all of it is as it was written. */
export async function verifyAudit(
  session: Session,
  { folder, head }: { folder: string; head: string | undefined },
): Promise<Answer> {
  const { system, say } = session;
  const mark = markIn(head, session);
  const verified =
    folder === ''
      ? await call(system(), `/api/v1/audit/verify${mark ? `?n=${mark.n}&hash=${mark.hash}` : ''}`, AuditVerified)
      : await verifyFiles(folder, mark, session);
  const end = verified.head === undefined ? '' : `${verified.head.n}:${verified.head.hash}`;
  const text = [
    verified.sound ? say.audit.sound(verified.chained, verified.days) : say.audit.broken,
    ...verified.problems.map(({ why, n, entry }) => `  ${n} ${entry} ${say.audit.faults[why]}`),
    ...((verified.from ?? 1) > 1 ? [say.audit.from(verified.from ?? 1)] : []),
    ...(verified.erased > 0 ? [say.audit.erased(verified.erased)] : []),
    ...(end === '' ? [] : [say.audit.head(end)]),
  ].join('\n');
  return { json: verified, text, failed: !verified.sound };
}

function markIn(text: string | undefined, { say }: Session): { n: number; hash: string } | undefined {
  if (text === undefined) return undefined;
  const [, n, hash] = /^(\d{1,12}):([0-9a-f]{64})$/.exec(text) ?? [];
  if (n === undefined || hash === undefined) throw new Failure('usage', say.audit.noHead);
  return { n: Number(n), hash };
}

/** @throws Failure when there is no day in the folder */
async function verifyFiles(
  folder: string,
  mark: { n: number; hash: string } | undefined,
  { say }: Session,
): Promise<AuditVerified> {
  const days = filesIn(folder);
  if (days.length === 0) throw new Failure('bad_file', say.audit.noFiles(folder));
  const walk = new ChainCheck(new Map(mark ? [[mark.n, mark.hash]] : []));
  for (const day of days)
    for await (const text of createInterface({ input: createReadStream(join(folder, day), 'utf8') })) {
      const line = text === '' ? undefined : readDayLine(text);
      if (line && 'head' in line) walk.mark(line.head, day);
      else if (line) walk.take(line);
    }
  const sound = walk.end();
  const { head, from, counts, problems } = walk;
  return {
    sound,
    ...(head ? { head } : {}),
    ...defined({ from }),
    ...counts,
    days: days.length,
    problems,
  };
}

function filesIn(folder: string): string[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d{4}-\d{2}-\d{2}\.jsonl$/.test(name))
      .sort();
  } catch {
    return []; // the sentence says that there is nothing
  }
}
