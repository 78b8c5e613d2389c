import type { RecoveryCodes } from '../../../contracts/session/signIn.ts';
import { Button } from '../look/Button.tsx';
import type { Doing } from './doing.ts';
import { panelWords } from './language.ts';
import { Section } from './Section.tsx';

export function Recovery({ mine, change, told, showCodes }: Doing) {
  const w = panelWords.value;
  return (
    <Section title={w.recovery}>
      <p class="says">{w.recoveryLeft(mine.recoveryCodesLeft)}</p>
      <Button
        does={async () => {
          const made = await change<RecoveryCodes>('/api/v1/my/sign-in/recovery-codes');
          if (!made) return;
          showCodes(made.recoveryCodes);
          await told(w.done);
        }}
        says={w.recoveryNew}
      />
    </Section>
  );
}
