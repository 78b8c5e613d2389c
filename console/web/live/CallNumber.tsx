// A telephone number: masked until somebody is about to call. One tap shows it in full, is written down, and dials.
import { useState } from 'preact/hooks';
import type { PhoneAnswer } from '../../../contracts/office/residents.ts';
import type { BreakGlassReason } from '../../../contracts/terms.ts';
import { Phone, telOf } from '../look/Phone.tsx';
import { words } from '../words/words.ts';
import { call } from './api.ts';
import { GlassReasons } from './GlassReasons.tsx';

type Shown = { kind: 'masked' | 'reason' } | { kind: 'open'; phone: string } | { kind: 'trouble'; says: string };

/** @param contact its place in the resident's list; left out for the resident's own number */
export function CallNumber(props: {
  incident: string;
  resident: string;
  contact?: number;
  masked: string;
  /** of the button, where it is more than the number */
  label?: string;
  style?: string;
}) {
  const { incident, resident, contact, masked, label, style = 'small' } = props;
  const w = words.value;
  const [shown, setShown] = useState<Shown>({ kind: 'masked' });
  const ask = async (reason?: BreakGlassReason): Promise<void> => {
    const body = {
      resident,
      ...(contact === undefined ? {} : { contact }),
      ...(reason === undefined ? {} : { reason }),
    };
    const answer = await call<PhoneAnswer>(`/api/v1/incidents/${incident}/phone`, body);
    if (answer.ok) {
      setShown({ kind: 'open', phone: answer.value.phone });
      location.href = telOf(answer.value.phone);
    } else if (answer.code === 'reason_needed') setShown({ kind: 'reason' });
    else setShown({ kind: 'trouble', says: answer.message || w.notSent });
  };
  if (shown.kind === 'open')
    return (
      <Phone number={shown.phone} class={style === 'small' ? '' : style}>
        {label} {shown.phone}
      </Phone>
    );
  if (shown.kind === 'reason')
    return <GlassReasons says={w.breakGlassWhy} style="small" onReason={(reason) => void ask(reason)} />;
  return (
    <>
      <button class={style} type="button" onClick={() => void ask()}>
        {label} {masked}
      </button>
      {shown.kind === 'trouble' && (
        <span class="trouble" role="alert">
          {shown.says}
        </span>
      )}
    </>
  );
}
