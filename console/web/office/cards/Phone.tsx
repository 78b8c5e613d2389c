// Where whoever finds a card calls: a field of the district, which an administrator writes.
import { useState } from 'preact/hooks';
import { picture } from '../../live/page.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { district } from '../district.ts';
import { send } from '../registry/changes.ts';
import { cardWords } from './words.ts';

export function Phone({ phone, again }: { phone: string | undefined; again: () => void }) {
  const c = cardWords.value;
  const [typed, setTyped] = useState(phone ?? '');
  const [trouble, setTrouble] = useState('');
  if (picture.value.me?.role !== 'administrator')
    return <p>{phone === undefined ? c.phoneNone : `${c.phone}：${phone}`}</p>;
  async function save(): Promise<void> {
    const id = district.value?.district.id ?? '';
    const outcome = await send([{ kind: 'district', id, set: { phone: typed.trim() === '' ? null : typed.trim() } }]);
    setTrouble(outcome.ok ? '' : outcome.problems[0]?.reason || outcome.message);
    if (outcome.ok) again();
  }
  return (
    <form
      class="phone-of"
      onSubmit={(event) => {
        event.preventDefault();
        void save();
      }}
    >
      <label>
        {c.phone}
        <input
          name="phone"
          type="tel"
          maxLength={32}
          autocomplete="off"
          value={typed}
          onInput={({ currentTarget }) => setTyped(currentTarget.value)}
        />
      </label>
      <button class="button" type="submit" disabled={typed.trim() === (phone ?? '')}>
        {c.savePhone}
      </button>
      <small>{c.phoneSays}</small>
      <Trouble says={trouble} />
    </form>
  );
}
