// Whether the alarm can be heard. That it cannot is a fault, and red.
import '../look/TopBar.css';
import './SoundButton.css';
import { ticked } from '../live/page.ts';
import { words } from '../words/words.ts';
import { loudspeaker } from './loudspeaker.ts';
import { pausedUntil, pauseSound, resumeSound, sound, startSound } from './sound.ts';

export function SoundButton() {
  const w = words.value;
  if (sound.value !== 'off' && loudspeaker.value === 'silent')
    return (
      <button class="sound off" type="button" data-sound="silent" onClick={() => void startSound()}>
        <b role="alert">{w.soundSilent}</b> {w.soundAgain}
      </button>
    );
  switch (sound.value) {
    case 'off':
      return (
        <button class="sound off" type="button" onClick={() => void startSound()}>
          <b>{w.soundOff}</b> {w.startShift}
        </button>
      );
    case 'on':
      return (
        <button class="sound" type="button" onClick={pauseSound}>
          <b>{w.soundOn}</b> <span>{w.pause}</span> <kbd>M</kbd>
        </button>
      );
    case 'paused':
      return (
        <button class="sound off" type="button" onClick={resumeSound}>
          <b>{w.soundPaused(Math.max(0, Math.round((pausedUntil.value - ticked.value) / 1000)))}</b> {w.resume}
        </button>
      );
  }
}
