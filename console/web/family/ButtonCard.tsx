// Whether the button would be heard, in words.
import type { ButtonView } from '../../../contracts/incident/family.ts';
import { now } from '../live/page.ts';
import { momentOf } from '../look/time.ts';
import { words } from './language.ts';

const hourMs = 3_600_000;

export function ButtonCard({ button }: { button: ButtonView }) {
  const w = words.value;
  const { state, heardAt, battery, batteryLow } = button;
  const heard = heardAt === undefined ? undefined : Date.parse(heardAt);
  const facts = [
    ...(heard === undefined ? [] : [w.heardAt(momentOf(heard))]),
    ...(battery === undefined || batteryLow ? [] : [w.battery(battery)]),
  ];
  return (
    <section data-button={state}>
      <h2>{w.button}</h2>
      <p class={state === 'alive' ? 'state well' : 'state'}>{says(state, heard)}</p>
      {facts.length > 0 && <p class="quiet">{facts.join(' · ')}</p>}
      {state === 'silent' && <p class="warn">{w.silentSays}</p>}
      {batteryLow && battery !== undefined && <p class="warn">{w.batteryLow(battery)}</p>}
    </section>
  );
}

function says(state: ButtonView['state'], heard: number | undefined): string {
  const w = words.value;
  if (state === 'alive') return w.alive;
  if (state === 'none') return w.noButton;
  if (heard === undefined) return w.neverHeard;
  const hours = Math.max(1, Math.floor((now.value - heard) / hourMs));
  return hours < 48 ? w.silentHours(hours) : w.silentDays(Math.floor(hours / 24));
}
