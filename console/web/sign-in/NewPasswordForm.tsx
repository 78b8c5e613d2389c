import { useState } from 'preact/hooks';
import { Button } from '../look/Button.tsx';
import { Field } from '../look/Field.tsx';
import type { Doing } from './doing.ts';
import { panelWords } from './language.ts';
import { Section } from './Section.tsx';

export function NewPasswordForm({ mine, change, told }: Doing) {
  const w = panelWords.value;
  const [password, setPassword] = useState('');
  return (
    <Section title={w.password}>
      <form
        onSubmit={async (event) => {
          event.preventDefault();
          if (!(await change('/api/v1/session/password', { password }))) return;
          setPassword('');
          await told(w.passwordSaved);
        }}
      >
        <p class="says">{mine.passwordSet ? w.passwordSet : w.passwordNone}</p>
        <Field
          name="new-password"
          label={w.newPassword}
          secret
          autocomplete="new-password"
          value={password}
          onValue={setPassword}
        />
        <Button submit off={password.length < 8} says={w.save} />
      </form>
    </Section>
  );
}
