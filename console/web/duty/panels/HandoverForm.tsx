// The next officer signs with their own login, after both have heard the alarm.
import '../orders/Form.css';
import { useState } from 'preact/hooks';
import type { Me } from '../../../../contracts/session/session.ts';
import type { SecondFactor, SelfProof } from '../../../../contracts/session/signIn.ts';
import { call } from '../../live/api.ts';
import { picture } from '../../live/page.ts';
import { Act } from '../../look/Act.tsx';
import { Button } from '../../look/Button.tsx';
import { Field } from '../../look/Field.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { SecondStep } from '../../sign-in/SecondStep.tsx';
import { useLogin } from '../../sign-in/useLogin.ts';
import { words } from '../../words/words.ts';
import { type Heard, SoundTest } from './SoundTest.tsx';

export function HandoverForm({ wrong, setWrong }: { wrong: string; setWrong: (why: string) => void }) {
  const w = words.value;
  const { by, swap, fields, setFields, body, complete } = useLogin();
  const [remark, setRemark] = useState('');
  const [heard, setHeard] = useState<Heard>();
  const [second, setSecond] = useState<SecondFactor>();
  const [code, setCode] = useState('');
  async function hand(proof: SelfProof = {}): Promise<void> {
    if (heard === undefined) return;
    const said = remark.trim() === '' ? {} : { remark: remark.trim() };
    const answer = await call<Me>('/api/v1/handover', { to: { ...body, ...proof }, sound: heard, ...said });
    if (answer.ok) return location.reload();
    if (answer.second) setSecond(answer.second);
    setWrong(answer.message || w.notSent);
  }
  const field = (name: keyof typeof fields, label: string, secret = false) => (
    <Field
      key={name}
      name={`handover-${name}`}
      label={label}
      secret={secret}
      value={fields[name]}
      onValue={(value) => setFields({ ...fields, [name]: value })}
    />
  );
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        void hand(second && { code: code.trim() });
      }}
    >
      <SoundTest heard={heard} onHeard={setHeard} />
      <Field name="handover-remark" label={w.handoverRemark} value={remark} onValue={setRemark} />
      <p class="says">{w.handoverSign(picture.value.me?.name ?? '')}</p>
      {by === 'token' ? field('token', w.token, true) : [field('login', w.login), field('password', w.password, true)]}
      <Button class="link" does={swap} says={by === 'token' ? w.withPassword : w.withToken} />
      <Trouble says={wrong} />
      {second ? (
        <SecondStep
          second={second}
          code={code}
          setCode={setCode}
          withPasskey={(passkey) => void hand({ passkey })}
          fails={setWrong}
        />
      ) : (
        <div class="form-buttons">
          <Act class="strong" submit off={heard === undefined || !complete} says={w.handoverNow} />
        </div>
      )}
    </form>
  );
}
