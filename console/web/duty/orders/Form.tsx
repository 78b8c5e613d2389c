// A form of the pane: its fields, the way back, the button that orders.
import '../../live/GlassReasons.css';
import './Form.css';
import type { ComponentChildren } from 'preact';
import { Act } from '../../look/Act.tsx';
import { Button } from '../../look/Button.tsx';
import { words } from '../../words/words.ts';
import { closeForm } from '../actions.ts';

export function Form(props: { submit: string; disabled?: boolean; onSubmit: () => void; children: ComponentChildren }) {
  const { submit, disabled = false, onSubmit, children } = props;
  return (
    <form
      class="form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!disabled) onSubmit();
      }}
    >
      {children}
      <div class="form-buttons">
        <Button does={closeForm} says={words.value.cancel} />
        <Act class="strong" submit off={disabled} says={submit} />
      </div>
    </form>
  );
}
