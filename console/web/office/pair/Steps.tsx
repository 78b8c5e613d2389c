// Where somebody is on the way: five steps, of which the one at hand is marked.
import { type Step, steps } from './steps.ts';
import { pairWords } from './words.ts';

export function Steps({ at }: { at: Step }) {
  const p = pairWords.value;
  const now = steps.indexOf(at);
  return (
    <nav class="pair-steps" aria-label={p.way}>
      <ol>
        {steps.map((step, i) => (
          <li key={step} class={i < now ? 'done' : ''} aria-current={i === now ? 'step' : undefined}>
            {p.steps[step]}
          </li>
        ))}
      </ol>
    </nav>
  );
}
