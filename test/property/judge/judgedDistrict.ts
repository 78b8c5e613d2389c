// A district in which every decision is judged, and every instant between two of them: before each decision no clock may have
// passed unseen, after it each need of each open incident must stand as DESIGN says.
import type { IncidentEvent } from '../../../contracts/incident/events.ts';
import type { Incident } from '../../../contracts/incident/state.ts';
import type { NeedKind } from '../../../contracts/terms.ts';
import { told } from '../../../dispatcher/domain/incident/pending.ts';
import { District } from '../../district.ts';
import { measure, tooMuch } from './bounds.ts';
import { untrue } from './button.ts';
import { blindEnd, closedByMachine, falselyRefused, notOver } from './closing.ts';
import { needsOf, needsSomebody } from './expected.ts';
import { History } from './history.ts';
import { wrongWith } from './needs.ts';
import { silentRound, wrongRing } from './ringing.ts';

export type Fault = { sentence: string; about: string; at: number; state?: Incident; need?: NeedKind | undefined };
type Taken = Parameters<District['take']>;

/** Unacknowledged and nobody on the way: the officer's clock in the first ten minutes of a P1. */
const officerWithinMs = 60_000;
const firstMs = 600_000;
/** An input set aside is looked at so soon. */
const lookSoonMs = 500;
const hourSeconds = 3_600;

export class JudgedDistrict extends District {
  readonly #histories = new Map<string, History>();
  /** Needs that each incident must have. */
  readonly #expected = new Map<string, { kinds: NeedKind[]; somebody: boolean }>();
  readonly #onFault: (fault: Fault) => void;

  constructor(onFault: (fault: Fault) => void) {
    super();
    this.#onFault = onFault;
  }

  override take(...[input, incident]: Taken): this {
    this.#judgeDecided(0); // a follow-up comes after the decision that asked for it
    this.#look('before');
    const results = this.results.length;
    const concerned = input.kind === 'command' ? this.#histories.get(input.incident) : undefined;
    const [lastWord, lastSaid] = [
      concerned?.lastWord ?? 0,
      this.#lastSaid(input.kind === 'command' ? input.incident : ''),
    ];
    super.take(input, incident);
    const result = this.results[results];
    if (input.kind === 'command' && result) {
      const about = JSON.stringify(input);
      this.#fault(blindEnd(input.command, result.outcome, lastWord), about);
      this.#fault(
        falselyRefused(input.command, result.outcome === 'refused' ? result.code : undefined, lastSaid),
        about,
      );
    }
    this.#judgeDecided(input.kind === 'tick' ? 1 : 0);
    return this;
  }

  override pass(seconds: number): this {
    for (let left = seconds; left > 0 || seconds === 0; left -= hourSeconds) {
      const before = [...this.open.all()].map((one) => ({ id: one.id, was: measure(this.log.get(one.id) ?? [], one) }));
      super.pass(Math.min(left, hourSeconds));
      this.#look('after');
      if (left < hourSeconds) break;
      for (const { id, was } of before) {
        const after = this.open.get(id) ?? this.over.get(id);
        if (after) this.#fault(tooMuch(was, measure(this.log.get(id) ?? [], after)), id, after);
      }
    }
    return this;
  }

  /** Nothing is decided now: what stands must still stand. */
  #look(when: 'before' | 'after'): void {
    // At an instant itself the decision of that instant may still be to come.
    const now = when === 'before' ? this.now : this.now + 1;
    for (const one of this.open.all()) if (one.state === 'open') this.#judgeNeeds(one, now);
  }

  /** @param afterMs 1 when the instant itself has been decided: what ends now must have ended; else its own tick follows */
  #judgeDecided(afterMs: 0 | 1): void {
    for (const [id, events] of this.log) {
      const history = this.#historyOf(id);
      if (history.seq === events.length) continue;
      const fresh = events.slice(history.seq);
      const state = this.open.get(id) ?? this.over.get(id);
      for (const event of fresh) {
        this.#fault(wrongRing(event, history) ?? closedByMachine(event), JSON.stringify(event), state);
        history.read(event);
      }
      if (state) this.#judge(state, fresh, history, afterMs);
    }
  }

  #judge(state: Incident, fresh: readonly IncidentEvent[], history: History, afterMs: number): void {
    this.#fault(notOver(state, this.over.has(state.id)), state.id, state);
    for (const leg of state.legs)
      if (history.legs.get(leg.id)?.state !== leg.state)
        this.#fault('the log gives the state of each leg', leg.id, state);
    this.#fault(untrue(told(state), state.state === 'open', history), JSON.stringify(told(state)), state);
    if (state.state !== 'open') return;
    this.#expect(state, fresh);
    this.#fault(silentRound(fresh, this.#whoAnswers(), state, history), JSON.stringify(fresh), state);
    this.#judgeNeeds(state, this.now + afterMs);
  }

  #judgeNeeds(state: Incident, now: number): void {
    const history = this.#historyOf(state.id);
    for (const need of state.needs ?? [])
      this.#fault(wrongWith(need, state, history, now), JSON.stringify(need), state, need.need);
    this.#judgeKinds(state);
    this.#judgeOfficer(state, now);
  }

  #judgeKinds(state: Incident): void {
    const { kinds, somebody } = this.#expected.get(state.id) ?? { kinds: [], somebody: false };
    if (state.call === 'unreadable_input' && this.now - state.openedAt <= lookSoonMs) return;
    const has = new Set(state.needs?.map(({ need }) => need));
    for (const kind of kinds) if (!has.has(kind)) this.#fault(`there is no need for ${kind}`, state.call, state, kind);
    if (somebody && !has.has('door') && !has.has('fire'))
      this.#fault('there is no need for somebody at the door', state.call, state);
  }

  #judgeOfficer(state: Incident, now: number): void {
    const officer = state.needs?.find(({ need }) => need === 'officer');
    const door = state.needs?.filter(({ need }) => need === 'door' || need === 'fire') ?? [];
    if (
      !officer ||
      officer.state === 'met' ||
      state.priority !== 1 ||
      state.surge ||
      door.every(({ state: stands }) => stands === 'met')
    )
      return;
    if (now - officer.since < firstMs && state.reviewAt - now > officerWithinMs)
      this.#fault(
        'the officer’s attention: quicker while the door is not met',
        `in ${state.reviewAt - now} ms`,
        state,
        'officer',
      );
  }

  /** What was called for, when it was: another policy or another hour changes nothing afterwards. */
  #expect(state: Incident, fresh: readonly IncidentEvent[]): void {
    const names = fresh.some(
      (event) =>
        event.type === 'opened' ||
        event.type === 'reopened' ||
        event.type === 'place_corrected' ||
        (event.type === 'needs_renewed' && event.because === 'set_aside') ||
        ('call' in event && event.call !== undefined),
    );
    const isSetAside = state.call === 'unreadable_input' && fresh[0]?.type === 'opened';
    const known = this.#expected.get(state.id);
    if (!names || isSetAside) return;
    const { home } = state;
    const canTalk = home !== undefined && !this.deafHomes.has(home);
    const kinds = needsOf(state, this.policy, Math.floor(this.now / 60_000) % 1440, canTalk);
    const somebody = needsSomebody(state, this.policy);
    const keeps = fresh.some(({ type }) => type === 'reopened') ? undefined : known;
    this.#expected.set(state.id, {
      kinds: [...new Set([...kinds, ...(keeps?.kinds ?? [])])],
      somebody: somebody || (keeps?.somebody ?? false),
    });
  }

  /** Those who answer for the district: on duty, or all where none is. */
  #whoAnswers(): string[] {
    const { world, now } = this;
    const all = this.policy.whenSpent.roles.flatMap((role) => world.holders(role));
    const onDuty = all.filter((one) => world.onDuty(one, now));
    return (onDuty.length > 0 ? onDuty : all).map(({ id }) => id);
  }

  #lastSaid(id: string): number {
    return (
      this.log.get(id)?.findLast(({ by, type }) => /^(device|responder)\//.test(by) && type !== 'leg_received')?.seq ??
      0
    );
  }

  #historyOf(id: string): History {
    const known = this.#histories.get(id) ?? new History();
    this.#histories.set(id, known);
    return known;
  }

  #fault(sentence: string | undefined, about: string, state?: Incident, need?: NeedKind): void {
    if (sentence !== undefined)
      this.#onFault({ sentence, about, at: this.now, need, ...(state === undefined ? {} : { state }) });
  }
}
