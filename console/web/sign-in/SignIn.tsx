// The sign-in is fetched when somebody is signed out: whoever is signed in, and waits for a call, need not wait for it.
import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

const againMs = 3_000;
const form = signal<typeof import('./SignInForm.tsx').SignInForm | undefined>(undefined);

export function SignIn({ title }: { title: string }) {
  useEffect(() => void fetchForm(), []);
  const Form = form.value;
  return Form ? (
    <Form title={title} />
  ) : (
    <main class="sign-in">
      <h1>{title}</h1>
    </main>
  );
}

/** Tried again until it is there. */
async function fetchForm(): Promise<void> {
  try {
    form.value ??= (await import('./SignInForm.tsx')).SignInForm;
  } catch {
    setTimeout(() => void fetchForm(), againMs); // no network, and nobody can be signed in without it
  }
}
