// What a message tells besides: when, where, how full the battery is, its id; and whether it tells of several events.
import type { TriedMessage } from '../../../../contracts/device/sourceTrial.ts';
import type { BatteryUnit, MappingDraft, TimeFormat } from '../../../../contracts/office/mapping.ts';
import type { Source } from '../../../../contracts/office/source.ts';
import { datums } from '../../../../wording/sources.ts';
import { language } from '../../words/language.ts';
import { listsAround, withList, without } from './clicking.ts';
import { sourceWords } from './words.ts';

type Part = { draft: MappingDraft; set: (draft: MappingDraft) => void };
type Props = Part & { messages: readonly TriedMessage[] };

export function Besides({ draft, set, messages }: Props) {
  return (
    <>
      <Lists draft={draft} set={set} messages={messages} />
      <Time draft={draft} set={set} />
      <Place draft={draft} set={set} />
      <Battery draft={draft} set={set} />
      <MessageId draft={draft} set={set} />
    </>
  );
}

/** Only where messages hold lists is it asked. */
function Lists({ draft, set, messages }: Props) {
  const s = sourceWords.value;
  const { list } = draft;
  const found = new Set(list === undefined ? [] : [list]);
  for (const { fields } of messages)
    for (const i of fields.keys()) for (const { name } of listsAround(fields, i)) found.add(name);
  if (found.size === 0) return null;
  const sample = messages.find(({ fields }) => fields.some(({ list: is }) => is))?.fields ?? [];
  return (
    <section class="part" aria-label={s.list}>
      <label class="row">
        {s.list}
        <select
          value={list ?? ''}
          onChange={({ currentTarget: { value } }) => set(withList(draft, value === '' ? undefined : value, sample))}
        >
          <option value="">{s.listNone}</option>
          {[...found].map((name) => (
            <option key={name} value={name}>
              {s.listOf(name)}
            </option>
          ))}
        </select>
      </label>
    </section>
  );
}

type PathProps = { title: string; path: string | undefined; remove: () => void };

/** What was pointed at, and how it is taken back. */
function Path({ title, path, remove }: PathProps) {
  const s = sourceWords.value;
  if (path === undefined) return <span class="pick">{s.pick}</span>;
  return (
    <span class="path">
      <code>{path}</code>
      <button type="button" aria-label={s.remove(title)} onClick={remove}>
        ×
      </button>
    </span>
  );
}

function Time({ draft, set }: Part) {
  const s = sourceWords.value;
  const { time } = draft;
  return (
    <section class="part" aria-label={s.roles.time}>
      <h4>{s.roles.time}</h4>
      <Path title={s.roles.time} path={time?.at} remove={() => set(without(draft, 'time'))} />
      {time && (
        <>
          <label class="row">
            {s.format}
            <select
              value={time.format ?? 'auto'}
              onChange={({ currentTarget }) =>
                set({ ...draft, time: { ...time, format: currentTarget.value as TimeFormat } })
              }
            >
              {Object.entries(s.formats).map(([format, says]) => (
                <option key={format} value={format}>
                  {says}
                </option>
              ))}
            </select>
          </label>
          <label class="row">
            {s.zone}
            <select
              value={time.zone ?? ''}
              onChange={({ currentTarget: { value } }) => {
                const { zone: _was, ...rest } = time;
                set({ ...draft, time: value === '' ? rest : { ...rest, zone: value } });
              }}
            >
              <option value="">{s.chinese}</option>
              <option value="UTC">{s.utc}</option>
              {time.zone !== undefined && time.zone !== 'UTC' && <option value={time.zone}>{time.zone}</option>}
            </select>
          </label>
        </>
      )}
    </section>
  );
}

function Place({ draft, set }: Part) {
  const s = sourceWords.value;
  const { place } = draft;
  const paths = place && [...(place.lon ?? []), ...(place.lat ?? []), place.pair, place.accuracy].filter(Boolean);
  return (
    <section class="part" aria-label={s.place}>
      <h4>{s.place}</h4>
      <Path title={s.place} path={paths?.join('，')} remove={() => set(without(draft, 'place'))} />
      {place && (
        <label class="row">
          {s.datum}
          <select
            value={place.datum ?? ''}
            onChange={({ currentTarget: { value } }) => {
              const { datum: _was, ...rest } = place;
              set({ ...draft, place: value === '' ? rest : { ...rest, datum: value as NonNullable<Source['datum']> } });
            }}
          >
            <option value="">{s.asSource}</option>
            {Object.entries(datums[language.value]).map(([datum, says]) => (
              <option key={datum} value={datum}>
                {says}
              </option>
            ))}
          </select>
        </label>
      )}
    </section>
  );
}

function Battery({ draft, set }: Part) {
  const s = sourceWords.value;
  const { battery } = draft;
  return (
    <section class="part" aria-label={s.roles.battery}>
      <h4>{s.roles.battery}</h4>
      <Path title={s.roles.battery} path={battery?.at} remove={() => set(without(draft, 'battery'))} />
      {battery && (
        <label class="row">
          {s.unit}
          <select
            value={battery.unit}
            onChange={({ currentTarget }) =>
              set({ ...draft, battery: { ...battery, unit: currentTarget.value as BatteryUnit } })
            }
          >
            {Object.entries(s.units).map(([unit, says]) => (
              <option key={unit} value={unit}>
                {says}
              </option>
            ))}
          </select>
        </label>
      )}
    </section>
  );
}

function MessageId({ draft, set }: Part) {
  const s = sourceWords.value;
  return (
    <section class="part" aria-label={s.roles.id}>
      <h4>{s.roles.id}</h4>
      <Path title={s.roles.id} path={draft.id} remove={() => set(without(draft, 'id'))} />
    </section>
  );
}
