// Is the link alive, how old is the picture, can I hear it, who is on, what time is it.
import { signOut } from '../live/api.ts';
import { clockOf, dayOf } from '../look/time.ts';
import { language, switchLanguage, words } from '../words/words.ts';
import { pausedUntil, pauseSound, resumeSound, sound, startSound } from './sound.ts';
import { linkState, map, now, picture, signedOut, silentSeconds, switchTheme } from './state.ts';

export function TopBar() {
  const w = words.value;
  const { district } = map.value ?? {};
  const { me, responders } = picture.value;
  const coordinators = [...responders.values()].filter(({ role }) => role === 'grid_coordinator');
  const online = coordinators.filter(({ connected }) => connected).length;
  const name = language.value === 'en' ? (district?.nameEn ?? district?.name) : district?.name;
  return (
    <>
      {district?.demo && (
        <div class="demo">
          <b>{w.demo}</b>
          {w.demoSays}
        </div>
      )}
      <header class="top">
        <div class="brand">
          {w.title}
          <small>
            {name} {w.console}
          </small>
        </div>
        <LinkLight />
        <div class="grow" />
        <div class="cell wide">
          {w.onDuty} <b>{me?.name}</b>
        </div>
        <div class="cell wide">{w.coordinators(online, coordinators.length)}</div>
        <SoundButton />
        <button class="icon" type="button" title={w.theme} aria-label={w.theme} onClick={switchTheme}>
          ◐
        </button>
        <button class="icon" type="button" onClick={switchLanguage}>
          {w.language}
        </button>
        <button
          class="icon wide"
          type="button"
          onClick={async () => {
            await signOut();
            signedOut.value = true;
          }}
        >
          {w.signOut}
        </button>
        <div class="clock">
          <small>{dayOf(now.value, language.value)}</small>
          {clockOf(now.value)}
        </div>
      </header>
      <LinkBanner />
    </>
  );
}

function LinkLight() {
  const w = words.value;
  const state = linkState.value;
  const asOf = clockOf(now.value - silentSeconds.value * 1000);
  return (
    <div class={`cell link-${state}`} data-link={state}>
      <i class="lamp" />
      <b>{state === 'live' ? w.connected : state === 'connecting' ? w.connecting : w.late(silentSeconds.value)}</b>
      <span>
        {w.dataAsOf} <b>{asOf}</b>
      </span>
    </div>
  );
}

function LinkBanner() {
  const w = words.value;
  const { missed } = picture.value;
  if (linkState.value === 'lost')
    return (
      <div class="banner lost" role="alert">
        {w.lost(clockOf(now.value - silentSeconds.value * 1000))}
        <small>{w.lostSays}</small>
      </div>
    );
  if (linkState.value === 'late') return <div class="banner late">{w.late(silentSeconds.value)}</div>;
  if (missed > 0)
    return (
      <button
        class="banner missed"
        type="button"
        onClick={() => {
          picture.value = { ...picture.value, missed: 0 };
        }}
      >
        {w.missed(missed)}
      </button>
    );
  return null;
}

function SoundButton() {
  const w = words.value;
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
          <b>{w.soundPaused(Math.max(0, Math.round((pausedUntil.value - now.value) / 1000)))}</b> {w.resume}
        </button>
      );
  }
}
