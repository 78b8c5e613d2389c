// What the vendor is answered, and what is sent back when it verifies the address.
import type { MappingDraft } from '../../../../contracts/office/mapping.ts';
import { without } from './clicking.ts';
import { sourceWords } from './words.ts';

type Part = { draft: MappingDraft; set: (draft: MappingDraft) => void };

/** What vendors ask for, as they write it. */
const usual = [
  'success',
  'SUCCESS',
  'ok',
  'OK',
  '{"code":0}',
  '{"code":200}',
  '{"code":0,"msg":"success"}',
  '{"success":true}',
  '{"errcode":0,"errmsg":"ok"}',
  '{"result":0}',
];

export function Answer({ draft, set }: Part) {
  const s = sourceWords.value;
  const { answer, handshake } = draft;
  const body = answer?.body ?? 'success';
  const isOwn = !usual.includes(body);
  function say(text: string): void {
    const isJson = /^\s*[{[]/.test(text);
    const { contentType: _type, ...rest } = answer ?? {};
    set({ ...draft, answer: { ...rest, body: text, ...(isJson ? { contentType: 'application/json' } : {}) } });
  }
  return (
    <section class="part" aria-label={s.answer}>
      <h4>{s.answer}</h4>
      <label class="row">
        {s.answer}
        <select value={isOwn ? '' : body} onChange={({ currentTarget }) => say(currentTarget.value)}>
          {usual.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
          <option value="">{s.answerOwn}</option>
        </select>
      </label>
      {isOwn && (
        <label class="row">
          {s.answerOwn}
          <input
            name="answer"
            maxLength={2_000}
            autocomplete="off"
            value={body}
            onInput={({ currentTarget }) => say(currentTarget.value)}
          />
        </label>
      )}
      <p>
        {s.roles.echo}:{' '}
        {handshake?.echo === undefined ? (
          <span class="pick">{s.pick}</span>
        ) : (
          <span class="path">
            <code>{handshake.echo}</code>
            <button type="button" aria-label={s.remove(s.roles.echo)} onClick={() => set(without(draft, 'handshake'))}>
              ×
            </button>
          </span>
        )}
      </p>
      {handshake?.echo !== undefined && <Echoed draft={draft} set={set} echo={handshake.echo} />}
    </section>
  );
}

/** As it came, or within JSON under the name that it had. */
function Echoed({ draft, set, echo }: Part & { echo: string }) {
  const s = sourceWords.value;
  const { says: _says, contentType: _type, ...plain } = draft.handshake ?? {};
  const inJson = `{${JSON.stringify(echo.slice(echo.lastIndexOf('.') + 1))}:"{${echo}}"}`;
  return (
    <label class="row">
      {s.echoed}
      <select
        value={draft.handshake?.says ?? ''}
        onChange={({ currentTarget: { value } }) =>
          set({
            ...draft,
            handshake: value === '' ? plain : { ...plain, says: value, contentType: 'application/json' },
          })
        }
      >
        <option value="">{s.echoedAsItCame}</option>
        <option value={inJson}>{inJson}</option>
      </select>
    </label>
  );
}
