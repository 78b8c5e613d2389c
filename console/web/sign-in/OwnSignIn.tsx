// How somebody changes the way that they sign in, and what they are told about it: fetched after the first picture, the panel itself
// when it is wanted.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

type PanelModule = typeof import('./MySignIn.tsx');
const againMs = 3_000;
const notices = signal<typeof import('./OwnNotices.tsx').OwnNotices | undefined>(undefined);
export const openPanel = signal<{ Panel: PanelModule['MySignInPanel']; must: boolean } | undefined>(undefined);

/** @param must nothing else is possible until a second factor is set up */
export function openMySignIn(must = false): void {
  void import('./MySignIn.tsx').then(
    ({ MySignInPanel }) => {
      openPanel.value = { Panel: MySignInPanel, must };
    },
    () => undefined, // the link is down, and its light says so
  );
}
export const closeMySignIn = (): void => {
  openPanel.value = undefined;
};

/** Above the page; on the sign-in too, for whoever must set up a second factor first. */
export function OwnSignIn() {
  useEffect(() => void fetchNotices(), []);
  const Notices = notices.value;
  return Notices ? <Notices /> : null;
}

/** Tried again until it is there. */
async function fetchNotices(): Promise<void> {
  try {
    notices.value ??= (await import('./OwnNotices.tsx')).OwnNotices;
  } catch {
    setTimeout(() => void fetchNotices(), againMs); // the link is down, and its light says so
  }
}
