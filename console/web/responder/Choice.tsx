// One of a list, with a line for none of it.
export function Choice(props: {
  label: string;
  value: string;
  empty: string;
  all: readonly (readonly [id: string, says: string])[];
  choose: (id: string) => void;
}) {
  const { label, value, empty, all, choose } = props;
  return (
    <label>
      {label}
      <select value={value} onChange={(event) => choose(event.currentTarget.value)}>
        <option value="">{empty}</option>
        {all.map(([id, says]) => (
          <option key={id} value={id}>
            {says}
          </option>
        ))}
      </select>
    </label>
  );
}
