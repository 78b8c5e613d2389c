import { useSignalEffect } from '@preact/signals';
import { useRef } from 'preact/hooks';
import { picture } from '../../live/page.ts';
import { personOf, placeOf } from '../../words/sentences.ts';
import { words } from '../../words/words.ts';

/** For a screen reader: a new P1 interrupts; everything else waits for a pause. */
export function Announcements() {
  const alert = useRef<HTMLDivElement>(null);
  const status = useRef<HTMLDivElement>(null);
  const known = useRef<Set<string> | undefined>(undefined);
  useSignalEffect(() => {
    const open = [...picture.value.incidents.values()].filter((one) => one.state === 'open');
    const fresh = open.filter(({ id }) => known.current?.has(id) === false);
    known.current = new Set([...(known.current ?? []), ...open.map(({ id }) => id)]);
    const w = words.value;
    const sentence = (priority1: boolean): string =>
      fresh
        .filter(({ priority }) => (priority === 1) === priority1)
        .map((one) => w.newIncident(one.priority, personOf(one, w), placeOf(one.place, w)))
        .join('；');
    if (alert.current && sentence(true) !== '') alert.current.textContent = sentence(true);
    if (status.current && sentence(false) !== '') status.current.textContent = sentence(false);
  });
  return (
    <>
      <div class="unseen" role="alert" ref={alert} />
      <div class="unseen" role="status" ref={status} />
    </>
  );
}
