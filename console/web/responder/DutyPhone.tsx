// The duty phone: whoever is to take it says yes here, and whoever has it hands it on.
import { useState } from 'preact/hooks';
import { Button } from '../look/Button.tsx';
import { Trouble } from '../look/Trouble.tsx';
import { momentOf } from '../look/time.ts';
import { Choice } from './Choice.tsx';
import { answerPhone, handPhone, myPhone, newPhoneId, usePhone } from './phone.ts';
import { swapWords } from './swapWords.ts';

export function DutyPhone() {
  const s = swapWords.value;
  const [wrong, setWrong] = useState<string>();
  const [handing, setHanding] = useState(false);
  usePhone();
  const phone = myPhone.value;
  const { holder, offer, me } = phone ?? {};
  if (!phone || (!holder && offer?.to.id !== me)) return null; // this community has none, or nobody has written it down
  const does = (answer: Parameters<typeof answerPhone>[1]) => async () =>
    setWrong(await answerPhone(offer?.id ?? '', answer));
  const has = holder?.id === me;
  return (
    <section class="swaps duty-phone">
      <h2>{s.phone}</h2>
      <Trouble says={wrong ?? ''} />
      {holder && <p>{(has ? s.phoneMine : s.phoneTheirs(holder.name))(momentOf(Date.parse(holder.since)))}</p>}
      {offer && offer.to.id === me && (
        <div class="swap asked" role="status">
          <b>{offer.from ? s.phoneFor(offer.from.name) : s.phoneForYou}</b>
          <p>{s.until(momentOf(Date.parse(offer.expires)))}</p>
          <div class="pair">
            <Button class="no" does={does('refuse')} says={s.phoneNot} />
            <Button class="yes" does={does('take')} says={s.phoneTake} />
          </div>
        </div>
      )}
      {offer && has && (
        <div class="swap">
          <b>{s.waits(offer.to.name)}</b>
          <Button class="no" does={does('withdraw')} says={s.withdraw} />
        </div>
      )}
      {has &&
        !offer &&
        (handing ? (
          <Handing done={() => setHanding(false)} />
        ) : (
          <Button class="no" does={() => setHanding(true)} says={s.phoneHand} />
        ))}
    </section>
  );
}

function Handing({ done }: { done: () => void }) {
  const s = swapWords.value;
  const [id] = useState(newPhoneId);
  const [to, setTo] = useState('');
  const [wrong, setWrong] = useState('');
  async function send(): Promise<void> {
    const no = await handPhone(id, to);
    if (no === undefined) done();
    else setWrong(no);
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <Choice
        label={s.phoneTo}
        value={to}
        empty={s.choose}
        all={(myPhone.value?.colleagues ?? []).map((one) => [one.id, one.name])}
        choose={setTo}
      />
      <p>{s.phoneSays}</p>
      <Trouble says={wrong} />
      <div class="pair">
        <Button class="no" does={done} says={s.phoneKeep} />
        <Button class="yes" submit off={to === ''} says={s.phoneHand} />
      </div>
    </form>
  );
}
