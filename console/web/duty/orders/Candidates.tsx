import { useEffect, useRef, useState } from 'preact/hooks';
import './Form.css';
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { useCandidates } from '../../live/useCandidates.ts';
import { Button } from '../../look/Button.tsx';
import { words } from '../../words/words.ts';
import { form, proposed } from '../state.ts';
import { Candidate } from './Candidate.tsx';

/** So many people are listed at first. */
const shownAtFirst = 5;

/** Who could be asked, soonest first, and why not the others. */
export function Candidates({ incident }: { incident: IncidentView }) {
  const w = words.value;
  const [all, setAll] = useState(false);
  const first = useRef<HTMLElement>(null);
  const opened = form.value === 'assign';
  const ranked = useCandidates(incident) ?? [];
  useEffect(() => {
    if (opened && ranked.length > 0) first.current?.querySelector<HTMLButtonElement>('button')?.focus();
  }, [opened, ranked.length > 0]);
  const wanted = proposed.value;
  const listed = all ? ranked : ranked.slice(0, shownAtFirst);
  const shown =
    wanted === undefined || listed.some((one) => one.responder === wanted)
      ? listed
      : [...ranked.filter((one) => one.responder === wanted), ...listed];
  return (
    <section class={opened ? 'form' : 'section'} aria-label={w.assignTitle} ref={first}>
      <h3>
        {w.assignTitle} <span>{w.assignOrder}</span>
      </h3>
      {shown.map((one) => (
        <Candidate key={one.responder} incident={incident} candidate={one} />
      ))}
      {!all && ranked.length > shownAtFirst && <Button class="small" does={() => setAll(true)} says={w.assignMore} />}
    </section>
  );
}
