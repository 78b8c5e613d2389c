import { words } from './language.ts';

/** Who is on the way, and in how many minutes. */
export function Coming({ says, etaSeconds }: { says: string; etaSeconds: number | undefined }) {
  const w = words.value;
  const minutes = etaSeconds === undefined ? undefined : Math.ceil(etaSeconds / 60);
  return (
    <>
      {minutes !== undefined && (
        <p class="figure">
          {minutes <= 1 ? (
            w.soon
          ) : (
            <>
              {minutes} <small>{w.minutes}</small>
            </>
          )}
        </p>
      )}
      <h2>{says}</h2>
    </>
  );
}
