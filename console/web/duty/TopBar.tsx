// Is the link alive, how old is the picture, can I hear it, who is on, what time is it.
import { SoundButton } from '../alarm/SoundButton.tsx';
import { signOut } from '../live/api.ts';
import { LinkBanner, LinkLight } from '../live/LinkLight.tsx';
import { now, picture, signedOut } from '../live/page.ts';
import { SystemBanner, SystemLight } from '../live/SystemLight.tsx';
import { switchTheme } from '../look/theme.ts';
import { clockOf, dayOf } from '../look/time.ts';
import { MySignInButton } from '../sign-in/OwnSignIn.tsx';
import { language, switchLanguage } from '../words/language.ts';
import { words } from '../words/words.ts';
import { dueToday } from './aftercare.ts';
import { helpShown } from './keys.ts';
import { nightDeskHolders, nightDeskSays } from './nightDesk.ts';
import { locked, map, mayOrder, panel, togglePanel } from './state.ts';

export function TopBar() {
  const w = words.value;
  const { district } = map.value ?? {};
  const { me, responders } = picture.value;
  const coordinators = [...responders.values()].filter(({ role }) => role === 'grid_coordinator');
  const onDuty = coordinators.filter((one) => one.onDuty).length;
  const desk = [...responders.values()].find(({ role, connected }) => role === 'health_desk' && connected);
  const name = language.value === 'en' ? (district?.nameEn ?? district?.name) : district?.name;
  return (
    <>
      {district?.demo && (
        <div class="demo">
          <b>{w.demo}</b>
          {w.demoSays}
        </div>
      )}
      <SurgeBanner />
      <header class="top">
        <div class="brand">
          {w.title}
          <small>
            {name} {w.console}
          </small>
        </div>
        <LinkLight />
        <SystemLight
          expanded={panel.value === 'system'}
          open={() => {
            panel.value = panel.value === 'system' ? undefined : 'system';
          }}
        />
        <div class="grow" />
        <button
          class="cell who-is-on"
          type="button"
          title={w.sessions.own}
          disabled={locked.value}
          aria-expanded={panel.value === 'sessions'}
          onClick={() => togglePanel('sessions')}
        >
          {nightDeskHolders.value.length === 0 && w.onDuty} <b>{me?.name}</b>
        </button>
        <div class="cell wide">
          {w.coordinatorsOnDuty} <b>{onDuty}</b> / {coordinators.length}
        </div>
        <div class="cell wide">
          {w.health} <b>{desk ? w.staffed : w.unstaffed}</b>
        </div>
        <SoundButton />
        {!locked.value && <PanelButtons />}
        <button class="icon" type="button" title={w.theme} aria-label={w.theme} onClick={switchTheme}>
          ◐
        </button>
        <button class="icon" type="button" onClick={switchLanguage}>
          {w.language}
        </button>
        <button
          class="icon"
          type="button"
          aria-label={w.help}
          onClick={() => {
            helpShown.value = !helpShown.value;
          }}
        >
          ?
        </button>
        <MySignInButton class="icon" />
        <button
          class="icon"
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
      <NightDeskBanner />
      <LinkBanner />
      <SystemBanner />
    </>
  );
}

/** What a locked console does not open. */
function PanelButtons() {
  const w = words.value;
  return (
    <>
      <button
        class={dueToday.value > 0 ? 'icon' : 'icon wide'}
        type="button"
        aria-expanded={panel.value === 'aftercare'}
        onClick={() => togglePanel('aftercare')}
      >
        {w.visits.title}
        {dueToday.value > 0 && <b>{dueToday.value}</b>}
      </button>
      <button
        class="icon"
        type="button"
        aria-expanded={panel.value === 'nightDesk'}
        onClick={() => togglePanel('nightDesk')}
      >
        {w.nightDesk.title}
      </button>
      <button
        class="icon"
        type="button"
        aria-expanded={panel.value === 'history'}
        onClick={() => {
          panel.value = panel.value === 'history' ? undefined : 'history';
        }}
      >
        {w.history}
      </button>
      {mayOrder.value && (
        <button
          class="icon"
          type="button"
          onClick={() => {
            panel.value = 'handover';
          }}
        >
          {w.handover}
        </button>
      )}
    </>
  );
}

/** Stands until it ends or is taken back, so that nobody in the hall believes to be on duty. */
function NightDeskBanner() {
  const w = words.value;
  const holders = nightDeskHolders.value;
  if (holders.length === 0) return null;
  return (
    <div class="banner night-desk" role="status">
      <b>{nightDeskSays(holders, w)}</b> {w.nightDesk.isSays}
    </div>
  );
}

/** Stands while it lasts: the officer works by courtyard, and knows that nothing is lost. */
function SurgeBanner() {
  const w = words.value;
  const { surge } = picture.value;
  if (!surge?.on) return null;
  return (
    <div class="banner surge" role="status">
      <b>{w.surge}</b> {w.surgeSays(surge.open, surge.urgent, surge.courtyards.length)}
    </div>
  );
}
