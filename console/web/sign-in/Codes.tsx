import { Button } from '../look/Button.tsx';
import { panelWords } from './language.ts';
import { Section } from './Section.tsx';

/** Recovery codes are shown once. */
export function Codes({ codes, kept }: { codes: readonly string[]; kept: () => void }) {
  const w = panelWords.value;
  return (
    <Section title={w.codesTitle}>
      <p class="says">{w.codesSay}</p>
      <ol class="codes">
        {codes.map((one) => (
          <li key={one}>
            <code>{one}</code>
          </li>
        ))}
      </ol>
      <Button class="strong" does={kept} says={w.codesKept} />
    </Section>
  );
}
