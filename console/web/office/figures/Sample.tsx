// What is listened to again: two incidents a month of each officer, drawn by lot, with what was found.
import { useState } from 'preact/hooks';
import type { FiguresAnswer } from '../../../../contracts/office/figures.ts';
import type { Review, ReviewsAnswer, ReviewVerdict } from '../../../../contracts/office/reviews.ts';
import { call } from '../../live/api.ts';
import { picture } from '../../live/page.ts';
import { useRead } from '../../live/useRead.ts';
import { Act } from '../../look/Act.tsx';
import { Trouble } from '../../look/Trouble.tsx';
import { momentOf } from '../../look/time.ts';
import { words } from '../../words/words.ts';
import { nothingAsked } from '../address.ts';
import { changeAllowed } from '../district.ts';
import { Link } from '../Link.tsx';
import { ownWords } from '../language.ts';
import { reportWords } from './words.ts';

type Drawn = FiguresAnswer['sample'][number];

export function Sample({ figures }: { figures: FiguresAnswer }) {
  const r = reportWords.value;
  const o = ownWords.value;
  const [written, setWritten] = useState<readonly Review[]>([]);
  const stretch = new URLSearchParams({ from: figures.from, until: figures.until });
  const { value, wrong } = useRead<ReviewsAnswer>(`/api/v1/office/reviews?${stretch}`);
  const reviews = [...written, ...(value?.reviews ?? [])];
  const { month, officer, of, incident, found } = r.sampleColumns;
  return (
    <section class="counts sample">
      <h2>{r.sample}</h2>
      <p class="says">{figures.sample.length === 0 ? r.sampleNone : r.sampleSays}</p>
      <Trouble says={wrong && `${o.failed}${wrong}`} />
      {figures.sample.length > 0 && (
        <table>
          <caption class="unseen">{r.sample}</caption>
          <thead>
            <tr>
              {[month, officer, of, incident, found].map((name) => (
                <th key={name} scope="col">
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {figures.sample.flatMap((drawn) =>
              drawn.incidents.map((one) => (
                <Line
                  key={one.id}
                  drawn={drawn}
                  one={one}
                  reviews={reviews.filter((review) => review.incident === one.id)}
                  wrote={(review) => setWritten([review, ...written])}
                />
              )),
            )}
          </tbody>
        </table>
      )}
    </section>
  );
}

type LineOf = {
  drawn: Drawn;
  one: Drawn['incidents'][number];
  reviews: readonly Review[];
  wrote: (review: Review) => void;
};

function Line({ drawn: { month, officer, of }, one: { id, number }, reviews, wrote }: LineOf) {
  const w = words.value;
  const r = reportWords.value;
  const [open, setOpen] = useState(false);
  const mine = officer === picture.value.me?.name;
  return (
    <tr>
      <td>{month}</td>
      <th scope="row">{officer}</th>
      <td class="figure">{of}</td>
      <td>
        <Link to={{ ...nothingAsked, q: `#${number}`, incident: id }}>{w.number(number)}</Link>
      </td>
      <td class="reason">
        {reviews.length === 0 && <p>{r.notReviewed}</p>}
        {reviews.map(({ at, by, verdict, words: said }) => (
          <p key={at}>
            <b>{r.by(r.verdicts[verdict], by, momentOf(Date.parse(at)))}</b> {said}
          </p>
        ))}
        {changeAllowed.value && !mine && !open && (
          <button class="button on-screen" type="button" onClick={() => setOpen(true)}>
            {r.review}
          </button>
        )}
        {open && (
          <ReviewForm
            incident={id}
            wrote={(review) => {
              setOpen(false);
              wrote(review);
            }}
            drop={() => setOpen(false)}
          />
        )}
      </td>
    </tr>
  );
}

function ReviewForm({
  incident,
  wrote,
  drop,
}: {
  incident: string;
  wrote: (review: Review) => void;
  drop: () => void;
}) {
  const w = words.value;
  const r = reportWords.value;
  const [verdict, setVerdict] = useState<ReviewVerdict>('good');
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState('');
  return (
    <form
      class="review-form on-screen"
      onSubmit={async (event) => {
        event.preventDefault();
        const said = text.trim() === '' ? {} : { words: text.trim() };
        const answer = await call('/api/v1/office/reviews', { incident, verdict, ...said });
        if (!answer.ok) return setWrong(answer.message || w.notSent);
        // The books have it a moment later.
        wrote({ incident, verdict, at: new Date().toISOString(), by: picture.value.me?.name ?? '', ...said });
      }}
    >
      <select
        aria-label={r.verdict}
        value={verdict}
        onChange={({ currentTarget }) => setVerdict(currentTarget.value as ReviewVerdict)}
      >
        {(Object.keys(r.verdicts) as ReviewVerdict[]).map((one) => (
          <option key={one} value={one}>
            {r.verdicts[one]}
          </option>
        ))}
      </select>
      <textarea
        aria-label={r.reviewWords}
        placeholder={r.reviewWords}
        maxLength={1_000}
        rows={2}
        value={text}
        onInput={({ currentTarget }) => setText(currentTarget.value)}
      />
      <Act class="small" submit says={w.save} />
      <button class="button" type="button" onClick={drop}>
        {w.cancel}
      </button>
      <Trouble says={wrong} />
    </form>
  );
}
