// 值班手机: who has the duty phone, to whom it is being handed, and how it came to whoever has it.
import { useState } from 'preact/hooks';
import type { DutyPhone as Phone, PhoneMove } from '../../../../contracts/office/dutyPhone.ts';
import { call, newId } from '../../live/api.ts';
import { useEachMinute } from '../../live/useEachMinute.ts';
import { useRead } from '../../live/useRead.ts';
import { Button } from '../../look/Button.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { responders } from '../district.ts';
import { rosterWords } from './words.ts';

const path = '/api/v1/office/duty-phone';
const listed = 10;
const when = (text: string): string => momentOf(Date.parse(text));

export function DutyPhone({ again }: { again: string }) {
  const r = rosterWords.value;
  const [times, setTimes] = useState(0);
  const [wrong, setWrong] = useState('');
  const [to, setTo] = useState('');
  useEachMinute(async () => setTimes((n) => n + 1)); // it is answered on somebody's phone
  const { value: phone, wrong: unread } = useRead<Phone>(path, `${again}/${times}`);
  async function send(where: string, body: object): Promise<void> {
    const answer = await call<Phone>(`${path}${where}`, body);
    setWrong(answer.ok ? '' : answer.message || words.value.notSent);
    if (!answer.ok) return;
    setTimes((n) => n + 1);
    setTo('');
  }
  return (
    <section class="duty-phone" aria-label={r.phone}>
      <h2>{r.phone}</h2>
      <Trouble says={wrong || unread} />
      {phone && (
        <>
          <p role="status">
            <b>{phone.holder ? r.phoneHas(phone.holder.name, when(phone.holder.since)) : r.phoneNobody}</b>
          </p>
          {phone.offer ? (
            <Waits offer={phone.offer} withdraw={(id) => send(`/${id}/withdraw`, {})} />
          ) : (
            <form
              onSubmit={(event) => {
                event.preventDefault();
                void send('', { id: `phone-${newId()}`, to });
              }}
            >
              <label>
                {r.phoneTo}
                <select value={to} onChange={({ currentTarget }) => setTo(currentTarget.value)}>
                  <option value="">{r.phoneChoose}</option>
                  {responders.value
                    .filter(({ id }) => id !== phone.holder?.id)
                    .map(({ id, name }) => (
                      <option key={id} value={id}>
                        {name}
                      </option>
                    ))}
                </select>
              </label>
              <button class="button" type="submit" disabled={to === ''}>
                {r.phoneHand}
              </button>
            </form>
          )}
          <Moves moves={phone.moves} />
        </>
      )}
      <small class="hint">{r.phoneSays}</small>
    </section>
  );
}

function Waits(props: { offer: NonNullable<Phone['offer']>; withdraw: (id: string) => Promise<void> }) {
  const { offer, withdraw } = props;
  const r = rosterWords.value;
  return (
    <div class="waits">
      <p>{r.phoneWaits(offer.to.name, when(offer.at), when(offer.expires))}</p>
      <Button class="button" does={() => withdraw(offer.id)} says={r.phoneWithdraw} />
    </div>
  );
}

function Moves({ moves }: { moves: readonly PhoneMove[] }) {
  const r = rosterWords.value;
  if (moves.length === 0) return null;
  return (
    <details>
      <summary>{r.phoneMoves(moves.length)}</summary>
      <table>
        <tbody>
          {moves.slice(0, listed).map(({ id, from, to, at, by, end, endAt = at }) => (
            <tr key={id}>
              <td>{when(endAt)}</td>
              <td>
                {from?.name ?? r.phoneOffice} → {to.name}
              </td>
              <td>
                <b>{end && r.phoneEnds[end]}</b>
              </td>
              <td>{r.phoneBy(by)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
