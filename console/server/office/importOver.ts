// What people have set since the last import stands when files come in again: who turned their duty switch, has the night desk, is
// in hospital, has taken a consent back, or has a key. Files are written in an office; what stands in the store was said by the person.
import {
  type CommunityBundle,
  type Consent,
  consentsAtMost,
  type Device,
  type Home,
  type Resident,
  type Responder,
} from '../../../contracts/office/community.ts';
import { withKnownIds } from '../../../contracts/office/familySees.ts';
import { purposes } from '../../../contracts/office/personal.ts';
import { defined } from '../../../contracts/shapes.ts';
import {
  aboutAway,
  aboutDuty,
  aboutNight,
  awayWord,
  dutyWord,
  type FileWords,
  nightWord,
  type OwnSwitch,
  switchOf,
} from '../../../store/fileSwitches.ts';
import { withHolders } from './heldKeys.ts';

/** `said`: what the files have now said of what people set. `notes`: whose own word stands, and whom the files have changed. */
export type Over = { bundle: CommunityBundle; said: FileWords; notes: string[] };

/**
 * @param before the district as it is; undefined when it is new
 * @param said what the files of the last import said
 * @param now server's clock, ms
 * @param undo the bundle is no file but an earlier state: it says nothing new about anybody
 */
export function importOver(
  before: CommunityBundle | undefined,
  bundle: CommunityBundle,
  { said, undo, now: at }: { said: FileWords; undo: boolean; now: number },
): Over {
  const people = new Map(before?.responders.map((one) => [one.id, one]));
  const homes = new Map(before?.residents.map((one) => [one.id, one]));
  const notes: string[] = [];
  const saidNow = new Map<string, string>();
  const rostered = new Set(bundle.shifts.map(({ responder }) => responder));
  /** Does what somebody set stand? Until they change it, or the files say something new. Where nobody knows whose it is, it does. */
  const stands = (
    about: string,
    { theirs, file, heard }: { theirs: string | undefined; file: string | undefined; heard: boolean },
  ): boolean => {
    const word = said.get(about);
    const isNews = !undo && file !== undefined && file !== word;
    const own = !heard || (theirs !== word && !isNews);
    const now = undo && own ? word : file;
    if (now !== undefined) saidNow.set(about, now);
    return own;
  };
  const responders = bundle.responders.map((file) => {
    const known = people.get(file.id);
    const last = known ?? file;
    const heard = known === undefined || said.has(aboutDuty(file.id)); // else an earlier program imported them
    const own = {
      duty: stands(aboutDuty(file.id), { theirs: dutyWord(last), file: dutyWord(file), heard }),
      night: stands(aboutNight(file.id), { theirs: nightWord(last), file: nightWord(file), heard }),
    };
    if (!saidNow.has(aboutDuty(file.id))) saidNow.set(aboutDuty(file.id), dutyWord(file));
    if (!known) return file;
    const now = withOwn(file, known, own);
    // With shifts a switch that has run out says nothing any more.
    const isOver = rostered.has(file.id) && known.dutyUntil !== undefined && known.dutyUntil <= at;
    notes.push(...(isOver ? [] : dutyNote(known, now, file)), ...nightNote({ known, now, file, at }));
    return now;
  });
  const residents = bundle.residents.map((file) => {
    const known = homes.get(file.id);
    const own = stands(aboutAway(file.id), { theirs: awayWord(known ?? file), file: awayWord(file), heard: true });
    if (!known) return file;
    notes.push(...awayNote(known, own ? known : file, file));
    return withOwnWords(own ? withAway(file, known) : file, known, notes);
  });
  const doors = new Map(before?.homes.map((one) => [one.id, one]));
  const atHome = bundle.homes.map((file) => withKeys(file, doors.get(file.id)));
  const installed = new Map(before?.devices.map((one) => [one.id, one]));
  const devices = bundle.devices.map((file) => withInstall(file, installed.get(file.id), notes));
  // Written on the page of cards, and printed on them: files that do not know it leave it.
  const district = { ...defined({ phone: before?.district.phone }), ...bundle.district };
  return { bundle: { ...bundle, district, homes: atHome, devices, responders, residents }, said: saidNow, notes };
}

/**
 * A device that is being installed goes on being so, one that is stays installed; where it hangs was written by whoever hung it. While it is being installed its address
 * stands: its press is a proof of that one, and another is written where it is installed.
 */
function withInstall(file: Device, known: Device | undefined, notes: string[]): Device {
  if (!known) return file;
  const { installing: _, ...rest } = file;
  const now = { ...defined({ place: known.place }), ...rest, ...defined({ installing: known.installing }) };
  if (known.installing === undefined || known.address === file.address) return now;
  notes.push(`${file.id} is being installed and keeps its address; another one is written where it is installed`);
  const { address: __, ...others } = now;
  return { ...others, ...defined({ address: known.address }) };
}

/** Files that say nothing of keys leave them where they hang. */
function withKeys(file: Home, known: Home | undefined): Home {
  const keys = file.keys ?? known?.keys;
  return known?.keys && keys ? { ...file, keys: withHolders(known.keys, keys) } : file;
}

/** Whoever has a login of their own stays a real person. */
function withOwn(file: Responder, known: Responder, own: { duty: boolean; night: boolean }): Responder {
  const { onDuty: _, dutyUntil: __, nightDeskUntil: ___, ...rest } = file;
  const { nightDeskUntil } = own.night ? known : file;
  return {
    ...rest,
    ...switchOf(own.duty ? known : file),
    ...defined({ nightDeskUntil }),
    ...(known.simulated ? {} : { simulated: false }),
  };
}

const withAway = ({ away: _, ...file }: Resident, { away }: Resident): Resident => ({
  ...file,
  ...defined({ away }),
});

const isSame = (one: OwnSwitch, other: OwnSwitch): boolean =>
  one.onDuty === other.onDuty && one.dutyUntil === other.dutyUntil;

function dutyNote(known: Responder, now: Responder, file: Responder): string[] {
  const [was, is, says] = [switchOf(known), switchOf(now), switchOf(file)];
  if (!isSame(was, is))
    return [`${now.name} (${now.id}) was switched ${onOff(was)} and is ${onOff(is)} now, as the files say`];
  if (isSame(is, says)) return [];
  return [`${now.name} (${now.id}) stays switched ${onOff(is)}, as they left it; the files say ${onOff(says)}`];
}

const onOff = ({ onDuty }: OwnSwitch): string => (onDuty ? 'on duty' : 'off duty');

/** One that has run out is spoken of no more. */
function nightNote(told: { known: Responder; now: Responder; file: Responder; at: number }): string[] {
  const untilOf = ({ nightDeskUntil: until }: Responder): number =>
    until !== undefined && until > told.at ? until : 0;
  const [was, is, says] = [untilOf(told.known), untilOf(told.now), untilOf(told.file)];
  const { name, id } = told.now;
  if (was !== is) return [`${name} (${id}) ${is ? 'has' : 'no longer has'} the night desk, as the files say`];
  if (is === says || told.file.nightDeskUntil === undefined) return [];
  return [`${name} (${id}) ${is ? 'keeps' : 'does not get'} the night desk, as it was handed; the files say otherwise`];
}

function awayNote(known: Resident, now: Resident, file: Resident): string[] {
  const [was, is, says] = [awayWord(known), awayWord(now), awayWord(file)];
  const where = is === undefined ? 'at home' : 'away';
  if (was !== is) return [`${file.id} counts as ${where} now, as the files say`];
  return is === says || says === undefined ? [] : [`${file.id} still counts as ${where}; the files say otherwise`];
}

/** Consents as they were given and taken back, what rests on them, and the card. */
function withOwnWords(file: Resident, { consents = [], contacts, doorCard }: Resident, notes: string[]): Resident {
  const both = together(file.consents ?? [], consents);
  const ended = (Object.keys(purposes) as Consent['purpose'][]).filter(
    (purpose) =>
      both.findLast((one) => one.purpose === purpose)?.withdrawn !== undefined &&
      file.consents?.findLast((one) => one.purpose === purpose)?.withdrawn === undefined,
  );
  const removed = new Set<string>(ended.flatMap((purpose) => purposes[purpose]));
  const { mobility, card, checkIn, ...rest } = file;
  if (removed.size > 0)
    notes.push(`${file.id} has taken back a consent (${ended.join(', ')}): what rests on it was left out`);
  return {
    ...rest,
    contacts: withKnownIds(contacts, file.contacts),
    ...(both.length === 0 ? {} : { consents: both }),
    // A card is made and ended by an act of its own: no file brings an old number back beside it.
    ...(doorCard === undefined ? defined({ card }) : { doorCard }),
    ...(removed.has('conditions') ? { conditions: [] } : {}),
    ...(removed.has('contacts') ? { contacts: [] } : {}),
    ...(mobility === undefined || removed.has('mobility') ? {} : { mobility }),
    ...(checkIn === undefined || removed.has('checkIn') ? {} : { checkIn }),
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
    const i = [...open].find((n) => isOfSame(all[n], one) && all[n]?.given === one.given);
    const known = i === undefined ? undefined : all[i];
    if (i === undefined || known === undefined) {
      added.push(one);
      continue;
    }
    open.delete(i);
    const withdrawn = known.withdrawn ?? one.withdrawn;
    all[i] = { ...one, ...known, ...defined({ withdrawn }) };
  }
  return [...added, ...all].sort((a, b) => (a.given < b.given ? -1 : a.given > b.given ? 1 : 0)).slice(-consentsAtMost);
}

const isOfSame = (one: Consent | undefined, other: Consent): boolean =>
  one?.purpose === other.purpose && one.contact === other.contact;
