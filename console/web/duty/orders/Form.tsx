// A form of the pane: its fields, the way back, the button that orders.
import '../../live/GlassReasons.css';
import './Form.css';
import type { ComponentChildren } from 'preact';
import { Act } from '../../look/Act.tsx';
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
        <button type="button" onClick={closeForm}>
          {words.value.cancel}
        </button>
        <Act class="strong" submit off={disabled}>
          {submit}
        </Act>
      </div>
    </form>
  );
}
