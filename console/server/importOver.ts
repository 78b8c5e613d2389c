// What people have set since the last import stands when files come in again: who turned their duty switch, has the night desk, is
// in hospital, or has taken a consent back. Files are written in an office; what stands in the store was said by the person.
import type { CommunityBundle, Consent, Resident, Responder } from '../../contracts/community.ts';
import { purposes } from '../../contracts/personal.ts';
import { type FileSwitch, switchOf } from '../../store/fileSwitches.ts';

/** `said`: what the files have now said of each switch. `notes`: whose own word stands, and whom the files have changed. */
export type Over = { bundle: CommunityBundle; said: ReadonlyMap<string, FileSwitch>; notes: string[] };

/**
 * @param before the district as it is; undefined when it is new
 * @param said what the files of the last import said of each switch
 * @param now server's clock, ms
 * @param undo the bundle is no file but an earlier state: it says nothing new about anybody
 */
export function importOver(
  before: CommunityBundle | undefined,
  bundle: CommunityBundle,
  { said, undo, now: at }: { said: ReadonlyMap<string, FileSwitch>; undo: boolean; now: number },
): Over {
  const people = new Map(before?.responders.map((one) => [one.id, one]));
  const homes = new Map(before?.residents.map((one) => [one.id, one]));
  const notes: string[] = [];
  const saidNow = new Map<string, FileSwitch>();
  const rostered = new Set(bundle.shifts.map(({ responder }) => responder));
  const responders = bundle.responders.map((file) => {
    const known = people.get(file.id);
    const word = said.get(file.id);
    const theirs = known === undefined ? undefined : ownSwitch(known, { file, word, undo });
    saidNow.set(file.id, undo && theirs && word ? word : switchOf(file));
    const { dutyUntil: _, ...rest } = file;
    const now = theirs ? { ...rest, ...theirs } : file;
    // With shifts a switch that has run out says nothing any more.
    const isOver = rostered.has(file.id) && known?.dutyUntil !== undefined && known.dutyUntil <= at;
    const note = known && !isOver ? noteOf(known, now, file) : undefined;
    if (note !== undefined) notes.push(note);
    return known ? withRest(now, known) : now;
  });
  const residents = bundle.residents.map((file) => {
    const known = homes.get(file.id);
    return known ? withOwnWords(file, known, notes) : file;
  });
  return { bundle: { ...bundle, responders, residents }, said: saidNow, notes };
}

/** The switch as its holder left it; undefined where the file's holds. */
function ownSwitch(
  known: Responder,
  { file, word, undo }: { file: Responder; word: FileSwitch | undefined; undo: boolean },
): FileSwitch | undefined {
  const theirs = switchOf(known);
  if (word === undefined) return theirs; // imported by an earlier program: nobody knows whose it is, so it stands
  const turned = !isSame(theirs, word);
  const isNews = !undo && !isSame(switchOf(file), word);
  return turned && !isNews ? theirs : undefined;
}

const isSame = (one: FileSwitch, other: FileSwitch): boolean =>
  one.onDuty === other.onDuty && one.dutyUntil === other.dutyUntil;

function noteOf(known: Responder, now: Responder, file: Responder): string | undefined {
  const [was, is, says] = [switchOf(known), switchOf(now), switchOf(file)];
  if (!isSame(was, is))
    return `${now.name} (${now.id}) was switched ${onOff(was)} and is ${onOff(is)} now, as the files say`;
  if (isSame(is, says)) return undefined;
  return `${now.name} (${now.id}) stays switched ${onOff(is)}, as they left it; the files say ${onOff(says)}`;
}

const onOff = ({ onDuty }: FileSwitch): string => (onDuty ? 'on duty' : 'off duty');

/** Whoever has a login of their own stays a real person, and the night desk stays with whom it was handed to. */
const withRest = (now: Responder, { simulated, nightDeskUntil }: Responder): Responder => ({
  ...now,
  ...(simulated ? {} : { simulated }),
  ...(now.nightDeskUntil === undefined && nightDeskUntil !== undefined ? { nightDeskUntil } : {}),
});

/** Away until somebody has seen them at home; consents as they were given and taken back, and what rests on them. */
function withOwnWords(file: Resident, { away, consents = [] }: Resident, notes: string[]): Resident {
  const both = together(file.consents ?? [], consents);
  const ended = (Object.keys(purposes) as Consent['purpose'][]).filter(
    (purpose) =>
      both.findLast((one) => one.purpose === purpose)?.withdrawn !== undefined &&
      file.consents?.findLast((one) => one.purpose === purpose)?.withdrawn === undefined,
  );
  const removed = new Set<string>(ended.flatMap((purpose) => purposes[purpose]));
  const { mobility, ...rest } = file;
  if (removed.size > 0)
    notes.push(`${file.id} has taken back a consent (${ended.join(', ')}): what rests on it was left out`);
  return {
    ...rest,
    ...(both.length === 0 ? {} : { consents: both }),
    ...(file.away === undefined && away !== undefined ? { away } : {}),
    ...(removed.has('conditions') ? { conditions: [] } : {}),
    ...(removed.has('contacts') ? { contacts: [] } : {}),
    ...(mobility === undefined || removed.has('mobility') ? {} : { mobility }),
  };
}

/**
 * What was said here stands as it was said, in its order: a yes after a withdrawal of the same day is a yes. A file's consent is one of them by its
 * purpose and its day; once taken back it is. The last one of a purpose counts.
 */
function together(file: readonly Consent[], kept: readonly Consent[]): Consent[] {
  const all: Consent[] = [...kept];
  const open = new Set(all.keys());
  const added: Consent[] = [];
  for (const one of file) {
    const i = [...open].find((n) => all[n]?.purpose === one.purpose && all[n]?.given === one.given);
    const known = i === undefined ? undefined : all[i];
    if (i === undefined || known === undefined) {
      added.push(one);
      continue;
    }
    open.delete(i);
    const withdrawn = known.withdrawn ?? one.withdrawn;
    all[i] = { ...one, ...known, ...(withdrawn === undefined ? {} : { withdrawn }) };
  }
  return [...added, ...all].sort((a, b) => (a.given < b.given ? -1 : a.given > b.given ? 1 : 0)).slice(-consentsAtMost);
}

/** As the schema bounds them. */
const consentsAtMost = 50;
