// The orders that are one text.
import type { IncidentView } from '../../../../contracts/incident/views.ts';
import { words } from '../../words/words.ts';
import { TextForm } from './TextForm.tsx';

type Says = { label: string; hint: string; submit: string };

const textForm =
  (command: 'note' | 'advise' | 'reopen' | 'reason', says: (w: typeof words.value) => Says) =>
  ({ incident }: { incident: IncidentView }) => (
    <TextForm incident={incident} {...says(words.value)} order={(text) => ({ command, text })} />
  );

export const NoteForm = textForm('note', (w) => ({ label: w.note, hint: w.noteHint, submit: w.save }));
export const AdviseForm = textForm('advise', (w) => ({ label: w.advise, hint: w.adviseHint, submit: w.send }));
export const ReopenForm = textForm('reopen', (w) => ({ label: w.reopenWhy, hint: w.reopenSays, submit: w.reopen }));
export const ReasonForm = textForm('reason', (w) => ({ label: w.giveReason, hint: w.giveReasonSays, submit: w.save }));
