// The cards that were just made, as they are printed: ten of them on a page of A4, with nothing of the person on any. Whose each is stands on the
// margin, which is cut off.
import './Sheet.css';
import { printedNumber } from '../../../../contracts/office/cardNumber.ts';
import type { MadeCard } from '../../../../contracts/office/doorCard.ts';
import { Qr } from '../../look/Qr.tsx';
import { districtName } from '../district.ts';
import { cardWords } from './words.ts';

const onPage = 10;

export function Sheet({
  cards,
  phone,
  close,
}: {
  cards: readonly MadeCard[];
  phone: string | undefined;
  close: () => void;
}) {
  const c = cardWords.value;
  const pages = Array.from({ length: Math.ceil(cards.length / onPage) }, (_, n) =>
    cards.slice(n * onPage, (n + 1) * onPage),
  );
  return (
    <main class="card-sheets">
      <div class="acts on-screen">
        <p role="status">{c.sheet(cards.length, pages.length)}</p>
        <button class="button strong" type="button" onClick={() => print()}>
          {c.print}
        </button>
        <button class="button" type="button" onClick={() => confirm(c.leaveSure) && close()}>
          {c.leave}
        </button>
      </div>
      {pages.map((page) => (
        <section class="card-page" key={page[0]?.number}>
          {page.map((card) => (
            <div class="card-place" key={card.number}>
              <span class="whose">{card.name}</span>
              <Card card={card} phone={phone} />
            </div>
          ))}
        </section>
      ))}
    </main>
  );
}

function Card({ card: { number, url }, phone }: { card: MadeCard; phone: string | undefined }) {
  const c = cardWords.value;
  return (
    <article class="door-card">
      <Qr text={url} label={c.code(number)} />
      <div>
        <b>{c.title}</b>
        <span>{districtName.value}</span>
        <strong>{printedNumber(number)}</strong>
        <small>
          {c.found}
          {phone !== undefined && (
            <>
              <br />
              {phone}
            </>
          )}
        </small>
      </div>
    </article>
  );
}
