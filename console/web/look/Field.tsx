/** A labelled field; a secret one is not shown. */
export function Field(props: {
  label: string;
  name: string;
  value: string;
  secret?: boolean;
  autocomplete?: 'username' | 'current-password' | 'new-password' | 'off';
  placeholder?: string;
  onValue: (value: string) => void;
}) {
  const { label, name, value, secret, autocomplete = 'off', placeholder = '', onValue } = props;
  const parts = {
    name,
    value,
    autocomplete,
    placeholder,
    maxLength: 200,
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
