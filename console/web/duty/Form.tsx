// What the pane's forms are made of. Nothing irreversible happens by a single key or click.
import type { ComponentChildren } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import type { IncidentView } from '../../../contracts/incident/views.ts';
import type { Order } from '../live/api.ts';
import { actionsDisabled } from '../live/page.ts';
import { words } from '../words/words.ts';
import { orderFromForm } from './orders.ts';
import { form, trouble } from './state.ts';

export function TextForm(
  props: { incident: IncidentView } & { label: string; hint: string; submit: string; order: (text: string) => Order },
) {
  const [text, setText] = useState('');
  const area = useFocus<HTMLTextAreaElement>();
  const complete = text.trim() !== '';
  return (
    <Form
      submit={props.submit}
      disabled={!complete}
      onSubmit={() => void orderFromForm(props.incident.id, props.order(text.trim()))}
    >
      <label>
        {props.label}
        <textarea
          ref={area}
          rows={3}
          maxLength={2000}
          placeholder={props.hint}
          value={text}
          onInput={(event) => setText(event.currentTarget.value)}
        />
      </label>
    </Form>
  );
}

export function Choices<T extends string | number>(props: {
  legend: string;
  of: readonly { value: T; says: string }[];
  chosen: T | undefined;
  onChoose: (value: T) => void;
  wide?: boolean;
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
    </fieldset>
  );
}

export function Form(props: { submit: string; disabled: boolean; onSubmit: () => void; children: ComponentChildren }) {
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!props.disabled) props.onSubmit();
      }}
    >
      {props.children}
      <div class="form-buttons">
        <button
          type="button"
          onClick={() => {
            form.value = undefined;
            trouble.value = '';
          }}
        >
          {words.value.cancel}
        </button>
        <button class="strong" type="submit" disabled={props.disabled || actionsDisabled.value}>
          {props.submit}
        </button>
      </div>
    </form>
  );
}

export function useFocus<T extends HTMLElement>() {
  const element = useRef<T>(null);
  useEffect(() => element.current?.focus(), []);
  return element;
}
