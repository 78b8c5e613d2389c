import './Form.css';
import './Choices.css';
import type { ComponentChildren } from 'preact';

/** One of several, all of them in sight. */
export function Choices<T extends string | number>(props: {
  legend: string;
  of: readonly { value: T; says: ComponentChildren }[];
  chosen: T | undefined;
  onChoose: (value: T) => void;
  wide?: boolean;
  children?: ComponentChildren;
}) {
  const { legend, of, chosen, onChoose, wide } = props;
  return (
    <fieldset>
      <legend>{legend}</legend>
      <div class={wide ? 'choices wide' : 'choices'}>
        {of.map(({ value, says }) => (
          <label key={value} class={chosen === value ? 'chosen' : ''}>
            <input
              type="radio"
              name={legend}
              value={value}
              checked={chosen === value}
              onChange={() => onChoose(value)}
            />
            {says}
          </label>
        ))}
      </div>
      {props.children}
    </fieldset>
  );
}
