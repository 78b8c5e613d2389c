import './pictures.css';

export function Door() {
  return (
    <svg class="picture" viewBox="0 0 100 100" aria-hidden="true">
      <path d="M20 92H84M28 92V12H64V92" />
      <path class="full" d="M64 20l20-6V96l-20-4z" />
    </svg>
  );
}
