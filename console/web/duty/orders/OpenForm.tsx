// Whichever form is open. Nothing irreversible happens by a single key or click.
import type { ComponentType } from 'preact';
import type { IncidentDetail, IncidentView } from '../../../../contracts/incident/views.ts';
import { type FormName, form } from '../state.ts';
import { AftercareForm } from './AftercareForm.tsx';
import { AmbulanceForm } from './AmbulanceForm.tsx';
import { AmbulanceHandOverForm } from './AmbulanceHandOverForm.tsx';
import { CallBackForm } from './CallBackForm.tsx';
import { Candidates } from './Candidates.tsx';
import { CloseForm } from './CloseForm.tsx';
import { EndNeedForm } from './EndNeedForm.tsx';
import { HandOverForm } from './HandOverForm.tsx';
import { MergeForm } from './MergeForm.tsx';
import { More } from './More.tsx';
import { OutsideCallForm } from './OutsideCallForm.tsx';
import { PlaceForm } from './PlaceForm.tsx';
import { PriorityForm } from './PriorityForm.tsx';
import { AdviseForm, NoteForm, ReasonForm, ReopenForm } from './textForms.tsx';
import { WaitForm } from './WaitForm.tsx';

type Props = { incident: IncidentView; detail: IncidentDetail | undefined };

const formOf: Readonly<Record<FormName, ComponentType<Props>>> = {
  assign: Candidates,
  note: NoteForm,
  close: CloseForm,
  priority: PriorityForm,
  ambulance: AmbulanceForm,
  merge: MergeForm,
  reopen: ReopenForm,
  advise: AdviseForm,
  call_back: CallBackForm,
  outside_call: OutsideCallForm,
  end_need: EndNeedForm,
  wait: WaitForm,
  place: PlaceForm,
  hand_over: HandOverForm,
  reason: ReasonForm,
  ambulance_hand_over: AmbulanceHandOverForm,
  aftercare: AftercareForm,
  more: More,
};

export function OpenForm(props: Props) {
  const Form = form.value && formOf[form.value];
  return Form ? <Form {...props} /> : null;
}
