import './Findings.css';
import { useState } from 'preact/hooks';
import type { MyLeg } from '../../../contracts/incident/myLegs.ts';
import type { Finding } from '../../../contracts/terms.ts';
import { Button } from '../look/Button.tsx';
import { type Draft, draftOf, keepDraft } from './drafts.ts';
import { words } from './language.ts';
import { answer } from './outbox.ts';

/** What was found, ticked and in words: told at once, or at the end. */
export function Findings({ leg }: { leg: MyLeg }) {
  const w = words.value;
  const [{ findings, text }, setDraft] = useState(draftOf(leg));
  const [told, setTold] = useState('');
  const change = (next: Draft): void => {
    keepDraft(leg, next);
    setDraft(next);
  };
  const says = [...findings.map((one) => w.findings[one]), text.trim()].filter((part) => part !== '').join('，');
  return (
    <section class="findings">
      <h2>
        {w.findingsTitle} <small>{w.findingsSays}</small>
      </h2>
      <div class="checks">
        {(Object.keys(w.findings) as Finding[]).map((one) => (
          <label key={one} class={findings.includes(one) ? 'on' : ''}>
            <input
              type="checkbox"
              checked={findings.includes(one)}
              onChange={() =>
                change({
                  findings: findings.includes(one) ? findings.filter((other) => other !== one) : [...findings, one],
                  text,
                })
              }
            />
            {w.findings[one]}
          </label>
        ))}
      </div>
      <textarea
        rows={2}
        maxLength={2000}
        aria-label={w.text}
        placeholder={w.text}
        value={text}
        onInput={(event) => change({ findings, text: event.currentTarget.value })}
      />
      <Button
        class="no"
        does={() => {
          answer({ incident: leg.incident, leg: leg.leg, reply: 'note', text: says });
          setTold(says);
        }}
        off={says === '' || told === says}
        says={told === says && says !== '' ? w.told : w.tellNow}
      />
    </section>
  );
}
