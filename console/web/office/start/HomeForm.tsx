// The form of a home: its courtyard with the gate, the door, who lives behind it, whom to reach, and what was agreed to.
import { useState } from 'preact/hooks';
import { belongsTo, insideOf } from '../../../../geography/rings.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { district } from '../district.ts';
import { Choice, Line } from '../map/Fields.tsx';
import { nothingTyped, PositionFields, positionOf, SketchMap, type Typed, typedAt } from '../map/SketchMap.tsx';
import { idFor } from '../registry/useDocument.ts';
import { type Agreed, AgreedFields, record } from './Consents.tsx';
import { type Filled, homeChanges, homeFields, isEnough, type MadeHome, nothingFilled } from './homeChanges.ts';
import { Foot } from './Parts.tsx';
import type { StepProps } from './stepProps.ts';
import { type Step, useStep } from './useStep.ts';
import { startWords } from './words.ts';

export function HomeForm({ saved, next }: StepProps) {
  const s = startWords.value;
  const { grids = [], courtyards = [] } = district.value ?? {};
  const [ids] = useState(() => ({ courtyard: idFor('yard'), home: idFor('home'), resident: idFor('res') }));
  const [filled, setFilled] = useState<Filled>({ ...nothingFilled, yard: courtyards[0]?.id ?? '' });
  const [gate, setGate] = useState(nothingTyped);
  const [agreed, setAgreed] = useState<Agreed>({ purposes: [], how: s.home.howFirst });
  const [trouble, setTrouble] = useState('');
  const at = positionOf(gate);
  const grid = at && grids.find(({ ring }) => belongsTo(ring, at));
  const isNew = filled.yard === '';
  const made: MadeHome = { filled, ids, ...(isNew && at && grid && { gate: { grid: grid.id, position: at } }) };
  const step = useStep(isEnough(made) ? homeChanges(made) : undefined, homeFields);
  const parts: Part = { filled, set: (change) => setFilled({ ...filled, ...change }), step };
  const [first] = grids;
  async function save(): Promise<void> {
    if (!(await step.save())) return;
    const wrong = await record(ids.resident, agreed.purposes, agreed.how);
    setTrouble(wrong);
    saved(wrong === '' ? next : undefined);
  }
  return (
    <form
      class="beside-map"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <div class="fields">
        <Trouble says={trouble} />
        <Yard {...parts} gate={gate} setGate={setGate} grid={grid?.name} outside={at !== undefined && !grid} />
        <Door {...parts} />
        <Person {...parts} />
        <Family {...parts} />
        <AgreedFields agreed={agreed} set={setAgreed} />
        <Foot step={step} act={s.save} ready={isEnough(made)} />
      </div>
      {isNew && (
        <SketchMap
          centre={at ?? (first ? insideOf(first.ring) : [104.06, 30.66])}
          drawing={{ corners: at ? [at] : [], closed: false }}
          told={{ add: (to) => setGate(typedAt(to)), move: (_, to) => setGate(typedAt(to)) }}
        />
      )}
    </form>
  );
}

type Part = { filled: Filled; set: (change: Partial<Filled>) => void; step: Step };
type Text = Exclude<keyof Filled, 'alone'>;
type TextProps = Part & { name: Text; label: string; at: string; hint?: string; keyboard?: 'tel' | 'numeric' };

function Words({ filled, set, step, name, label, at, hint, keyboard }: TextProps) {
  return (
    <Line
      name={name}
      label={label}
      value={filled[name]}
      set={(value) => set({ [name]: value })}
      wrong={step.wrong(at)}
      hint={hint}
      {...(keyboard && { more: { inputMode: keyboard } })}
    />
  );
}

type YardProps = Part & { gate: Typed; setGate: (gate: Typed) => void; grid: string | undefined; outside: boolean };

function Yard({ gate, setGate, grid, outside, ...part }: YardProps) {
  const { home } = startWords.value;
  const { filled, set, step } = part;
  const courtyards = district.value?.courtyards ?? [];
  return (
    <>
      {courtyards.length > 0 && (
        <Choice
          name="yard"
          label={home.courtyard}
          value={filled.yard}
          of={[...courtyards.map(({ id, name }) => [id, name] as const), ['', home.newCourtyard] as const]}
          set={(yard) => set({ yard })}
        />
      )}
      {filled.yard === '' && (
        <>
          <Words {...part} name="yardName" label={home.courtyardName} at="courtyards/name" hint={home.courtyardHint} />
          <PositionFields
            name="gate"
            label={home.gate}
            typed={gate}
            set={setGate}
            wrong={outside ? home.outside : step.wrong('courtyards/position')}
          />
          {grid !== undefined && <p class="hint">{`${home.grid}：${grid}`}</p>}
        </>
      )}
    </>
  );
}

function Door(part: Part) {
  const { home } = startWords.value;
  return (
    <div class="row">
      <Words {...part} name="building" label={home.building} at="homes/building" />
      <Words {...part} name="unit" label={home.unit} at="homes/unit" />
      <Words {...part} name="door" label={home.door} at="homes/door" />
    </div>
  );
}

function Person(part: Part) {
  const { home } = startWords.value;
  const { filled, set } = part;
  return (
    <>
      <div class="row">
        <Words {...part} name="name" label={home.name} at="residents/name" />
        <Choice
          name="gender"
          label={home.gender}
          value={filled.gender}
          of={[
            ['female', home.female],
            ['male', home.male],
          ]}
          set={(gender) => set({ gender })}
        />
        <Words {...part} name="birthYear" label={home.birthYear} at="residents/birthYear" keyboard="numeric" />
      </div>
      <label class="tick">
        <input
          type="checkbox"
          name="alone"
          checked={filled.alone}
          onChange={({ currentTarget }) => set({ alone: currentTarget.checked })}
        />
        {home.alone}
      </label>
      <Words {...part} name="phone" label={home.phone} at="residents/phone" keyboard="tel" />
    </>
  );
}

function Family(part: Part) {
  const { home } = startWords.value;
  const at = 'residents/contacts/0';
  return (
    <fieldset>
      <legend>{home.contact}</legend>
      <div class="row">
        <Words {...part} name="contact" label={home.contactName} at={`${at}/name`} />
        <Words {...part} name="relation" label={home.relation} at={`${at}/relation`} />
        <Words {...part} name="contactPhone" label={home.contactPhone} at={`${at}/phone`} keyboard="tel" />
      </div>
    </fieldset>
  );
}
