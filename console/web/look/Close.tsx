/** The way out of what lies over a page. */
export function Close({ says, onClose }: { says: string; onClose: () => void }) {
  return (
    <button class="x" type="button" aria-label={says} onClick={onClose}>
      ×
    </button>
  );
}
