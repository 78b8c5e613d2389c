import { useState } from 'preact/hooks';
import type { SecondFactor, SelfProof } from '../../../contracts/session/signIn.ts';
import { Button } from '../look/Button.tsx';
import { Trouble } from '../look/Trouble.tsx';
import { words } from './language.ts';
import { SecondStep } from './SecondStep.tsx';

/** The password was right: the second step of the sign-in. */
export function SecondForm(props: {
  second: SecondFactor;
  wrong: string;
  fails: (why: string) => void;
  send: (proof: SelfProof) => void;
  back: () => void;
}) {
  const w = words.value;
  const { second, wrong, fails, send, back } = props;
  const [code, setCode] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        send({ code: code.trim() });
      }}
    >
      <h1>{w.second}</h1>
      <SecondStep
        second={second}
        code={code}
        setCode={setCode}
        withPasskey={(passkey) => send({ passkey })}
        fails={fails}
      />
      <Trouble says={wrong} />
      <Button does={back} says={w.back} />
    </form>
  );
}
