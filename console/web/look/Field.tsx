/** A labelled field; a secret one is not shown. */
export function Field(props: {
  label: string;
  name: string;
  value: string;
  secret?: boolean;
  autocomplete?: 'username' | 'current-password' | 'new-password' | 'one-time-code' | 'off';
  focus?: boolean;
  placeholder?: string;
  onValue: (value: string) => void;
}) {
  const { label, name, value, secret, autocomplete = 'off', focus = false, placeholder = '', onValue } = props;
  const parts = {
    name,
    value,
    autocomplete,
    placeholder,
    maxLength: 200,
    ref: (input: HTMLInputElement | null) => {
      if (focus && input && input.dataset.focused === undefined) {
        input.dataset.focused = '';
        input.focus();
      }
    },
    onInput: (event: { currentTarget: HTMLInputElement }) => onValue(event.currentTarget.value),
  } as const;
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the control is one of two
    <label>
      {label}
      {secret ? <input type="password" {...parts} /> : <input type="text" {...parts} />}
    </label>
  );
}
