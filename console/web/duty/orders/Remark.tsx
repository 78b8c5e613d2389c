/** Words that go with an order. */
export function Remark(props: { value: string; label: string; onInput: (text: string) => void }) {
  const { value, label, onInput } = props;
  return (
    <label>
      {label}
      <textarea rows={2} maxLength={2000} value={value} onInput={(event) => onInput(event.currentTarget.value)} />
    </label>
  );
}

/** Left out when nothing was written. */
export const textOf = (text: string): { text?: string } => (text.trim() === '' ? {} : { text: text.trim() });
