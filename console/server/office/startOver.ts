// Starting over from the sample: a backup first; then its simulator falls silent, its calls are closed as tests, and its documents give way to
// a community with nothing in it. While somebody real has called, nothing is removed, and no button or phone of theirs loses its login.
// Everything before the documents can be done again, should we end in between: it is still the sample then.
import type { FastifyBaseLogger } from 'fastify';
import { ulid } from 'ulid';
import { keepBackup } from '../../../backup/keep.ts';
import { keysFolder, readOpenKeys } from '../../../backup/keys.ts';
import { backupsFolder } from '../../../backup/make.ts';
import type { Command } from '../../../contracts/incident/commands.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import type { StartedOver, StartOver } from '../../../contracts/office/start.ts';
import { defined } from '../../../contracts/shapes.ts';
import { isUntold } from '../../../dispatcher/domain/incident/leg.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { readDistrict } from '../../../store/readDistrict.ts';
import { beginAnew, endSimulatedLogins, endWaysIn } from '../../../store/startOver.ts';
import type { Held } from '../../../store/tokens.ts';
import { ask } from '../ask.ts';
import type { IncidentParts } from '../parts.ts';
import { Refused } from '../refusal.ts';
import { actorOf, audit } from '../session/caller.ts';
import { type BackupParts, recordedBackup } from './recordedBackup.ts';
import { type EditParts, inTurn } from './registryOrder.ts';

export type OverParts = IncidentParts &
  EditParts &
  BackupParts & {
    log: FastifyBaseLogger;
  };
type Asked = { held: Held; district: DistrictRegistry };

/** What a sample's simulator has pressed meanwhile is closed too, in so many rounds. */
const roundsAtMost = 5;

/** Calls of homes, also of those merged into them, in which somebody invented lives and nobody real. A call from nowhere may be somebody's. */
export function inventedOf(open: readonly Incident[], district: DistrictRegistry): Incident[] {
  const isInvented = ({ home = '' }: { home?: string }): boolean => {
    const residents = district.residentsOf(home);
    return district.homes.has(home) && residents.length > 0 && residents.every(({ invented }) => invented);
  };
  return open.filter(
    (incident) => district.bundle.district.demo && [incident, ...(incident.absorbed ?? [])].every(isInvented),
  );
}

/** @throws Refused when it is no sample, is named wrongly, or somebody real has called: nothing is removed then */
export async function startOver(
  parts: OverParts,
  { held, district: asked }: Asked,
  { name, backedUp }: StartOver,
  log: FastifyBaseLogger,
): Promise<StartedOver> {
  const { redis } = parts;
  const district = asItIs(parts, asked); // another may have started over meanwhile
  if (!district.bundle.district.demo) throw new Refused('not_the_sample');
  if (name.trim() !== district.bundle.district.name) throw new Refused('sample_name_differs', 'name');
  refuseWhileReal(parts, district);
  if (!parts.managed && backedUp !== true) throw new Refused('backup_first', 'backedUp');
  const backup = parts.managed ? await keepCopy(parts, held, district) : undefined;
  refuseWhileReal(parts, district); // a backup takes its time
  await endSimulatedLogins(redis, district.bundle);
  await closeAll(parts, { held, district, log });
  refuseWhileReal(parts, district);
  const { homes, residents, devices, responders } = await inTurn(parts.turns, district.id, async () => {
    const sample = await readDistrict(redis, district.id, district.bundle);
    if (!sample?.district.demo) throw new Refused('not_the_sample'); // it has become somebody's meanwhile
    await endWaysIn(redis, sample, held);
    refuseWhileReal(parts, district);
    await audit(parts, held, { action: 'started_over', about: district.id, ...defined({ why: backup }) });
    await beginAnew(redis, sample);
    return sample;
  });
  log.info({ by: held.grant.name, backup }, 'console: the sample was started over');
  const removed = {
    homes: homes.length,
    residents: residents.length,
    devices: devices.length,
    responders: responders.length,
  };
  return { removed, ...defined({ backup }) };
}

/** Somebody may have moved in meanwhile. */
const asItIs = ({ registry }: OverParts, district: DistrictRegistry): DistrictRegistry =>
  registry.district(district.id) ?? district;

function refuseWhileReal(parts: OverParts, district: DistrictRegistry): void {
  const open = parts.live.open(district.id);
  if (inventedOf(open, asItIs(parts, district)).length < open.length) throw new Refused('real_incident_open');
}

/** @returns the name of the file */
async function keepCopy(parts: OverParts, held: Held, district: DistrictRegistry): Promise<string> {
  const { dataDir } = parts;
  const stamp = new Date(parts.clock.now()).toISOString().slice(0, 19).replaceAll(':', '');
  const name = `before-starting-over-${stamp}.tar.age`;
  const { stream } = await recordedBackup(parts, held, district);
  await keepBackup(stream, `${backupsFolder(dataDir)}/${name}`, await readOpenKeys(keysFolder(dataDir)));
  return name;
}

type Closing = { held: Held; district: DistrictRegistry; log: FastifyBaseLogger };

/** Whoever was on the way is told no more: they are gone with the sample. @throws Refused when one stays open */
async function closeAll(parts: OverParts, closing: Closing): Promise<void> {
  const { live } = parts;
  const { id } = closing.district;
  for (let round = 0; round < roundsAtMost && live.open(id).length > 0; round++)
    for (const { id: incident } of inventedOf(live.open(id), asItIs(parts, closing.district))) {
      await order(parts, closing, incident, { command: 'close', disposition: 'test', text: '演示数据清空' });
      for (const leg of live.incident(id, incident)?.legs ?? [])
        if (isUntold(leg)) await order(parts, closing, incident, { command: 'told', leg: leg.id });
    }
  if (inventedOf(live.open(id), asItIs(parts, closing.district)).length > 0) throw new Refused('sample_not_quiet');
}

type Order = Command extends infer C ? (C extends Command ? Omit<C, 'id'> : never) : never;

async function order(
  parts: OverParts,
  { held, district, log }: Closing,
  incident: Incident['id'],
  given: Order,
): Promise<void> {
  const command = { id: ulid(), ...given } as Command;
  const input = {
    v: 1 as const,
    kind: 'command' as const,
    district: district.id,
    by: held.grant.name,
    actor: actorOf(held),
    incident,
    command,
  };
  await ask(parts, { shard: district.shard, input, log });
}
