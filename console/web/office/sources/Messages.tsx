// The last messages of a source as they came, what each would be now, and its values to point at.
import { useEffect, useState } from 'preact/hooks';
import type { TriedMessage } from '../../../../contracts/device/sourceTrial.ts';
import type { MappingDraft } from '../../../../contracts/office/mapping.ts';
import { besidesSay, isAmiss, ledSays, outcomeSays, readingSays } from '../../../../wording/sourceTrial.ts';
import { momentOf } from '../../look/time.ts';
import { language } from '../../words/language.ts';
import { point, type Role, roles, rolesOf, unpoint } from './clicking.ts';
import { UnknownDevice } from './UnknownDevice.tsx';
import { sourceWords } from './words.ts';

type Props = {
  messages: readonly TriedMessage[];
  /** undefined: nothing is mapped, values are only shown */
  draft: MappingDraft | undefined;
  set: (draft: MappingDraft) => void;
};

export function Messages({ messages, draft, set }: Props) {
  const first = messages[0]?.entry;
  const [open, setOpen] = useState(first);
  // The newest when the page opens; what comes later does not push it from under the pointer.
  useEffect(() => setOpen((entry) => entry ?? first), [first]);
  return (
    <ol class="messages">
      {messages.map((message) => (
        <li key={message.entry} class={isAmiss(message.outcome) ? 'amiss' : ''}>
          <button
            class="message"
            type="button"
            aria-expanded={message.entry === open}
            onClick={() => setOpen(message.entry === open ? '' : message.entry)}
          >
            <time>{momentOf(Date.parse(message.at))}</time>
            <span class="how">{message.how.replace(/\?.*$/s, '?…')}</span>
            <b class="outcome">{outcomeSays(message.outcome, language.value)}</b>
          </button>
          {message.entry === open && <Message message={message} draft={draft} set={set} />}
        </li>
      ))}
    </ol>
  );
}

type OneProps = Omit<Props, 'messages'> & { message: TriedMessage };

function Message({ message, draft, set }: OneProps) {
  const s = sourceWords.value;
  const { led, text, hex, cut, fields } = message;
  if (fields.length === 0)
    return (
      <div class="open">
        <Outcome message={message} />
        <pre>{text}</pre>
      </div>
    );
  return (
    <div class="open">
      <Outcome message={message} />
      <Tree message={message} draft={draft} set={set} />
      {text !== '' && (
        <details>
          <summary>
            {s.raw}
            {hex && ' (hex)'}
            {cut && ' (8 KB)'} · {s.led}: {led.map((one) => ledSays(one, language.value)).join('、')}
          </summary>
          <pre>{text}</pre>
        </details>
      )}
    </div>
  );
}

/** The values of a message, each behind what holds it. */
function Tree({ message: { fields, at: heard, how }, draft, set }: OneProps) {
  const s = sourceWords.value;
  const [at, setAt] = useState<number>();
  function choose(i: number, role: Role): void {
    if (!draft) return;
    const method = how.startsWith('POST') ? 'POST' : 'GET';
    const isSo = rolesOf(draft, fields, i).includes(role);
    const pointed = { fields, i, heardAt: Date.parse(heard), method } as const;
    set(isSo ? unpoint(draft, fields, i, role) : point(draft, pointed, role));
    setAt(undefined);
  }
  return (
    <ul class="tree">
      {fields.map((field, i) => {
        const told = draft ? rolesOf(draft, fields, i) : [];
        const indent = { paddingInlineStart: `${field.depth * 16}px` };
        const isChosen = at === i && draft !== undefined;
        return (
          <li key={`${field.path}/${i}`} style={indent} class={told.length > 0 ? 'told' : ''} data-path={field.path}>
            <span class="key">{field.key}</span>
            {field.value !== undefined &&
              (draft ? (
                <button
                  class="value"
                  type="button"
                  aria-expanded={isChosen}
                  onClick={() => setAt(isChosen ? undefined : i)}
                >
                  {JSON.stringify(field.value)}
                </button>
              ) : (
                <code>{JSON.stringify(field.value)}</code>
              ))}
            {told.map((role) => (
              <span class="tag" key={role}>
                {s.roles[role]}
              </span>
            ))}
            {isChosen && <Choices value={String(field.value)} told={told} choose={(role) => choose(i, role)} />}
          </li>
        );
      })}
    </ul>
  );
}

type ChoicesProps = { value: string; told: readonly Role[]; choose: (role: Role) => void };

/** What the value may be. */
function Choices({ value, told, choose }: ChoicesProps) {
  const s = sourceWords.value;
  const shown = value.length > 30 ? `${value.slice(0, 30)}…` : value;
  return (
    <fieldset class="roles">
      <legend>{s.isIt(shown)}</legend>
      {roles.map((role) => (
        <button key={role} class="button" type="button" aria-pressed={told.includes(role)} onClick={() => choose(role)}>
          {told.includes(role) ? `${s.isNot} ${s.roles[role]}` : s.roles[role]}
        </button>
      ))}
    </fieldset>
  );
}

/** What it would be, each thing with all that is told of it. */
function Outcome({ message: { outcome } }: { message: TriedMessage }) {
  const of = language.value;
  if (outcome.is !== 'readings') return null;
  const unknown = [...new Set(outcome.readings.flatMap(({ device, known }) => (device && !known ? [device] : [])))];
  return (
    <>
      <ul class="readings">
        {outcome.readings.map((reading, i) => {
          const { device, known, at } = reading;
          const besides = besidesSay(reading, of);
          return (
            <li key={i}>
              <b>{readingSays(reading, of)}</b>
              {device !== undefined && <span>{known ?? device}</span>}
              {at !== undefined && <span>{momentOf(Date.parse(at))}</span>}
              {besides.map((one) => (
                <span key={one}>{one}</span>
              ))}
            </li>
          );
        })}
      </ul>
      {unknown.map((device) => (
        <UnknownDevice key={device} address={device} />
      ))}
    </>
  );
}
