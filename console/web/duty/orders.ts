// What the officer orders, and what is said when it did not work.
import { command } from '../live/api.ts';
import { words } from '../words/words.ts';
import { actionsDisabled, form, trouble } from './state.ts';

/** Gives a command; on a refusal the reason is shown and the form stays open with what was typed. */
export async function order(incident: string, body: Parameters<typeof command>[1]): Promise<boolean> {
  if (actionsDisabled.value) {
    trouble.value = words.value.notSent;
    return false;
  }
  trouble.value = '';
  const answer = await command(incident, body);
  if (!answer.ok) {
    trouble.value = answer.status === 0 ? words.value.notSent : answer.message;
    return false;
  }
  if (answer.value.outcome === 'stored') trouble.value = words.value.stored;
  return true;
}

export const acknowledge = (incident: string): Promise<boolean> => order(incident, { command: 'acknowledge' });

/** An order from a form, which closes when it was applied. Another form, opened meanwhile, stays. */
export async function orderFromForm(incident: string, body: Parameters<typeof command>[1]): Promise<void> {
  const which = form.value;
  if ((await order(incident, body)) && form.value === which) form.value = undefined;
}
