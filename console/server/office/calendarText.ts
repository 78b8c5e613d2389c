// Somebody's shifts as a calendar reads them (RFC 5545), each by itself and in UTC: no rule and no zone that a program could read otherwise.
import ICAL from 'ical.js';
import type { Responder } from '../../../contracts/office/community.ts';
import type { HeldShift } from '../../../dispatcher/domain/roster/roster.ts';
import type { DistrictRegistry } from '../../../store/district.ts';
import { calendarWording } from '../../../wording/calendar.ts';
import type { Language } from '../refusal.ts';

type About = { district: DistrictRegistry; now: number; language: Language };

/** @param shifts those of which this person does something */
export function calendarText(one: Responder, shifts: readonly HeldShift[], about: About): string {
  const w = calendarWording[about.language];
  const parts = shifts.flatMap((shift) => partsOf(shift).filter(({ by }) => by === one.id));
  return text(w.name(one.name, communityIn(about)), parts, about, () => w.duty(communityIn(about)));
}

/** Of everybody, each by name: for a calendar on the wall of the office. */
export function rosterText(shifts: readonly HeldShift[], about: About): string {
  const name = calendarWording[about.language].roster(communityIn(about));
  return text(name, shifts.flatMap(partsOf), about, ({ by }) => nameIn(about, by));
}

/** One stretch that somebody does of an occurrence. */
type Part = HeldShift['done'][number] & { of: HeldShift; n: number };
const partsOf = (of: HeldShift): Part[] => of.done.map((part, n) => ({ ...part, of, n }));

function text(name: string, parts: readonly Part[], about: About, says: (part: Part) => string): string {
  const calendar = new ICAL.Component('vcalendar');
  calendar.addPropertyWithValue('version', '2.0');
  calendar.addPropertyWithValue('prodid', '-//yijiantong//roster//ZH');
  calendar.addPropertyWithValue('method', 'PUBLISH');
  calendar.addPropertyWithValue('x-wr-calname', name);
  for (const part of parts) {
    const { of, from, to, n } = part;
    const event = new ICAL.Component('vevent');
    event.addPropertyWithValue('uid', `${of.shift.id}-${of.on}-${n}@${about.district.id}.yijiantong`);
    event.addPropertyWithValue('dtstamp', utc(about.now));
    event.addPropertyWithValue('dtstart', utc(from));
    event.addPropertyWithValue('dtend', utc(to));
    event.addPropertyWithValue('summary', `${says(part)} ${whose(part, about)}`.trim());
    calendar.addSubcomponent(event);
  }
  return `${calendar.toString()}\r\n`;
}

function whose({ by, of: { holder, shift } }: Part, about: About): string {
  const w = calendarWording[about.language];
  if (holder !== by) return w.standsIn(nameIn(about, holder));
  return shift.responder === by ? '' : w.swapped(nameIn(about, shift.responder));
}

const nameIn = ({ district }: About, id: string): string => district.responders.get(id)?.name ?? id;
function communityIn({ district, language }: About): string {
  const { name, nameEn } = district.bundle.district;
  return language === 'en' ? (nameEn ?? name) : name;
}

const utc = (ms: number) => ICAL.Time.fromJSDate(new Date(ms), true);
