import './pictures.css';

export function Check() {
  return (
    <svg class="picture" viewBox="0 0 100 100" aria-hidden="true">
      <circle cx="50" cy="50" r="48" />
      <path d="M28 52l15 15l30-34" />
    </svg>
  );
}
