import '../orders/Form.css';
import '../orders/Choices.css';
import { sound, startSound } from '../../alarm/sound.ts';
import { Button } from '../../look/Button.tsx';
import { words } from '../../words/words.ts';

export type Heard = 'heard' | 'not_heard';

/** Plays the alarm; whoever takes over says whether they heard it. */
export function SoundTest({ heard, onHeard }: { heard: Heard | undefined; onHeard: (heard: Heard) => void }) {
  const w = words.value;
  return (
    <fieldset>
      <legend>{w.soundTest}</legend>
      <div class="choices">
        <Button class="small" does={() => void startSound()} says={sound.value === 'off' ? w.startShift : w.playTest} />
        {(['heard', 'not_heard'] as const).map((one) => (
          <label key={one} class={heard === one ? 'chosen' : ''}>
            <input type="radio" name="heard" value={one} checked={heard === one} onChange={() => onHeard(one)} />
            {w.soundHeard[one]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
