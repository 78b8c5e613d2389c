export function Figure({
  says,
  value,
  small,
  class_ = '',
}: {
  says: string;
  value: string;
  small?: string;
  class_?: string;
}) {
  return (
    <div class={class_}>
      <dd>
        {value} {small && <small>{small}</small>}
      </dd>
      <dt>{says}</dt>
    </div>
  );
}
