/** What could not be done, said where it was tried; nothing while all is well. */
export function Trouble({ says }: { says: string }) {
  if (says === '') return null;
  return (
    <p class="trouble" role="alert">
      {says}
    </p>
  );
}
