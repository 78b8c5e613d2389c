// The password was right; now a code, a recovery code or a passkey. Fields of a form that is sent with `code`.
import type { PasskeyAnswer, SecondFactor } from '../../../contracts/session/signIn.ts';
import { Button } from '../look/Button.tsx';
import { Field } from '../look/Field.tsx';
import { words } from './language.ts';
import { answerWithPasskey, passkeysHere } from './passkey.ts';

export function SecondStep(props: {
  second: SecondFactor;
  code: string;
  setCode: (code: string) => void;
  withPasskey: (answer: PasskeyAnswer) => void;
  fails: (why: string) => void;
}) {
  const { second, code, setCode, withPasskey, fails } = props;
  const w = words.value;
  const { passkey } = second;
  return (
    <>
      <Field name="code" label={w.code} autocomplete="one-time-code" focus value={code} onValue={setCode} />
      <p class="hint">{w.codeHint}</p>
      <Button class="strong" submit off={code.trim().length < 6} says={w.enter} />
      {passkey && passkeysHere() && (
        <Button
          does={async () => {
            const answer = await answerWithPasskey(passkey);
            if (answer) withPasskey(answer);
            else fails(w.passkeyCancelled);
          }}
          says={w.withPasskey}
        />
      )}
    </>
  );
}
