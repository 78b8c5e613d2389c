// In the form of a resident: their card, its end, and the way to where one is made and printed.
import { useState } from 'preact/hooks';
import type { DoorCard } from '../../../../contracts/office/doorCard.ts';
import { Trouble } from '../../look/Trouble.tsx';
import { cardSays, cardState } from '../cards/cardSays.ts';
import { endCard } from '../cards/endCard.ts';
import { cardWords } from '../cards/words.ts';
import { Link } from '../Link.tsx';

type Props = { id: string; card: string | undefined; doorCard: DoorCard | undefined; again: () => void };

export function CardOf({ id, card, doorCard, again }: Props) {
  const c = cardWords.value;
  const [trouble, setTrouble] = useState('');
  const state = cardState(doorCard, card);
  async function end(because: 'lost' | 'returned'): Promise<void> {
    const failed = await endCard(id, because);
    setTrouble(failed === '' ? '' : c.failed + failed);
    if (failed === '') again();
  }
  return (
    <section class="consents" aria-label={c.inForm}>
      <h3>{c.inForm}</h3>
      <Trouble says={trouble} />
      <ul>
        <li data-card={state}>
          <span>{cardSays(doorCard, card)}</span>
          {(state === 'issued' || state === 'written') && (
            <>
              <button class="button" type="button" onClick={() => void end('lost')}>
                {c.lost}
              </button>
              <button class="button" type="button" onClick={() => void end('returned')}>
                {c.returned}
              </button>
            </>
          )}
          <Link to={{ page: 'cards', resident: id }}>{c.toMake}</Link>
        </li>
      </ul>
    </section>
  );
}
