// A link that is handed to somebody: as a code for their phone, to be copied, and where it leads nowhere but here, what to do.
import { useState } from 'preact/hooks';
import { Qr } from '../../look/Qr.tsx';
import { momentOf } from '../../look/time.ts';
import { startWords } from './words.ts';

export function Handout({ link, until, says }: { link: string; until?: string | undefined; says: string }) {
  const s = startWords.value;
  const [copied, setCopied] = useState(false);
  return (
    <div class="handout">
      <Qr text={link} label={s.qr} />
      <div>
        <p>{says}</p>
        <p>
          <code>{link}</code>
        </p>
        {until !== undefined && <p class="hint">{s.coordinator.until(momentOf(Date.parse(until)))}</p>}
        {isLocal(link) && <p class="problem warning">{s.local}</p>}
        <button
          class="button"
          type="button"
          onClick={() =>
            // Without TLS a page may not write there: the link stands beside, to be copied by hand.
            void navigator.clipboard?.writeText(link).then(
              () => setCopied(true),
              () => setCopied(false),
            )
          }
        >
          {copied ? s.copied : s.copy}
        </button>
      </div>
    </div>
  );
}

const isLocal = (link: string): boolean => /^(localhost|127\.|\[::1\])/.test(new URL(link).host);
