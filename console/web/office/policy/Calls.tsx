// Kinds × hours → plans: a row for each stretch of the day of each kind of call, in the order in which it is decided.
import { useState } from 'preact/hooks';
import { beginsOf, hoursOf, type Stretch } from '../../../../contracts/office/ladder.ts';
import type { CallRule, Policy } from '../../../../contracts/office/policy.ts';
import { callsInChinese } from '../../../../wording/calls.ts';
import { Inputs } from '../registry/Inputs.tsx';
import type { Document } from '../registry/values.ts';
import { withField } from '../registry/values.ts';
import { callFields } from './fields.ts';
import type { Filling } from './filled.ts';
import { callSays } from './lines.ts';
import { PlanLink } from './PlanLink.tsx';
import { policyWords } from './words.ts';

const kinds = Object.keys(callsInChinese) as CallRule['kind'][];
type Row = { rule: number; stretch: Stretch | undefined };

/** Each rule where it counts; one that never does stands below its kind. */
function rowsOf(calls: readonly CallRule[]): Row[] {
  return kinds.flatMap((kind) => {
    const hours = hoursOf(calls, kind);
    const used = new Set(hours.map(({ rule }) => rule));
    const unused = calls.flatMap((one, rule) =>
      one.kind === kind && !used.has(rule) ? [{ rule, stretch: undefined }] : [],
    );
    return [...hours, ...unused];
  });
}

export function Calls({ policy, plan, filling }: { policy: Policy; plan: string; filling: Filling | undefined }) {
  const w = policyWords.value;
  const [open, setOpen] = useState<number>();
  const rows = rowsOf(policy.calls);
  return (
    <section class="calls" aria-label={w.calls}>
      <h2>{w.calls}</h2>
      <table>
        <thead>
          <tr>
            <th>{w.columns.call}</th>
            <th>{w.columns.hours}</th>
            <th>{w.columns.priority}</th>
            <th>{w.tracks.grid}</th>
            <th>{w.tracks.health}</th>
            <th class="told">{w.columns.told}</th>
            <th class="figure">{w.columns.worst}</th>
            {filling && <th aria-label={w.edit} />}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ rule, stretch }, i) => (
            <RuleRow
              key={`${rule}/${stretch?.from}`}
              {...{ policy, plan, rule, stretch }}
              first={
                rows[i - 1] === undefined || policy.calls[rows[i - 1]?.rule ?? -1]?.kind !== policy.calls[rule]?.kind
              }
              edit={filling && (() => setOpen(open === rule ? undefined : rule))}
              open={open === rule}
            />
          ))}
        </tbody>
      </table>
      {filling && open !== undefined && policy.calls[open] && (
        <Rule
          key={open}
          rule={open}
          policy={policy}
          filling={filling}
          close={() => setOpen(undefined)}
          went={setOpen}
        />
      )}
    </section>
  );
}

function RuleRow(props: {
  policy: Policy;
  plan: string;
  rule: number;
  stretch: Stretch | undefined;
  first: boolean;
  edit: (() => void) | undefined;
  open: boolean;
}) {
  const { policy, plan, rule, stretch, first, edit, open } = props;
  const w = policyWords.value;
  const one = policy.calls[rule];
  if (!one) return null;
  const ways = [one.plans.grid, one.plans.health].map((id) => policy.plans.find((other) => other.id === id));
  const longest = Math.max(0, ...ways.map((way) => (way ? beginsOf(way).spent : 0)));
  const hours = !stretch ? w.unused : stretch.from === stretch.to ? w.allDay : w.between(stretch.from, stretch.to);
  return (
    <tr>
      <th scope="row" class={first ? '' : 'again'}>
        {callSays(one.kind)}
      </th>
      <td>{hours}</td>
      <td>
        <span class={`tag fill${one.priority}`}>{one.priority}</span>
      </td>
      {ways.map((way, i) => (
        <td key={i}>{way ? <PlanLink plan={way} current={way.id === plan} /> : w.noPlan}</td>
      ))}
      <td class="told">{(one.tellContacts ?? []).map((moment) => w.moments[moment]).join(w.comma) || w.nobodyTold}</td>
      <td class="figure">{w.mmss(longest)}</td>
      {edit && (
        <td class="act">
          <button
            class="button"
            type="button"
            aria-expanded={open}
            aria-label={`${open ? w.done : w.edit} ${callSays(one.kind)} ${hours}`}
            onClick={edit}
          >
            {open ? w.done : w.edit}
          </button>
        </td>
      )}
    </tr>
  );
}

function Rule(props: {
  rule: number;
  policy: Policy;
  filling: Filling;
  close: () => void;
  went: (rule: number) => void;
}) {
  const { rule, policy, filling, close, went } = props;
  const w = policyWords.value;
  const calls = (filling.document.calls ?? []) as readonly Document[];
  const one = calls[rule] ?? {};
  const put = (next: readonly Document[]): void => filling.set(withField(filling.document, 'calls', next));
  return (
    <div class="one rule">
      <Inputs
        fields={callFields(policy.plans)}
        at={`calls/${rule}`}
        document={one}
        wrong={filling.wrong}
        set={(next) => put(calls.with(rule, next))}
      />
      <p class="acts">
        <button
          class="button"
          type="button"
          onClick={() => {
            // The first that fits counts: hours of their own stand before the rule of the whole day.
            put(calls.toSpliced(rule, 0, { ...one, between: { from: '22:00', to: '07:00' } }));
            went(rule);
          }}
        >
          {w.byHours}
        </button>
        <button class="button" type="button" onClick={() => [put(calls.toSpliced(rule, 1)), close()]}>
          {w.remove}
        </button>
        <button class="button" type="button" onClick={close}>
          {w.done}
        </button>
      </p>
    </div>
  );
}
