import { closeMySignIn, openMySignIn, openPanel } from './OwnSignIn.tsx';
import { ownWords } from './ownLanguage.ts';

/** Opens 我的登录, or closes it again. */
export function MySignInButton({ class: look }: { class: string }) {
  return (
    <button
      class={look}
      type="button"
      aria-expanded={openPanel.value !== undefined}
      onClick={() => (openPanel.value === undefined ? openMySignIn() : closeMySignIn())}
    >
      {ownWords.value.title}
    </button>
  );
}
