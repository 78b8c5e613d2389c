// What somebody is about to change in the roster, and the set of changes that it makes of the documents (docs/decisions/031).
import type { Shift, Swap } from '../../../../contracts/office/community.ts';
import type { RegistryChange } from '../../../../contracts/office/registry.ts';
import { dayAfter } from '../days.ts';
import { endingOn, type Repeat, repeatOf, ruleOf, weekdayAt } from './repeats.ts';

/** A shift as it was read, and the swaps of its occurrences. */
export type Standing = { version: number; document: Shift; swaps: readonly { version: number; document: Swap }[] };
/** Which occurrences a change is meant for: this one, or this one and all that follow. */
export type Reach = 'one' | 'following';

/** `start`, `end`: `2026-11-30T08:00` by the clock of the district. `except`: days on which it does not take place. */
export type ShiftDraft = {
  kind: 'shift';
  responder: string;
  start: string;
  end: string;
  repeat: Repeat;
  except: readonly string[];
  /** the occurrence that it was; absent: it is made new. `holder` does it after a swap, the others its `owner` */
  was?: { shift: string; on: string; start: string; end: string; owner: string; holder: string; reach: Reach };
};
export type LeaveDraft = { kind: 'leave'; responder: string; start: string; end: string; standIn: string };
export type Draft = ShiftDraft | LeaveDraft;
/** `standing`: of a shift that is there already. */
export type Open = { draft: Draft; standing?: Standing };

/** A new shift by day. */
export const newShift = (responder: string, day: string): ShiftDraft => ({
  kind: 'shift',
  responder,
  start: `${day}T08:00`,
  end: `${day}T20:00`,
  repeat: { kind: 'once' },
  except: [],
});

/** The repeat of an occurrence that is moved to another day of the week follows it. */
export function movedTo(draft: ShiftDraft, start: string, end: string): ShiftDraft {
  const { repeat } = draft;
  const [before, after] = [weekdayAt(draft.start.slice(0, 10)), weekdayAt(start.slice(0, 10))];
  const follows = repeat.kind === 'weekly' && repeat.on.length === 1 && repeat.on[0] === before && after !== before;
  return { ...draft, start, end, ...(follows && { repeat: { ...repeat, on: [after] } }) };
}

/** Whose the occurrence is, or whose all of them are: until somebody chooses another one. */
export function reaching(draft: ShiftDraft, reach: Reach): ShiftDraft {
  const { was, responder } = draft;
  if (was === undefined) return draft;
  const usual = (of: Reach): string => (of === 'one' ? was.holder : was.owner);
  return { ...draft, responder: responder === usual(was.reach) ? usual(reach) : responder, was: { ...was, reach } };
}

/** What was agreed for days that go over to a new shift goes with them. @param newId of a shift that is made */
export function changesOf(draft: ShiftDraft, standing: Standing | undefined, newId: string): RegistryChange[] {
  const { was, responder, start, end } = draft;
  const rule = ruleOf(draft.repeat);
  const next = {
    responder,
    start,
    end,
    ...(rule !== undefined && { repeats: rule }),
    ...(draft.except.length > 0 && { except: [...draft.except] }),
  };
  if (was === undefined || standing === undefined) return [made(newId, next)];
  const { document, version } = standing;
  const thatDay = swapsOf(standing, (on) => on === was.on).map(removed);
  const whole: RegistryChange = { kind: 'shifts', id: document.id, version, document: next };
  if (document.repeats === undefined) return [whole, ...thatDay]; // whoever has it now stands in the shift itself
  if (was.reach === 'one') return [without(standing, was.on), ...thatDay, made(newId, { responder, start, end })];
  if (was.on === document.start.slice(0, 10)) return [whole];
  const over = swapsOf(standing, (on) => on >= was.on);
  return [
    endedBefore(standing, was.on),
    made(newId, next),
    ...over.map(
      ({ version: of, document: { id, ...swap } }): RegistryChange => ({
        kind: 'swaps',
        id,
        version: of,
        document: { ...swap, shift: newId },
      }),
    ),
  ];
}

/** Takes an occurrence away, or it and all that follow. */
export function removalOf({ was }: ShiftDraft, standing: Standing): RegistryChange[] {
  const { document, version, swaps } = standing;
  const [on, reach] = [was?.on ?? '', was?.reach ?? 'one'];
  const whole = document.repeats === undefined || (reach === 'following' && on === document.start.slice(0, 10));
  if (whole) return [{ kind: 'shifts', id: document.id, version, document: null }, ...swaps.map(removed)];
  const over = swapsOf(standing, (day) => (reach === 'one' ? day === on : day >= on)).map(removed);
  return [reach === 'one' ? without(standing, on) : endedBefore(standing, on), ...over];
}

export const leaveChange = ({ responder, start, end, standIn }: LeaveDraft, newId: string): RegistryChange[] => [
  { kind: 'leaves', id: newId, version: 0, document: { responder, start, end, ...(standIn !== '' && { standIn }) } },
];

/** The occurrence of a shift as a draft. */
export function draftOf(
  { document: { repeats, except = [] } }: Standing,
  was: NonNullable<ShiftDraft['was']>,
): ShiftDraft {
  return {
    kind: 'shift',
    responder: was.holder,
    start: was.start,
    end: was.end,
    repeat: repeatOf(repeats),
    except,
    was,
  };
}

type StandingSwap = Standing['swaps'][number];
const swapsOf = ({ swaps }: Standing, fits: (on: string) => boolean): readonly StandingSwap[] =>
  swaps.filter(({ document: { on } }) => fits(on));
const made = (id: string, document: object): RegistryChange => ({
  kind: 'shifts',
  id,
  version: 0,
  document: { ...document },
});
const removed = ({ version, document: { id } }: StandingSwap): RegistryChange => ({
  kind: 'swaps',
  id,
  version,
  document: null,
});
const without = ({ version, document: { except = [], id } }: Standing, on: string): RegistryChange => ({
  kind: 'shifts',
  id,
  version,
  set: { except: [...new Set([...except, on])].sort() },
});
const endedBefore = ({ version, document: { id, repeats = '' } }: Standing, on: string): RegistryChange => ({
  kind: 'shifts',
  id,
  version,
  set: { repeats: endingOn(repeats, dayAfter(on, -1)) },
});
